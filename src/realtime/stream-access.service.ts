// Who may follow which stream, whatever the way by which somebody follows it: those to whom its domain shows the thing that it tells of.
import { Injectable } from '@nestjs/common';
import { EntityManager, RequestContext } from '@mikro-orm/core';
import { z } from 'zod';
import { NotFound } from '#libs/errors';
import { Forbidden } from '../access/access.errors.js';
import { isPerson, mayDo, type Actor } from '../access/actor.js';
import { ownAccount } from '../access/roles.js';
import { ConversationsService } from '../conversations/conversations.service.js';
import { OwnJobsService } from '../jobs/own-jobs.service.js';
import { StreamNotFound } from './realtime.errors.js';

const id = z.uuid();

@Injectable()
export class StreamAccessService {
  constructor(
    private readonly em: EntityManager,
    private readonly conversations: ConversationsService,
    private readonly jobs: OwnJobsService,
  ) {}

  /**
   * @param stream as a client names it: `me`, `job:ID`, `conversation:ID`
   * @returns the name under which it is kept
   * @throws StreamNotFound, Forbidden to whoever may follow none of its kind
   */
  async open(actor: Actor, stream: string): Promise<string> {
    if (stream === 'me') return ownStreamOf(actor);
    const [kind, object, ...rest] = stream.split(':');
    const open = kind === 'job' ? this.job : kind === 'conversation' ? this.conversation : undefined;
    if (!open || rest.length > 0 || !id.safeParse(object).success) throw new StreamNotFound(stream);
    // Ids are kept in lower case.
    const objectId = object!.toLowerCase();
    // With an entity manager of its own: a connection outlives every request.
    await RequestContext.create(this.em, () => open.call(this, actor, objectId));
    return `${kind}:${objectId}`;
  }

  private async job(actor: Actor, id: string): Promise<void> {
    await found(`job:${id}`, this.jobs.watched(actor, id));
  }

  private async conversation(actor: Actor, id: string): Promise<void> {
    if (!mayDo(actor, 'conversations.read')) throw new Forbidden('conversations.read');
    await found(`conversation:${id}`, this.conversations.get(actor, id));
  }
}

/** Whoever may not see the thing finds no stream of it. */
async function found(stream: string, thing: Promise<unknown>): Promise<void> {
  try {
    await thing;
  } catch (error) {
    throw error instanceof NotFound ? new StreamNotFound(stream) : error;
  }
}

/** It tells of everything: more than a key for something else is for. */
function ownStreamOf(actor: Actor): string {
  if (!isPerson(actor)) throw new Forbidden(ownAccount);
  return `${actor.kind}:${actor.id}`;
}
