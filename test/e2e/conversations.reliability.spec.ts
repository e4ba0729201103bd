// What a conversation must withstand: restarts, impatience, other customers, a model, and tools that fail.
import type { MikroORM } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { Module, Global } from '@nestjs/common';
import { LanguageModel, ScriptedModel } from '#libs/llm';
import { Booking } from '../../src/bookings/booking.entity.js';
import { Message } from '../../src/conversations/conversation.entity.js';
import { newTalker, talker, type Talker } from '../conversations/conversation.js';
import { SlotHold } from '../../src/slots/slot-hold.entity.js';
import { startApp, type TestApp } from '../support/app.js';
import { freshDatabase } from '../support/database.js';
import { givenIn, type Given } from '../support/given.js';

let running: TestApp;
let given: Given;

beforeAll(async () => {
  running = await startApp({ settings: { DEMO_DATA: true } });
  given = givenIn(running);
});
afterAll(() => running.close());
// All are offered the same slot, and the clock stands still: what was held for one is not kept from the next.
beforeEach(() => holdsEnd());

const holdsEnd = () => running.orm.em.fork().nativeDelete(SlotHold, {});
afterEach(() =>
  running.orm.em.fork().nativeUpdate(Booking, {}, { status: 'cancelled', cancellationFeePaise: 0 }),
);

const upToTheProposal = ['my ac is not cooling, 560034', 'tomorrow 10 am', '12, 5th cross, Koramangala'];

async function proposedTo(customer: Talker): Promise<void> {
  for (const message of upToTheProposal) await customer.say(message);
}

async function bookingsOf(orm: MikroORM, customer: Talker): Promise<Booking[]> {
  return orm.em.fork().find(Booking, { customer: customer.customerId });
}

describe('a conversation', () => {
  it('goes on after a restart between two messages', async () => {
    const database = await freshDatabase();
    // The database outlives the first program.
    const first = await startApp({
      database: { ...database, close: async () => {} },
      settings: { DEMO_DATA: true },
    });
    const before = await newTalker(first, givenIn(first));
    await proposedTo(before);
    await first.app.close();

    const second = await startApp({ database });
    const after = talker(second, before.customerId, before.headers, before.sessionId());
    expect((await after.say('what were we doing?')).reply.text).toContain('AC repair visit');
    const { booking, outcomes, sessionId } = await after.say('yes');
    expect(outcomes).toEqual([{ type: 'booking', id: booking!.id, reference: booking!.reference }]);
    expect(await bookingsOf(second.orm, after)).toHaveLength(1);
    const url = `/api/v1/chat/history?sessionId=${sessionId}&sort=-createdAt&limit=2`;
    const [answer, said] = (await second.http({ url, headers: after.headers })).json().items;
    expect([answer.outcomes, said.outcomes]).toEqual([outcomes, []]);
    await second.close();
  });

  it('books once, however often and however fast "yes" is sent', async () => {
    const customer = await newTalker(running, given);
    await proposedTo(customer);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => customer.post('yes', customer.sessionId())),
    );
    const booked = answers.filter((answer) => answer.statusCode === 200 && answer.json().booking !== null);
    expect(booked).toHaveLength(1);
    expect(await bookingsOf(running.orm, customer)).toHaveLength(1);
  });

  it('receives a message of one key once, and answers it alike', async () => {
    const customer = await newTalker(running, given);
    await proposedTo(customer);
    const say = (message: string, key = 'yes-1', by = customer) =>
      running.http({
        method: 'POST',
        url: '/api/v1/chat/message',
        headers: { ...by.headers, 'idempotency-key': key },
        payload: { message, ...(by === customer && { sessionId: customer.sessionId() }) },
      });
    const [first, second] = await Promise.all([say('yes'), say('yes')]);
    expect(second.json()).toEqual(first.json());
    expect(first.json()).toMatchObject({ booking: { reference: expect.any(String) } });
    expect((await say('no')).json()).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
    expect((await say('yes', 'not visible')).statusCode).toBe(400);
    const other = await say('yes', 'yes-1', await newTalker(running, given));
    expect(other.json()).toMatchObject({ booking: null });
    expect(await bookingsOf(running.orm, customer)).toHaveLength(1);
  });

  it('is nobody else’s: another customer gets 404, and nothing is written', async () => {
    const owner = await newTalker(running, given);
    const other = await newTalker(running, given);
    await proposedTo(owner);
    const conversation = owner.sessionId()!;
    const said = () => running.orm.em.fork().count(Message, { conversation });
    const before = await said();
    expect((await other.post('yes', conversation)).statusCode).toBe(404);
    expect(await said()).toBe(before);
    expect(await bookingsOf(running.orm, owner)).toEqual([]);
    expect(await bookingsOf(running.orm, other)).toEqual([]);
  });

  it('keeps every message with what was understood, who answered and how long it took', async () => {
    const customer = await newTalker(running, given);
    const { messageId, reply } = await customer.say('my ac is not cooling, 560034 Bangalore');
    const em = running.orm.em.fork();
    const message = await em.findOneOrFail(Message, { id: messageId });
    expect(message.intents).toContainEqual({ name: 'book_service', confidence: expect.any(Number) });
    for (const entity of [
      { type: 'service', value: 'ac-repair' },
      { type: 'pincode', value: '560034' },
      { type: 'city', value: 'Bengaluru' },
    ])
      expect(message.entities).toContainEqual(expect.objectContaining(entity));
    const answer = await em.findOneOrFail(Message, { id: reply.id });
    expect(answer).toMatchObject({ agent: 'booking', latencyMs: expect.any(Number) });
    expect(answer.tools).toContain('catalogue.check_pincode');
  });

  it('offers other times when the slot was sold in the meantime, and books nothing', async () => {
    const [slow, quick] = [await newTalker(running, given), await newTalker(running, given)];
    await proposedTo(slow);
    await holdsEnd();
    await proposedTo(quick);
    await quick.say('yes');
    const answer = await slow.say('yes');
    expect(answer.booking).toBeNull();
    expect(answer.reply.text).toContain('just been taken');
    expect(await bookingsOf(running.orm, slow)).toEqual([]);
  });

  it('does not take a proposal that has run out for agreed, but makes it anew', async () => {
    const customer = await newTalker(running, given);
    await proposedTo(customer);
    const now = running.clock.now();
    running.clock.advance(31 * 60_000);
    const answer = await customer.say('yes');
    running.clock.set(now);
    expect(answer.booking).toBeNull();
    expect(answer.proposal).not.toBeNull();
    expect(await bookingsOf(running.orm, customer)).toEqual([]);
  });
});

describe('what is no message', () => {
  it.each([
    ['nothing', ''],
    ['blanks', '   '],
    ['a book', 'x'.repeat(100_000)],
    ['a control character', 'ac\u0000 repair'],
  ])('is refused and not kept: %s', async (_, message) => {
    const customer = await newTalker(running, given);
    expect((await customer.post(message)).statusCode).toBe(400);
    const owned = { conversation: { customer: customer.customerId } };
    expect(await running.orm.em.fork().count(Message, owned)).toBe(0);
  });
});

describe('a tool that fails', () => {
  const execute = (sql: string) => (running.orm.em.fork() as SqlEntityManager).execute(sql);
  afterEach(async () => {
    await execute('drop trigger if exists broken on bookings');
    await execute('drop trigger if exists broken on proposals');
  });

  async function breakInserts(table: string): Promise<void> {
    await execute(
      `create or replace function broken() returns trigger language plpgsql as $$ begin raise exception 'broken'; end $$`,
    );
    await execute(`create trigger broken before insert on ${table} for each row execute function broken()`);
  }

  it('is admitted, the proposal stands, and another yes books', async () => {
    const customer = await newTalker(running, given);
    await proposedTo(customer);
    await breakInserts('bookings');
    const answer = await customer.say('yes');
    expect(answer.reply.text).toContain('never booked twice');
    expect(answer.proposal).not.toBeNull();
    await execute('drop trigger broken on bookings');
    expect((await customer.say('yes')).booking).not.toBeNull();
  });

  it('never costs the message: it is kept, with an apology', async () => {
    const customer = await newTalker(running, given);
    await customer.say('my ac is not cooling, 560034');
    await customer.say('tomorrow 10 am');
    await breakInserts('proposals');
    const answer = await customer.say('12, 5th cross, Koramangala');
    expect(answer.reply.text).toContain('Sorry, something does not work on our side');
    const message = await running.orm.em.fork().findOneOrFail(Message, { id: answer.messageId });
    expect(message.text).toBe('12, 5th cross, Koramangala');
    await execute('drop trigger broken on proposals');
    expect((await customer.say('12, 5th cross, Koramangala')).proposal).not.toBeNull();
  });

  it('is made up for by "try again", which says the same once more', async () => {
    const customer = await newTalker(running, given);
    await customer.say('my ac is not cooling, 560034');
    await customer.say('tomorrow 10 am');
    await breakInserts('proposals');
    await customer.say('12, 5th cross, Koramangala');
    expect((await customer.say('please try again')).reply.text).toContain('does not work on our side');
    expect((await customer.say('what did you say?')).reply.text).toContain('does not work on our side');
    await customer.say('12, 5th cross, Koramangala');
    await execute('drop trigger broken on proposals');
    const again = await customer.say('try again');
    expect(again.reply.text).toContain('12, 5th cross, Koramangala');
    expect(again.proposal).not.toBeNull();
    // After a turn that did not fail it is a message like any other.
    expect((await customer.say('try again')).booking).toBeNull();
  });
});

describe('a language model', () => {
  const model = new ScriptedModel({ intents: [] }, { intents: ['recall'] }, { intents: ['affirm'] });
  let withModel: TestApp;
  let customer: Talker;

  @Global()
  @Module({ providers: [{ provide: LanguageModel, useValue: model }], exports: [LanguageModel] })
  class Scripted {}

  beforeAll(async () => {
    withModel = await startApp({ modules: [Scripted], settings: { DEMO_DATA: true } });
    customer = await newTalker(withModel, givenIn(withModel));
  });
  afterAll(() => withModel.close());

  it('is asked only when the engine hears nothing', async () => {
    await proposedTo(customer);
    expect(model.asked).toEqual([]);
    await customer.say('zxcv qwrt plmk');
    expect(model.asked).toEqual([expect.objectContaining({ input: 'zxcv qwrt plmk' })]);
  });

  it('may hear an intent, but never a yes', async () => {
    expect((await customer.say('zxcv qwrt plmk')).reply.text).toContain('We were arranging this');
    const answer = await customer.say('zxcv qwrt plmk');
    expect(answer.booking).toBeNull();
    expect(await bookingsOf(withModel.orm, customer)).toEqual([]);
  });
});
