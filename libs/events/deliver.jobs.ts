import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { z } from 'zod';
import { DomainError } from '#libs/errors';
import { JobType, type JobRun } from '#libs/jobs';
import { ListenerRegistry } from './listener.registry.js';
import { OutboxEvent } from './outbox-event.entity.js';

export const deliverEvent = 'events.deliver';

const input = z.strictObject({ eventId: z.uuid(), listener: z.string() });

class NobodyListens extends DomainError {
  constructor(listener: string) {
    super('LISTENER_UNKNOWN', 'not_found', `There is no listener ${listener} any more.`);
  }
}

class EventGone extends DomainError {
  constructor() {
    super('EVENT_GONE', 'not_found', 'The event was removed before it was heard.');
  }
}

/** The row of a delivery is the inbox of its listener: there is one for each event and listener, and it ends once. */
@Injectable()
export class DeliverJobs {
  constructor(
    private readonly em: EntityManager,
    private readonly listeners: ListenerRegistry,
  ) {}

  @JobType({
    type: deliverEvent,
    description: 'Tells a listener of an event.',
    input,
    output: z.null(),
    permission: null,
    cost: 'light',
    // About a day in all; what then still fails waits as a dead letter, and the next event is heard.
    retry: { attempts: 16, backoffSeconds: 1, longestBackoffSeconds: 7_200 },
    subject: ({ eventId }) => ({ type: 'event', id: eventId }),
  })
  async deliver({ eventId, listener }: z.output<typeof input>, run: JobRun) {
    const registered = this.listeners.find(listener);
    if (!registered) throw new NobodyListens(listener);
    const event = await this.em.findOne(OutboxEvent, { id: eventId });
    if (!event) throw new EventGone();
    const { id, type, aggregateType, aggregateId, data, at, correlationId = null } = event;
    const aggregate = { type: aggregateType, id: aggregateId };
    await registered.hear({ id, type, aggregate, data, at, correlationId }, run);
    return null;
  }
}
