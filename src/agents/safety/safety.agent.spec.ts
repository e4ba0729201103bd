// Medium: the whole program over a database. That a person is told in the turn in which danger is heard, and what is said when that fails.
import { OutboxEvent } from '#libs/events';
import { Complaint } from '../../complaints/complaint.entity.js';
import { Message } from '../../conversations/conversation.entity.js';
import { DangerReportsService } from '../../conversations/danger-reports.service.js';
import { newTalker } from '../../../test/conversations/conversation.js';
import { startApp, type TestApp } from '../../../test/support/app.js';
import { givenIn } from '../../../test/support/given.js';

let test: TestApp;
beforeAll(async () => void (test = await startApp({ settings: { DEMO_DATA: true } })));
afterAll(() => test.close());
afterEach(() => void vi.restoreAllMocks());

const toldOf = (conversation: string) =>
  test.orm.em.fork().find(OutboxEvent, { type: 'conversation.danger_reported', aggregateId: conversation });

it('staff are told in the turn itself, once', async () => {
  const asha = await newTalker(test, givenIn(test));
  const { sessionId, messageId, reply } = await asha.say('gas leak in my kitchen');
  expect(reply.agents).toEqual(['safety']);
  await asha.say('the gas is leaking in the kitchen, hurry');
  const [event, ...more] = await toldOf(sessionId);
  expect(event!.data).toEqual({ customerId: asha.customerId, messageId, danger: 'gas' });
  expect(more).toEqual([]);
  const em = test.orm.em.fork();
  expect((await em.findOneOrFail(Message, { id: messageId })).danger).toBe('gas');
});

it('advises all the same when nobody can be told, and does not say that somebody is', async () => {
  const reports = test.app.get(DangerReportsService, { strict: false });
  vi.spyOn(reports, 'report').mockRejectedValue(new Error('no database'));
  const asha = await newTalker(test, givenIn(test));
  const { sessionId, reply } = await asha.say('gas leak in my kitchen');
  expect(reply.text).toContain('1906');
  expect(reply.text).toContain('cannot reach a colleague');
  expect(reply.text).not.toContain('is told');
  expect(await toldOf(sessionId)).toEqual([]);
});

it('files the complaint of whoever said yes, in their words', async () => {
  const asha = await newTalker(test, givenIn(test));
  await asha.say('gas leak in my kitchen');
  await asha.say('file a complaint');
  const { outcomes } = await asha.say('yes');
  const filed = await test.orm.em.fork().find(Complaint, { customer: asha.customerId });
  expect(filed).toMatchObject([
    { category: 'safety', severity: 'critical', description: 'gas leak in my kitchen' },
  ]);
  expect(outcomes).toEqual([{ type: 'complaint', id: filed[0]!.id, reference: filed[0]!.reference }]);
});
