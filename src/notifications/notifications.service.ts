// Tells people things: once for each change, in their feed at once, and by the ways and at the time that they wish.
import { Inject, Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { newId } from '#libs/orm';
import { StreamLog } from '#libs/realtime';
import { Clock } from '#libs/time';
import { DeliveryPlans } from './delivery-plans.js';
import { DeliveryRequests } from './delivery-requests.js';
import type { NoticeKind } from './notice-kind.js';
import { noticeKinds, type FactsOf, type NoticeName } from './notice-kinds.js';
import { NoticeTexts } from './notice-texts.js';
import { Notification, NotificationDelivery } from './notification.entity.js';
import { streamOf } from './person.js';
import {
  RecipientsService,
  type RecipientPerson,
  type Recipient,
  type RecipientContacts,
} from './recipients.service.js';

export interface NewNotice<Name extends NoticeName> {
  to: RecipientPerson;
  kind: Name;
  /** What it tells of, such as the id of an event: of this kind the person is told once about it. At most 100 characters. */
  change: string;
  facts: FactsOf<Name>;
  /** Default: what the kind says. */
  isUrgent?: boolean;
  /** After this it is no news any more. */
  until?: Date;
  /** Where it goes instead of where they are reached today. */
  addresses?: RecipientContacts;
}

@Injectable()
export class NotificationsService {
  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    private readonly recipients: RecipientsService,
    private readonly plans: DeliveryPlans,
    private readonly requests: DeliveryRequests,
    private readonly texts: NoticeTexts,
    private readonly streams: StreamLog,
    private readonly clock: Clock,
  ) {}

  /**
   * In the caller's transaction: told exactly if that is committed. Whoever is not there any more is not told, nor whoever knows already.
   * @returns the id of the notice; null when nobody was told
   */
  async tell<Name extends NoticeName>(notice: NewNotice<Name>): Promise<string | null> {
    if (!this.em.isInTransaction()) throw new Error('A notice is written in a transaction.');
    const kind: NoticeKind = noticeKinds[notice.kind];
    const recipient = await this.recipients.find(notice.to);
    if (!recipient || (!recipient.isActive && kind.category !== 'security')) return null;
    const facts = kind.facts.parse(notice.facts) as Record<string, unknown>;
    const isUrgent = notice.isUrgent ?? kind.isUrgent ?? false;
    const row = await this.add(notice, recipient, facts, isUrgent);
    if (!row) return null;
    const planned = await this.plans.planFor(recipient, {
      name: notice.kind,
      kind,
      isUrgent,
      addresses: notice.addresses,
    });
    const deliveries = planned.map((delivery) =>
      this.em.create(NotificationDelivery, { ...delivery, notification: row.id }),
    );
    await this.em.flush();
    const toSend = deliveries.filter(({ status }) => status === 'pending' || status === 'held');
    await this.requests.add(toSend, isUrgent);
    const { title, body } = this.texts.of(row, recipient.language);
    await this.streams.append(streamOf(recipient), [
      {
        type: 'notification.created',
        data: { id: row.id, kind: notice.kind, urgent: isUrgent, title, body, data: facts },
      },
    ]);
    return row.id;
  }

  /** Undefined when there is one for this change already; of two at once the second waits for the first. */
  private async add(
    { kind, change, until }: NewNotice<NoticeName>,
    { kind: personKind, id: personId, language }: Recipient,
    facts: Record<string, unknown>,
    isUrgent: boolean,
  ): Promise<Notification | undefined> {
    const now = this.clock.now();
    const [row] = await this.em.execute<Record<string, never>[]>(addStatement, [
      ...[newId(), personKind, personId, kind, change, language, isUrgent, JSON.stringify(facts)],
      ...[until ?? null, now, now],
    ]);
    return row && this.em.map(Notification, row);
  }
}

const addStatement = `
  insert into notifications (id, person_kind, person_id, kind, change, language, urgent, data, expires_at, created_at, updated_at)
  values (?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?)
  on conflict (change, kind, person_id, person_kind) do nothing
  returning *`;
