// The program ends in the middle of every dialogue that writes, and another one goes on with it.
import type { Talker } from '../conversations/conversation.js';
import { talker } from '../conversations/conversation.js';
import { proposedBy, writingAgents } from '../conversations/writing-agents.js';
import { startApp, type TestApp } from '../support/app.js';
import { freshDatabase } from '../support/database.js';
import { givenIn } from '../support/given.js';

let second: TestApp;
const customers = new Map<string, Talker>();

beforeAll(async () => {
  const database = await freshDatabase();
  // The database outlives the first program.
  const first = await startApp({
    database: { ...database, close: async () => {} },
    settings: { DEMO_DATA: true },
  });
  const begun: [string, Talker][] = [];
  for (const [index, writer] of writingAgents.entries())
    begun.push([writer.agent, await proposedBy(writer, first, givenIn(first), index)]);
  await first.app.close();
  second = await startApp({ database });
  for (const [agent, { customerId, headers, sessionId }] of begun)
    customers.set(agent, talker(second, customerId, headers, sessionId()));
});
afterAll(() => second.close());

it.each(writingAgents)(
  '$agent does after a restart what was agreed to, and answers for it',
  async (writer) => {
    const customer = customers.get(writer.agent)!;
    const em = second.orm.em.fork();
    expect(await writer.effects(em, customer.customerId)).toBe(0);
    const { outcomes, proposal, reply } = await customer.say('yes');
    expect(outcomes).toMatchObject([{ type: writer.outcome }]);
    expect(reply.text).toContain(outcomes[0]!.reference);
    expect(proposal).toBeNull();
    expect(await writer.effects(em.fork(), customer.customerId)).toBe(1);
  },
);
