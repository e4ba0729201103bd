// Another system in stories: an endpoint that somebody has made, and the work that the engine of jobs would do.
import { RequestContext } from '@mikro-orm/core';
import { Webhook as Verifier } from 'standardwebhooks';
import { EventOutbox, OutboxEvent, type DomainEvent } from '#libs/events';
import { Job } from '#libs/jobs';
import { newId } from '#libs/orm';
import { systemActor } from '../../src/access/actor.js';
import { bookingCreated } from '../../src/bookings/booking.events.js';
import { WebhooksListener } from '../../src/webhooks/webhooks.listener.js';
import type { TestApp } from './app.js';
import { directRun, runJob } from './job-run.js';
import type { Received } from './receiver.js';

export interface GivenWebhook {
  id: string;
  secret: string;
}

export function webhooksIn(test: TestApp, headers: { authorization: string }) {
  const { app, clock, http, orm } = test;
  const call = (
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path = '',
    payload?: object,
    more: object = {},
  ) => http({ method, url: `/api/v1/webhooks${path}`, headers: { ...headers, ...more }, payload });

  async function webhook(url: string, events = ['*']): Promise<GivenWebhook> {
    const answer = await call('POST', '', { url, events });
    if (answer.statusCode !== 201) throw new Error(answer.body);
    return answer.json();
  }

  /** Makes it a fact that a slot was sold. @returns the id of the booking */
  async function booked(id = newId()): Promise<string> {
    await RequestContext.create(orm.em, async () => {
      const at = clock.now().toISOString();
      app.get(EventOutbox).publish(bookingCreated, id, {
        reference: 'BK-7F3K9Q',
        customerId: newId(),
        providerId: newId(),
        serviceId: newId(),
        pincode: '560034',
        status: 'confirmed',
        startsAt: at,
        endsAt: at,
        totalPaise: 499_00,
        currency: 'INR',
      });
      await RequestContext.getEntityManager()!.flush();
    });
    return id;
  }

  /** Has the listener hear an event, as often as the test likes. */
  async function heard(row: OutboxEvent): Promise<void> {
    const { id, type, aggregateType, aggregateId, data, at } = row;
    const aggregate = { type: aggregateType, id: aggregateId };
    const event: DomainEvent = { id, type, aggregate, data, at, correlationId: null };
    const run = directRun(orm.em);
    await RequestContext.create(orm.em, async () =>
      app.get(WebhooksListener, { strict: false }).hear(event, run),
    );
    await run.finish();
  }

  /** Everything that has happened and was not heard yet. */
  async function hear(): Promise<void> {
    const em = orm.em.fork();
    for (const row of await em.find(OutboxEvent, { relayedAt: null }, { orderBy: { position: 'asc' } })) {
      await heard(row);
      row.relayedAt = clock.now();
      await em.flush();
    }
  }

  /** Jobs of ours that are due, and those that they ask for, until none is left. @returns how many were done */
  async function work(): Promise<number> {
    for (let done = 0; ; done += 1) {
      const em = orm.em.fork();
      const where = {
        status: 'queued',
        type: { $like: 'webhooks.%' },
        runAt: { $lte: clock.now() },
      } as const;
      const job = await em.findOne(Job, where, { orderBy: { runAt: 'asc', position: 'asc' } });
      if (!job) return done;
      const { id, type, input } = job;
      const now = clock.now();
      await em.nativeUpdate(Job, { id }, { status: 'processing', runId: newId(), handedAt: now });
      const result = await runJob(test, type, input, systemActor('webhooks'), directRun(orm.em, { id }));
      await em.nativeUpdate(Job, { id }, { status: 'completed', runId: null, result, finishedAt: now });
    }
  }

  /** What the library of Standard Webhooks says to a receiver with this secret, at the time of the story. */
  function verified({ headers, body }: Received, secret: string): any {
    const { now } = Date;
    Date.now = () => clock.now().getTime();
    try {
      return new Verifier(secret).verify(body, headers as Record<string, string>);
    } finally {
      Date.now = now;
    }
  }

  const deliveries = async (id: string, query = '') =>
    (await call('GET', `/${id}/deliveries${query}`)).json().items as any[];
  const delivery = async (id: string) => (await call('GET', `/deliveries/${id}`)).json();

  return { call, webhook, booked, hear, heard, work, verified, deliveries, delivery };
}
