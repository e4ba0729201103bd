// What was not understood is noted with the answer, listed to those who teach the engine, and leaves the list when they have dealt with it.
import { Inject, Injectable } from '@nestjs/common';
import { EntityManager, LockMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { z } from 'zod';
import { NotFound } from '#libs/errors';
import { ListForm, PageReader, type Page } from '#libs/http';
import { newId } from '#libs/orm';
import { Clock } from '#libs/time';
import type { Actor } from '../access/actor.js';
import { AuditService } from '../audit/audit.service.js';
import { ReadsService } from '../audit/reads.service.js';
import type { EndingPart, ReceivedMessage } from './turns.service.js';
import {
  MisunderstoodMessage,
  sameTextKey,
  unsureBelow,
  type MisunderstoodStatus,
} from './misunderstood-message.entity.js';

/** The least certain first. */
export const misunderstoodList = new ListForm({
  sortBy: { certainty: 'number', lastSaidAt: 'instant' },
  default: 'certainty',
  period: { of: 'lastSaidAt', is: 'It was said last' },
});
export type MisunderstoodQuery = z.output<typeof misunderstoodList.query>;

@Injectable()
export class MisunderstoodService {
  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    private readonly pages: PageReader,
    private readonly audit: AuditService,
    private readonly reads: ReadsService,
    private readonly clock: Clock,
  ) {}

  /**
   * Written with the answer. What was said before in the same words is counted there, whatever was decided about it.
   * @param certainty 0 … 1; null where nothing had to be understood
   */
  noting({ id, text }: ReceivedMessage, certainty: number | null): EndingPart[] {
    if (certainty === null || certainty >= unsureBelow) return [];
    const now = this.clock.now();
    const name = 'misunderstood';
    const sql = `
       insert into misunderstood_messages (id, message_id, text_key, certainty, times, last_said_at, status, created_at, updated_at)
       select ?::uuid, ?::uuid, ?::text, ?::float8, 1, ?::timestamptz, 'open', ?::timestamptz, ?::timestamptz from ended
       on conflict (text_key) do update set times = misunderstood_messages.times + 1, last_said_at = excluded.last_said_at,
         certainty = least(misunderstood_messages.certainty, excluded.certainty), updated_at = excluded.updated_at`;
    return [{ name, sql, parameters: [newId(), id, sameTextKey(text), certainty, now, now, now] }];
  }

  /** For staff: what is open, with its message. @throws CursorInvalid, ValidationFailed */
  async list(actor: Actor, query: MisunderstoodQuery): Promise<Page<object>> {
    await this.reads.note(actor, { action: 'misunderstood.listed', object: { type: 'message', id: 'many' } });
    const page = await this.pages.read(MisunderstoodMessage, misunderstoodList, query, {
      where: [{ status: 'open', message: { conversation: { status: { $ne: 'deleted' } } } }],
      populate: ['message'],
    });
    return { ...page, items: page.items.map(toView) };
  }

  /**
   * Takes it off the list, in the caller's transaction, with its message. What has been decided can be decided anew.
   * @throws NotFound when the message is none of those that were not understood
   */
  async settle(
    em: EntityManager,
    actor: Actor,
    messageId: string,
    status: Exclude<MisunderstoodStatus, 'open'>,
  ): Promise<MisunderstoodMessage> {
    const where = { message: { id: messageId, conversation: { status: { $ne: 'deleted' } } } } as const;
    const found = await em.findOne(MisunderstoodMessage, where, { populate: ['message.conversation'] });
    if (!found) throw new NotFound('Misunderstood message', messageId);
    await em.lock(found, LockMode.PESSIMISTIC_WRITE);
    await em.refresh(found);
    const before = found.status;
    found.status = status;
    if (before !== status)
      await this.audit.record(actor, {
        action: `message.${status}`,
        object: { type: 'message', id: messageId },
        person: found.message.conversation.customer,
        before: { status: before },
        after: { status },
      });
    return found;
  }
}

function toView({ message, certainty, times, lastSaidAt }: MisunderstoodMessage) {
  const { id: messageId, conversation, text, intents } = message;
  return {
    ...{ messageId, conversationId: conversation.id, text, certainty, times, lastSaidAt },
    intents: intents ?? [],
  };
}
