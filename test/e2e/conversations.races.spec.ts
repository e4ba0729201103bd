// Many messages at once: one yes is one effect whichever agent writes, and what is said in one conversation is answered in its order.
import { Message } from '../../src/conversations/conversation.entity.js';
import { newTalker } from '../conversations/conversation.js';
import { proposedBy, writingAgents } from '../conversations/writing-agents.js';
import { besides } from '../support/database.js';
import { startApp, type TestApp } from '../support/app.js';
import { givenIn, type Given } from '../support/given.js';

let running: TestApp;
let given: Given;
/** As another process would be; on the embedded database, which has but one, the same program. */
let other: TestApp;

beforeAll(async () => {
  running = await startApp({ settings: { DEMO_DATA: true } });
  given = givenIn(running);
  other = running.database.shared
    ? await startApp({ database: besides(running.database), clock: running.clock })
    : running;
});
afterAll(async () => {
  if (other !== running) await other.close();
  await running.close();
});

const saying = (app: TestApp, headers: { authorization: string }, message: string, sessionId?: string) =>
  app.http({ method: 'POST', url: '/api/v1/chat/message', headers, payload: { message, sessionId } });

describe.each(writingAgents.map((writer, nth) => ({ ...writer, nth })))('a yes to $agent', (writer) => {
  it('said twenty times at once, on two processes, and twenty times more, has one effect', async () => {
    const { headers, customerId, sessionId } = await proposedBy(writer, running, given, writer.nth);
    const say = (index: number) => saying(index % 2 ? other : running, headers, 'yes', sessionId());
    const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => say(index)));
    for (let index = 0; index < 20; index++) answers.push(await say(index));
    const answered = answers.filter(({ statusCode }) => statusCode === 200).map((answer) => answer.json());
    // Whoever waited too long for the turns before is told so, and nothing else.
    expect(answers.every(({ statusCode }) => statusCode === 200 || statusCode === 503)).toBe(true);
    const told = answered.flatMap(({ outcomes }) => outcomes);
    expect(told).toMatchObject([{ type: writer.outcome }]);
    expect(await writer.effects(running.orm.em.fork(), customerId)).toBe(1);
  });

  it('by another customer is said to nobody, and does nothing', async () => {
    const owner = await proposedBy(writer, running, given, writer.nth, '2026-11-24');
    const stranger = await newTalker(running, given);
    const said = () => running.orm.em.fork().count(Message, { conversation: owner.sessionId()! });
    const before = await said();
    expect((await stranger.post('yes', owner.sessionId())).statusCode).toBe(404);
    expect(await said()).toBe(before);
    expect(await writer.effects(running.orm.em.fork(), owner.customerId)).toBe(0);
    expect(await writer.effects(running.orm.em.fork(), stranger.customerId).catch(() => 0)).toBeLessThan(1);
  });
});

it('different messages at once are each answered, in the order in which they came, and none is forgotten', async () => {
  const customer = await newTalker(running, given);
  const { sessionId } = await customer.say('hello');
  const messages = ['my ac is not cooling', '560034', 'tomorrow 10 am', '12, 5th cross, Koramangala'];
  const answers = await Promise.all(messages.map((message) => customer.post(message, sessionId)));
  expect(answers.map(({ statusCode }) => statusCode)).toEqual(messages.map(() => 200));
  // Each was understood with all that was said before.
  expect(answers.at(-1)!.json().proposal).not.toBeNull();
  const orderBy = { createdAt: 'asc', id: 'asc' } as const;
  const kept = await running.orm.em.fork().find(Message, { conversation: sessionId }, { orderBy });
  const said = kept.filter(({ role }) => role === 'customer');
  expect(said.map(({ text }) => text)).toEqual(['hello', ...messages]);
  const answeredTo = kept.filter(({ role }) => role === 'assistant').map(({ replyTo }) => replyTo!.id);
  expect(answeredTo).toEqual(said.map(({ id }) => id));
});
