// Medium: the whole program over a database. What is left of a turn that does not end as it should.
import { RequestContext } from '@mikro-orm/core';
import type { Actor } from '../access/actor.js';
import { customerGrants } from '../access/roles.js';
import { givenIn } from '../../test/support/given.js';
import { startApp, type TestApp } from '../../test/support/app.js';
import { Conversation, Message } from './conversation.entity.js';
import { TurnsService, type OpenTurn } from './turns.service.js';

let test: TestApp;
let actor: Actor;
beforeAll(async () => {
  test = await startApp();
  const { id } = await givenIn(test).customer();
  actor = { kind: 'customer', id, permissions: new Set<string>(customerGrants) };
});
afterAll(() => test.close());

const turns = () => test.app.get(TurnsService);
const run = <T>(said: { text: string; conversationId?: string }, work: (turn: OpenTurn) => Promise<T>) =>
  RequestContext.create(test.orm.em, () => turns().run(actor, said, work));
const understood = { intents: [], entities: [], sentiment: -0.5 };
const answer = {
  ...{ text: 'It is done. \0 \uD83D', agent: 'booking', tools: ['bookings.list'], latencyMs: 3, made: null },
  parts: [{ agent: 'booking', text: 'It is done.', tools: ['bookings.list'] }],
  outcomes: [],
};
/** Something that is written with the answer, or not at all. */
const renaming = {
  name: 'renamed',
  sql: 'update conversations set title = ? from ended where conversations.id = ended.id and false',
  parameters: ['Renamed'],
};
const conversationOf = (id: string) => test.orm.em.fork().findOneOrFail(Conversation, { id });
const repliesTo = (id: string) => test.orm.em.fork().find(Message, { replyTo: id });

it('keeps the answer with what was understood, in letters that a database can hold, and gives the lease back', async () => {
  const { message } = await run({ text: 'Hello' }, async (turn) => {
    await turns().end(turn, understood, answer, [renaming]);
    return turn;
  });
  const [reply] = await repliesTo(message.id);
  expect(reply).toMatchObject({ text: 'It is done. \uFFFD \uFFFD', tools: ['bookings.list'], made: null });
  const said = await test.orm.em.fork().findOneOrFail(Message, { id: message.id });
  expect(said).toMatchObject({ text: 'Hello', sentiment: -0.5, intents: [] });
  expect(await conversationOf(message.conversationId)).toMatchObject({ title: 'Hello', turnLease: null });
});

it('keeps the message of a turn that fails, and the next one need not wait', async () => {
  let conversationId = '';
  const failing = run({ text: 'Hello' }, async ({ message }) => {
    conversationId = message.conversationId;
    throw new Error('broken');
  });
  await expect(failing).rejects.toThrow('broken');
  expect((await conversationOf(conversationId)).turnLease).toBeNull();
  expect(await run({ text: 'Again', conversationId }, async ({ message }) => message.text)).toBe('Again');
});

it('whose lease has passed on keeps its answer, leaves the lease, and writes nothing else', async () => {
  const other = '01a22d07-e4e7-73f1-b5c3-c84edf81bfdb';
  const part = { ...renaming, sql: renaming.sql.replace(' and false', '') };
  const message = await run({ text: 'Hello' }, async (turn) => {
    const { conversationId: id } = turn.message;
    await test.orm.em.fork().nativeUpdate(Conversation, { id }, { turnLease: other });
    await turns().end(turn, understood, answer, [part]);
    return turn.message;
  });
  expect(await repliesTo(message.id)).toHaveLength(1);
  expect(await conversationOf(message.conversationId)).toMatchObject({ turnLease: other, title: 'Hello' });
});

it('is nobody else’s: nothing is kept', async () => {
  const { conversationId } = await run({ text: 'Hello' }, async ({ message }) => message);
  const stranger = { ...actor, id: (await givenIn(test).customer()).id };
  const trying = RequestContext.create(test.orm.em, () =>
    turns().run(stranger, { text: 'Mine', conversationId }, async () => 'answered'),
  );
  await expect(trying).rejects.toMatchObject({ code: 'CONVERSATION_NOT_FOUND' });
  expect(await test.orm.em.fork().count(Message, { conversation: conversationId })).toBe(1);
});
