// Whether an answer helped: said by the customer who got it, shown to staff, told to other systems.
import { OutboxEvent } from '#libs/events';
import { Conversation, Message } from '../../src/conversations/conversation.entity.js';
import { standardNow, startApp, type TestApp } from '../support/app.js';
import { givenIn, type Given, type SignedIn } from '../support/given.js';

let test: TestApp;
let given: Given;
beforeAll(async () => {
  test = await startApp();
  given = givenIn(test);
});
afterAll(() => test.close());
afterEach(() => test.clock.set(standardNow));

/** A conversation with one question and its answer. */
async function answered(
  { customer }: Pick<SignedIn, 'customer'>,
  intent = 'book_service',
  agent = 'booking',
) {
  const em = test.orm.em.fork();
  const now = test.clock.now();
  const conversation = em.create(Conversation, { customer: customer.id, lastMessageAt: now });
  const intents = [{ name: intent, confidence: 0.9 }];
  const question = em.create(Message, { conversation, role: 'customer', text: 'ac repair', intents });
  const answer = em.create(Message, {
    conversation,
    role: 'assistant',
    text: 'When?',
    replyTo: question,
    agent,
  });
  await em.flush();
  return { conversation, question, answer };
}

async function rate(who: { headers: object }, id: string, payload?: object) {
  const method = payload ? 'PUT' : 'DELETE';
  const url = `/api/v1/chat/messages/${id}/rating`;
  const answer = await test.http({ method, url, headers: { ...who.headers }, payload });
  return { status: answer.statusCode, body: answer.body ? answer.json() : null };
}

const told = (conversation: Conversation) =>
  test.orm.em
    .fork()
    .find(
      OutboxEvent,
      { type: 'message.rated', aggregateId: conversation.id },
      { orderBy: { position: 'asc' } },
    );

describe('a rating', () => {
  it('is shown in the history, changed and taken back, and each change is told once, without the comment', async () => {
    const asha = await given.signedIn();
    const { conversation, answer } = await answered(asha);
    const down = { rating: 'down', reason: 'wrong_answer', comment: 'I said a plumber.' };
    expect((await rate(asha, answer.id, down)).body).toMatchObject({
      id: answer.id,
      rating: 'down',
      ratingReason: 'wrong_answer',
      ratingComment: 'I said a plumber.',
    });
    expect((await rate(asha, answer.id, down)).status).toBe(200);
    const url = `/api/v1/chat/history?sessionId=${conversation.id}`;
    const shown = async () => (await test.http({ url, headers: asha.headers })).json().items;
    expect((await shown()).map((item: Message) => item.rating)).toEqual([null, 'down']);
    expect((await rate(asha, answer.id, { rating: 'up' })).body).toMatchObject({
      rating: 'up',
      ratingReason: null,
      ratingComment: null,
    });
    expect((await rate(asha, answer.id)).status).toBe(204);
    expect((await rate(asha, answer.id)).status).toBe(204);
    expect((await shown()).map((item: Message) => item.ratedAt)).toEqual([null, null]);
    const facts = (await told(conversation)).map(({ data }) => data);
    const about = { messageId: answer.id, customerId: asha.customer.id, agents: ['booking'] };
    expect(facts).toEqual([
      { ...about, rating: 'down', reason: 'wrong_answer' },
      { ...about, rating: 'up', reason: null },
      { ...about, rating: null, reason: null },
    ]);
  });

  it('is one however many come at once', async () => {
    const asha = await given.signedIn();
    const { conversation, answer } = await answered(asha);
    await Promise.all(Array.from({ length: 5 }, () => rate(asha, answer.id, { rating: 'up' })));
    expect(await told(conversation)).toHaveLength(1);
  });

  it('is only for the customer of the conversation', async () => {
    const [asha, bala] = [await given.signedIn(), await given.signedIn()];
    const { answer } = await answered(asha);
    expect((await rate(bala, answer.id, { rating: 'up' })).body).toMatchObject({
      status: 404,
      code: 'MESSAGE_NOT_FOUND',
    });
    expect((await rate(bala, answer.id)).status).toBe(404);
    const staff = await given.staffSignedIn({ role: 'super_admin' });
    expect((await rate(staff, answer.id, { rating: 'up' })).status).toBe(403);
    expect((await test.orm.em.fork().findOneOrFail(Message, answer.id)).rating).toBeNull();
  });

  it('is of answers alone, and bounded', async () => {
    const asha = await given.signedIn();
    const { question, answer } = await answered(asha);
    expect((await rate(asha, question.id, { rating: 'up' })).body).toMatchObject({
      status: 422,
      code: 'MESSAGE_NOT_RATEABLE',
    });
    for (const wrong of [
      { rating: 'meh' },
      { rating: 'down', reason: 'because' },
      { rating: 'down', comment: 'x'.repeat(501) },
      { rating: 'up', by: 'me' },
    ])
      expect((await rate(asha, answer.id, wrong)).body.code).toBe('VALIDATION_FAILED');
  });

  it('goes with its conversation when that is deleted', async () => {
    const asha = await given.signedIn();
    const { conversation, answer } = await answered(asha);
    await test.orm.em.fork().nativeUpdate(Conversation, { id: conversation.id }, { status: 'deleted' });
    expect((await rate(asha, answer.id, { rating: 'up' })).status).toBe(404);
  });
});

describe('the list of staff', () => {
  const list = async (who: { headers: object }, query = '') => {
    const answer = await test.http({
      url: `/api/v1/ops/conversations/ratings${query}`,
      headers: { ...who.headers },
    });
    return { status: answer.statusCode, body: answer.json() };
  };

  it('has what was asked and who answered, by rating, reason, agent and intent, page by page', async () => {
    const asha = await given.signedIn();
    const [first, second] = [
      await answered(asha, 'cancel_booking', 'cancellation'),
      await answered(asha, 'book_service', 'booking+service'),
    ];
    await rate(asha, first.answer.id, {
      rating: 'down',
      reason: 'did_nothing',
      comment: 'Nothing happened.',
    });
    test.clock.advance(1_000);
    await rate(asha, second.answer.id, { rating: 'up' });
    const analyst = await given.staffSignedIn({ role: 'analyst' });
    const ids = async (query: string) =>
      (await list(analyst, query)).body.items.map(({ id }: { id: string }) => id);
    const [one, two] = [first.answer.id, second.answer.id];
    const since = `from=${standardNow.toISOString()}`;
    expect((await ids(`?${since}`)).slice(0, 2)).toEqual([two, one]);
    expect(await ids('?rating=down&reason=did_nothing')).toEqual([one]);
    expect(await ids('?agent=service')).toEqual([two]);
    expect(await ids('?agent=serv')).toEqual([]);
    expect(await ids('?intent=cancel_booking')).toEqual([one]);
    const { items, nextCursor } = (await list(analyst, '?limit=1')).body;
    expect(items).toMatchObject([
      { id: two, agents: ['booking', 'service'], question: { text: 'ac repair' } },
    ]);
    expect(await ids(`?limit=1&cursor=${nextCursor}`)).toEqual([one]);
    expect((await list(analyst, '?agent=a)b')).status).toBe(400);
  });

  it('is neither for customers nor for staff who may not read conversations', async () => {
    expect((await list(await given.signedIn())).status).toBe(403);
    expect((await list(await given.staffSignedIn({ role: 'viewer' }))).status).toBe(403);
  });
});
