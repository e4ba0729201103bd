// That somebody has looked at what is another person's is recorded by what they saw, whatever the way by which they saw it.
import { RequestContext } from '@mikro-orm/core';
import { newId } from '#libs/orm';
import { Job, JobActors } from '#libs/jobs';
import { AuditEntry } from '../../src/audit/audit-entry.entity.js';
import { castIn, type Player } from '../support/cast.js';
import { startApp, type TestApp } from '../support/app.js';
import { givenIn, type Given } from '../support/given.js';
import { runJob } from '../support/job-run.js';
import { listening, SseClient } from '../support/realtime.js';

let test: TestApp;
let url: string;
let given: Given;
let cast: (role: string) => Promise<Player>;
beforeAll(async () => {
  test = await startApp({ settings: { REALTIME_HEARTBEAT_SECONDS: 0.05 } });
  url = await listening(test);
  given = givenIn(test);
  cast = castIn(test);
});
afterAll(() => test.close());

async function get(by: Player, path: string) {
  const answer = await test.http({ url: `/api/v1/${path}`, headers: by.headers });
  expect(answer.statusCode).toBe(200);
  return answer.json();
}

async function said(by: Player): Promise<string> {
  const answer = await test.http({
    method: 'POST',
    url: '/api/v1/chat/message',
    headers: by.headers,
    payload: { message: 'hello' },
  });
  return answer.json().sessionId;
}

/** Follows it until it was looked several times whether that is still allowed. */
async function follow(by: Player, stream: string): Promise<void> {
  const client = await SseClient.open(`${url}/api/v1/streams/${stream}/events`, by.headers);
  await client.until(() => client.comments >= 3);
  client.close();
}

/** What was noted of their looks. */
async function looksOf(by: Player) {
  const where = { actorId: by.id, action: { $like: '%ed' } };
  const entries = await test.orm.em.fork().find(AuditEntry, where, { orderBy: { at: 'asc', id: 'asc' } });
  return entries.map(({ action, objectId, person }) => ({ action, objectId, person }));
}

it('a conversation: once for who reads and follows it, however often; once more for an export of it', async () => {
  const [asha, agent] = [await cast('customer'), await cast('ops_agent')];
  const id = await said(asha);
  await get(agent, `chat/history?sessionId=${id}`);
  await get(agent, `chat/history?sessionId=${id}&limit=1`);
  await get(agent, `streams/conversation:${id}`);
  await follow(agent, `conversation:${id}`);
  const viewed = { action: 'conversation.viewed', objectId: id, person: asha.id };
  expect(await looksOf(agent)).toEqual([viewed]);

  const people = test.app.get(JobActors, { strict: false });
  const caller = await RequestContext.create(test.orm.em, () =>
    people.actorFor({ kind: 'staff', id: agent.id }),
  );
  await runJob(test, 'conversation.export', { conversationId: id, format: 'text' }, caller!);
  expect(await looksOf(agent)).toEqual([viewed, viewed]);

  test.clock.advance(3_600_000);
  await get(agent, `chat/history?sessionId=${id}`);
  expect(await looksOf(agent)).toHaveLength(3);
  // The customer is shown that somebody looked, and leaves no entry by looking themselves.
  await get(asha, `chat/history?sessionId=${id}`);
  await follow(asha, `conversation:${id}`);
  expect(await looksOf(asha)).toEqual([]);
  const { data } = await get(asha, 'users/me/export');
  expect(data.audit).toEqual(expect.arrayContaining([expect.objectContaining({ action: viewed.action })]));
});

it('what is not shown is no look: to who may not see it', async () => {
  const [asha, viewer] = [await cast('customer'), await cast('viewer')];
  const id = await said(asha);
  for (const path of [`chat/history?sessionId=${id}`, `streams/conversation:${id}`]) {
    const answer = await test.http({ url: `/api/v1/${path}`, headers: viewer.headers });
    expect(answer.statusCode).toBe(403);
  }
  expect(await looksOf(viewer)).toEqual([]);
});

it('a job of somebody else, by its page and by its stream', async () => {
  const [asha, admin, other] = [await cast('customer'), await cast('admin'), await cast('admin')];
  const id = newId();
  const em = test.orm.em.fork();
  em.create(Job, {
    id,
    type: 'nothing.do',
    ownerKind: 'customer',
    ownerId: asha.id,
    cost: 'light',
    input: {},
    runAt: test.clock.now(),
    orderAt: test.clock.now(),
  } as never);
  await em.flush();
  await follow(admin, `job:${id}`);
  await get(admin, `ops/jobs/${id}`);
  await get(other, `ops/jobs/${id}`);
  const opened = { action: 'job.opened', objectId: id, person: asha.id };
  expect([await looksOf(admin), await looksOf(other)]).toEqual([[opened], [opened]]);
});

it('a booking with its address, what a customer was sent, and lists of what is of many', async () => {
  const [customer, admin] = [await given.customer(), await cast('admin')];
  const booking = await given.confirmedBooking({ customer });
  for (const path of [
    `bookings/${booking.id}`,
    `ops/notifications/deliveries?customer=${customer.id}`,
    `ops/customers/${customer.id}`,
    'bookings',
    'chat/sessions',
    'ops/customers?q=asha',
  ])
    await get(admin, path);
  const person = customer.id;
  expect(await looksOf(admin)).toEqual([
    { action: 'booking.viewed', objectId: booking.id, person },
    { action: 'customer.deliveries_viewed', objectId: customer.id, person },
    { action: 'customer.viewed', objectId: customer.id, person },
    ...['bookings.listed', 'conversations.listed', 'customers.listed'].map((action) => ({
      action,
      objectId: 'many',
      person: admin.id,
    })),
  ]);
});

it('the audit log itself: each question once, with what was asked for', async () => {
  const admin = await cast('admin');
  for (const query of ['action=x.done', 'action=x.done', 'action=y.done&limit=1'])
    await get(admin, `ops/audit?${query}`);
  const entries = await test.orm.em
    .fork()
    .find(AuditEntry, { actorId: admin.id }, { orderBy: { id: 'asc' } });
  expect(entries.map(({ action, after }) => [action, after])).toEqual([
    ['audit.searched', { action: 'x.done' }],
    ['audit.searched', { action: 'y.done' }],
  ]);
});
