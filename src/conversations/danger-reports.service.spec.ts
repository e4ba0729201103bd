// Medium: the whole program over a database. Who is told of danger that a customer writes of, and how often.
import { RequestContext } from '@mikro-orm/core';
import { OutboxEvent } from '#libs/events';
import type { Actor } from '../access/actor.js';
import { customerGrants } from '../access/roles.js';
import { AuditEntry } from '../audit/audit-entry.entity.js';
import { Notification } from '../notifications/notification.entity.js';
import { givenIn, type Given } from '../../test/support/given.js';
import { standardNow, startApp, type TestApp } from '../../test/support/app.js';
import { settle } from '../../test/support/settle.js';
import { Message, type DangerKind } from './conversation.entity.js';
import { DangerReportsService } from './danger-reports.service.js';
import { TurnsService } from './turns.service.js';

let test: TestApp;
let given: Given;
beforeAll(async () => {
  test = await startApp();
  given = givenIn(test);
});
afterAll(() => test.close());
afterEach(() => test.clock.set(standardNow));

async function newActor(): Promise<Actor> {
  const { id } = await given.customer();
  return { kind: 'customer', id, permissions: new Set<string>(customerGrants) };
}

const inRequest = <T>(work: () => Promise<T>): Promise<T> => RequestContext.create(test.orm.em, work);

async function said(actor: Actor, conversationId?: string): Promise<Message> {
  const said = { text: 'gas!', conversationId };
  const id = await inRequest(() =>
    test.app.get(TurnsService).run(actor, said, async ({ message }) => message.id),
  );
  return test.orm.em.fork().findOneOrFail(Message, { id });
}

function report(actor: Actor, message: Message, danger: DangerKind = 'gas') {
  return inRequest(() => test.app.get(DangerReportsService).report(actor, message.id, danger));
}

const toldOf = ({ conversation }: Message) =>
  test.orm.em
    .fork()
    .find(OutboxEvent, { type: 'conversation.danger_reported', aggregateId: conversation.id });

it('notifies staff who give cases to somebody, and leaves a trace', async () => {
  const staff = await given.staff({ role: 'ops_lead' });
  const asha = await newActor();
  const message = await said(asha);
  expect(await report(asha, message)).toBe('told');
  await settle(test);
  const em = test.orm.em.fork();
  const notices = await em.find(Notification, { kind: 'conversation.danger', personId: staff.id });
  expect(notices.map(({ data }) => data)).toEqual([
    { conversationId: message.conversation.id, danger: 'gas' },
  ]);
  const where = { action: 'danger.reported', objectId: message.conversation.id };
  expect(await em.count(AuditEntry, where)).toBe(1);
});

it('tells once of the same danger, and again of another one', async () => {
  const asha = await newActor();
  const first = await said(asha);
  const second = await said(asha, first.conversation.id);
  const third = await said(asha, first.conversation.id);
  expect(await report(asha, first)).toBe('told');
  expect(await report(asha, first)).toBe('told');
  expect(await report(asha, second)).toBe('told_before');
  expect(await report(asha, third, 'fire')).toBe('told');
  expect(await toldOf(first)).toHaveLength(2);
});

it('tells of the same danger on another day as of a new one', async () => {
  const asha = await newActor();
  const first = await said(asha);
  await report(asha, first);
  test.clock.set(new Date(standardNow.getTime() + 13 * 3_600_000));
  const later = await said(asha, first.conversation.id);
  expect(await report(asha, later)).toBe('told');
});

it('is not flooded by one customer, whatever the conversation', async () => {
  const asha = await newActor();
  const answers = [];
  for (let nth = 0; nth < 8; nth++) answers.push(await report(asha, await said(asha)));
  expect(answers).toEqual([...Array(6).fill('told'), 'told_before', 'told_before']);
  const bala = await newActor();
  expect(await report(bala, await said(bala))).toBe('told');
});

it('reports nothing in the name of another customer', async () => {
  const [asha, bala] = [await newActor(), await newActor()];
  const message = await said(asha);
  await expect(report(bala, message)).rejects.toMatchObject({ kind: 'not_found' });
  expect(await toldOf(message)).toEqual([]);
});
