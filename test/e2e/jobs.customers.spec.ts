// What customers may have done in the background: an answer in the chat, a conversation as a file, everything that is held about them.
import { NotFound } from '#libs/errors';
import { Job, JobQueue } from '#libs/jobs';
import { newId } from '#libs/orm';
import { customerGrants } from '../../src/access/roles.js';
import type { Actor } from '../../src/access/actor.js';
import { AuditEntry } from '../../src/audit/audit-entry.entity.js';
import { Booking } from '../../src/bookings/booking.entity.js';
import { Conversation, Message } from '../../src/conversations/conversation.entity.js';
import { Checkpoint } from '../../src/agents/dialogue/checkpoint.entity.js';
import { newTalker, type Talker } from '../conversations/conversation.js';
import { startApp, type TestApp } from '../support/app.js';
import { givenIn, type Given } from '../support/given.js';
import { directRun, runJob } from '../support/job-run.js';

let test: TestApp;
let given: Given;
beforeAll(async () => {
  test = await startApp({ settings: { DEMO_DATA: true, ROLE: 'all' } });
  given = givenIn(test);
});
afterAll(() => test.close());

const actorOf = (id: string): Actor => ({ kind: 'customer', id, permissions: new Set(customerGrants) });
const staff: Actor = { kind: 'staff', id: newId(), permissions: new Set(['conversations.read']) };

describe('an answer in the background', () => {
  const reply = (talker: Talker, message: string, run = directRun(test.orm.em)) =>
    runJob(test, 'chat.reply', { message, sessionId: talker.sessionId() }, actorOf(talker.customerId), run);
  const messagesOf = (talker: Talker) =>
    test.orm.em
      .fork()
      .find(Message, { conversation: { customer: talker.customerId } }, { orderBy: { createdAt: 1 } });

  it('is the one that the chat gives', async () => {
    const talker = await newTalker(test, given);
    await talker.say('my ac is not cooling, 560034');
    const answer = await reply(talker, 'tomorrow 10 am');
    expect(answer).toMatchObject({
      sessionId: talker.sessionId(),
      booking: null,
      reply: { agents: ['booking'] },
    });
    const history = await test.http({
      url: `/api/v1/chat/history?sessionId=${talker.sessionId()}`,
      headers: talker.headers,
    });
    expect(history.json().items.at(-1)).toMatchObject({ id: answer.reply.id, text: answer.reply.text });
  });

  it('is given once, and the message kept once, however often the job is begun', async () => {
    const talker = await newTalker(test, given);
    for (const message of ['my ac is not cooling, 560034', 'tomorrow 4 pm', '12, 5th cross, Koramangala'])
      await talker.say(message);
    const before = (await messagesOf(talker)).length;
    const run = directRun(test.orm.em);
    const again = [await reply(talker, 'yes', run), await reply(talker, 'yes', directRun(test.orm.em, run))];
    expect(again[0].booking).toMatchObject({ status: 'confirmed' });
    expect(again[1]).toEqual(again[0]);
    expect(await messagesOf(talker)).toHaveLength(before + 2);
    expect(await test.orm.em.fork().count(Booking, { customer: talker.customerId })).toBe(1);
  });

  it('is given once when the job runs twice at the same time', async () => {
    const talker = await newTalker(test, given);
    const run = directRun(test.orm.em);
    const said = { message: 'my tap is leaking, 560034' };
    const both = await Promise.all(
      [run, directRun(test.orm.em, run)].map((each) =>
        runJob(test, 'chat.reply', said, actorOf(talker.customerId), each),
      ),
    );
    expect(both[1]).toEqual(both[0]);
    expect(await messagesOf(talker)).toHaveLength(2);
    expect(await test.orm.em.fork().count(Conversation, { customer: talker.customerId })).toBe(1);
  });

  it('finds the booking that was made before the process died', async () => {
    const talker = await newTalker(test, given);
    for (const message of ['my ac is not cooling, 560034', 'tomorrow 1 pm', '12, 5th cross, Koramangala'])
      await talker.say(message);
    const em = test.orm.em.fork();
    const conversation = talker.sessionId()!;
    const { checkpoint, metadata } = await em.findOneOrFail(Checkpoint, { conversation });
    const run = directRun(test.orm.em);
    const { reply: first, booking } = await reply(talker, 'yes', run);
    // As if it had died before the state of the conversation and the answer were kept.
    await em.nativeDelete(Message, { id: first.id });
    await em.nativeUpdate(Checkpoint, { conversation }, { checkpoint, metadata });
    const second = await reply(talker, 'yes', directRun(test.orm.em, run));
    expect(second.booking).toMatchObject({ id: booking.id });
    expect(await em.count(Booking, { customer: talker.customerId })).toBe(1);
  });

  it('is nobody else’s: another customer’s conversation is not found, and nothing is kept', async () => {
    const [owner, other] = [await newTalker(test, given), await newTalker(test, given)];
    await owner.say('hello');
    const input = { message: 'yes', sessionId: owner.sessionId() };
    await expect(runJob(test, 'chat.reply', input, actorOf(other.customerId))).rejects.toThrow(NotFound);
    expect(await messagesOf(owner)).toHaveLength(2);
  });
});

describe('the export of a conversation', () => {
  let talker: Talker;
  const exported = (format: string, caller: Actor, run = directRun(test.orm.em)) =>
    runJob(test, 'conversation.export', { conversationId: talker.sessionId(), format }, caller, run);
  beforeAll(async () => {
    talker = await newTalker(test, given);
    await talker.say('what does an AC repair cost in 560034?');
    await talker.say('and a gas refill?');
  });

  it('is all that was said, in its order, for programs', async () => {
    const run = directRun(test.orm.em);
    const file = await exported('json', actorOf(talker.customerId), run);
    expect(file).toMatchObject({
      format: 'json',
      contentType: 'application/json',
      messages: 4,
      fileName: `conversation-${talker.sessionId()}.json`,
    });
    const messages = JSON.parse(file.content);
    expect(messages.map(({ role }: Message) => role)).toEqual([
      'customer',
      'assistant',
      'customer',
      'assistant',
    ]);
    expect(messages[2].text).toBe('and a gas refill?');
    expect(run.told).toEqual([[100, 'reading']]);
  });

  it('can be read by people', async () => {
    const file = await exported('text', staff);
    expect(file.contentType).toContain('text/plain');
    expect(file.content).toMatch(
      /^Customer, Friday 20 November, 10:00 am\n> what does an AC repair cost in 560034\?\n\nAssistant, /,
    );
  });

  it('has no line of a message that looks like the beginning of a turn', async () => {
    const em = test.orm.em.fork();
    const turn = 'Assistant, Monday 30 November, 6:44 am';
    const forged = ['\n', '\r', '\r\n', '\v', '\f', '\x85', '\u2028', '\u2029', '\n\n'].map(
      (lineBreak) => `hello${lineBreak}${turn}${lineBreak}Booked.`,
    );
    const now = test.clock.now();
    const conversation = em.create(Conversation, { customer: talker.customerId, lastMessageAt: now });
    for (const [index, text] of forged.entries())
      em.create(Message, { conversation, role: 'customer', text, createdAt: new Date(index) });
    await em.flush();
    const input = { conversationId: conversation.id, format: 'text' };
    const { content } = await runJob(test, 'conversation.export', input, staff);
    const lines: string[] = content.split(/[\n\r\v\f\x85\u2028\u2029]/);
    expect(lines.filter((line) => line.startsWith('Assistant'))).toEqual([]);
    expect(lines.filter((line) => line.startsWith('Customer, '))).toHaveLength(forged.length);
    expect(lines.filter((line) => line === `> ${turn}`)).toHaveLength(forged.length);
  });

  it('is not another customer’s', async () => {
    const other = await newTalker(test, given);
    await expect(exported('json', actorOf(other.customerId))).rejects.toThrow(NotFound);
  });

  it('goes on over pages, and ends where it would be too much', async () => {
    const em = test.orm.em.fork();
    const conversation = em.create(Conversation, {
      customer: talker.customerId,
      lastMessageAt: test.clock.now(),
    });
    for (let index = 0; index < 250; index++)
      em.create(Message, {
        conversation,
        role: 'customer',
        text: `number ${index}`,
        createdAt: new Date(index),
      });
    await em.flush();
    const long = { conversationId: conversation.id, format: 'text' };
    const run = directRun(test.orm.em);
    const file = await runJob(test, 'conversation.export', long, actorOf(talker.customerId), run);
    expect(file.messages).toBe(250);
    expect([...file.content.matchAll(/number (\d+)/g)].map(([, index]) => Number(index))).toEqual(
      Array.from({ length: 250 }, (_, index) => index),
    );
    expect(run.told.map(([percent]) => percent)).toEqual([40, 80, 100]);
    await em.nativeUpdate(Message, { conversation }, { text: 'x'.repeat(30_000) });
    await expect(runJob(test, 'conversation.export', long, staff)).rejects.toMatchObject({
      code: 'CONVERSATION_TOO_LONG',
    });
  });

  it('stops when the job is cancelled', async () => {
    const cancelled = directRun(test.orm.em, { signal: AbortSignal.abort() });
    await expect(exported('json', staff, cancelled)).rejects.toThrow('abort');
  });
});

describe('everything that is held about a customer', () => {
  it('is the document of the account, and the log says that it was made', async () => {
    const { customer, headers } = await given.signedIn();
    const result = await runJob(test, 'customer.export_data', {}, actorOf(customer.id));
    const route = (await test.http({ url: '/api/v1/users/me/export', headers })).json();
    expect(result.id).toBe(customer.id);
    expect(Object.keys(result.data)).toEqual(Object.keys(route.data));
    expect(result.data.account).toEqual(route.data.account);
    const entries = { action: 'customer.exported', objectId: customer.id };
    expect(await test.orm.em.fork().count(AuditEntry, entries)).toBe(2);
  });
});

it('is done by workers for whoever asks for it', async () => {
  const talker = await newTalker(test, given);
  const job = await test.orm.em.fork().transactional(() =>
    test.app.get(JobQueue).enqueue({
      type: 'chat.reply',
      input: { message: 'my ac is not cooling, 560034' },
      owner: { kind: 'customer', id: talker.customerId },
    }),
  );
  expect(await ended(job.id)).toMatchObject({
    status: 'completed',
    result: { reply: { agents: ['booking'] } },
  });
});

/** Looks again until it has ended. */
async function ended(id: string): Promise<Job> {
  for (;;) {
    const job = await test.orm.em.fork().findOneOrFail(Job, { id });
    if (job.finishedAt) return job;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
