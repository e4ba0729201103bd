// What staff teach the engine: sentences of their own, and messages of customers that it did not understand.
import { TrainingExample } from '../../src/agents/training/training-example.entity.js';
import { AuditEntry } from '../../src/audit/audit-entry.entity.js';
import { Conversation, Message } from '../../src/conversations/conversation.entity.js';
import { MisunderstoodMessage } from '../../src/conversations/misunderstood-message.entity.js';
import { PersonalData } from '#libs/personal-data';
import { newTalker } from '../conversations/conversation.js';
import { startApp, type TestApp } from '../support/app.js';
import type { StaffSignedIn } from '../support/given-staff.js';
import { givenIn, type Given } from '../support/given.js';

let test: TestApp;
let given: Given;
let admin: StaffSignedIn;
let analyst: StaffSignedIn;
beforeAll(async () => {
  test = await startApp();
  given = givenIn(test);
  admin = await given.staffSignedIn({ role: 'admin' });
  analyst = await given.staffSignedIn({ role: 'analyst' });
});
afterEach(async () => {
  const em = test.orm.em.fork();
  await em.nativeDelete(TrainingExample, {});
  await em.nativeDelete(MisunderstoodMessage, {});
});
afterAll(() => test.close());

type Method = 'GET' | 'POST' | 'DELETE';

async function ops(
  method: Method,
  path: string,
  payload?: object,
  by: { headers: object } = admin,
  key?: string,
) {
  const headers = { ...by.headers, ...(key && { 'idempotency-key': key }) };
  const answer = await test.http({ method, url: `/api/v1/ops/nlp/${path}`, headers, payload });
  return { status: answer.statusCode, body: answer.body ? answer.json() : null };
}
const add = (text: string, intent: string | null = 'book_service', key?: string) =>
  ops('POST', 'examples', { text, intent }, admin, key);
const listed = async (query = '') =>
  (await ops('GET', `misunderstood${query}`, undefined, analyst)).body.items;

describe('an example', () => {
  it('is added once, listed by intent and source, and deleted', async () => {
    const first = await add('zonkel mera theek karo', 'book_service', 'example-1');
    expect(first).toMatchObject({
      status: 201,
      body: { intent: 'book_service', language: 'hi-Latn', messageId: null, createdBy: admin.staff.id },
    });
    expect((await add('zonkel mera theek karo', 'book_service', 'example-1')).body).toEqual(first.body);
    const { body: none } = await add('the zonkel sings at night', null);
    const ids = async (query: string) =>
      (await ops('GET', `examples${query}`, undefined, analyst)).body.items.map(
        ({ id }: { id: string }) => id,
      );
    expect(await ids('?intent=book_service')).toEqual([first.body.id]);
    expect(await ids('?intent=none')).toEqual([none.id]);
    expect(await ids('?source=message')).toEqual([]);
    expect(await ids('?sort=createdAt')).toEqual([first.body.id, none.id]);
    expect((await ops('GET', `examples/${none.id}`, undefined, analyst)).body).toEqual(none);
    expect((await ops('DELETE', `examples/${none.id}`)).status).toBe(204);
    expect((await ops('GET', `examples/${none.id}`)).status).toBe(404);
    expect((await ops('DELETE', `examples/${none.id}`)).body.code).toBe('EXAMPLE_NOT_FOUND');
    const audited = await test.orm.em
      .fork()
      .find(AuditEntry, { objectId: none.id }, { orderBy: { at: 'asc', id: 'asc' } });
    expect(audited.map(({ action }) => action)).toEqual([
      'training_example.added',
      'training_example.removed',
    ]);
    expect(JSON.stringify(audited)).not.toContain('sings');
  });

  it.each([
    ['said before, in other punctuation', 'Zonkel, mera THEEK karo!', 'examples'],
    ['of the corpus', 'Can you help me?', 'corpus'],
    ['that measures the models', 'wash basin blocked', 'held_out'],
  ])('%s is refused', async (_, text, place) => {
    await add('zonkel mera theek karo');
    expect(await add(text)).toMatchObject({ status: 409, body: { code: 'EXAMPLE_EXISTS', place } });
    expect(await test.orm.em.fork().count(TrainingExample)).toBe(1);
  });

  it('is one of two that come at once', async () => {
    const both = await Promise.all([add('zonkel one'), add('zonkel one')]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
  });

  it('of no known intent, of no text or of too much is refused', async () => {
    expect((await add('zonkel', 'fly_to_moon')).body).toMatchObject({
      status: 422,
      code: 'INTENT_UNKNOWN',
      intents: expect.arrayContaining(['book_service']),
    });
    for (const text of ['', ' ', 'x'.repeat(301), 'x'.repeat(10_000), 'a\nb'])
      expect((await add(text)).body.code).toBe('VALIDATION_FAILED');
    expect(await test.orm.em.fork().count(TrainingExample)).toBe(0);
  });

  it('is neither shown to, nor changed by, whoever may not', async () => {
    const { id } = (await add('zonkel two')).body;
    const [viewer, customer] = [await given.staffSignedIn({ role: 'viewer' }), await given.signedIn()];
    for (const by of [viewer, customer]) {
      expect((await ops('GET', 'examples', undefined, by)).status).toBe(403);
      expect((await ops('GET', `examples/${id}`, undefined, by)).status).toBe(403);
      expect((await ops('POST', 'examples', { text: 'zonkel three', intent: null }, by)).status).toBe(403);
      expect((await ops('DELETE', `examples/${id}`, undefined, by)).status).toBe(403);
      expect((await ops('GET', 'misunderstood', undefined, by)).status).toBe(403);
    }
    expect((await ops('POST', 'examples', { text: 'zonkel', intent: null }, analyst)).status).toBe(403);
  });
});

describe('a message that was not understood', () => {
  it('is listed, the least certain first, the same words once, and what was understood is not', async () => {
    const [asha, bala] = [await newTalker(test, given), await newTalker(test, given)];
    const { messageId, sessionId } = await asha.say('zonkel blip frob');
    await bala.say('Zonkel, blip: frob!');
    await bala.say('hello');
    const items = await listed();
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({
      messageId,
      conversationId: sessionId,
      text: 'zonkel blip frob',
      certainty: 0,
      times: 2,
      intents: [],
    });
    const em = test.orm.em.fork();
    const [row] = await em.find(MisunderstoodMessage, {});
    const other = (await bala.say('frob frob zonkel')).messageId;
    await em.nativeUpdate(MisunderstoodMessage, { message: row!.message }, { certainty: 0.6 });
    const ids = (all: { messageId: string }[]) => all.map((each) => each.messageId);
    expect(ids(await listed())).toEqual([other, messageId]);
    const page = (await ops('GET', 'misunderstood?limit=1', undefined, analyst)).body;
    expect(ids(await listed(`?limit=1&cursor=${page.nextCursor}`))).toEqual([messageId]);
    await em.nativeUpdate(Conversation, { id: sessionId }, { status: 'deleted' });
    expect(ids(await listed())).toEqual([other]);
  });

  it('becomes an example without contacts, references and addresses, and leaves the list', async () => {
    const asha = await newTalker(test, given);
    const text = 'zonkel frob BK-7K3M9Q blip 98765 43210 or asha@home.in';
    const { messageId } = await asha.say('zonkel frob blip');
    await test.orm.em.fork().nativeUpdate(Message, { id: messageId }, { text });
    const label = (intent: string | null, more = {}) =>
      ops('POST', `misunderstood/${messageId}/label`, { intent, ...more });
    const first = await label('booking_status');
    expect(first).toMatchObject({ status: 200, body: { messageId, intent: 'booking_status' } });
    for (const personal of ['7K3M9Q', '43210', 'asha@home']) expect(first.body.text).not.toContain(personal);
    expect(first.body.text).toContain('zonkel frob');
    expect(await listed()).toEqual([]);
    expect((await label('booking_status')).body).toEqual(first.body);
    const second = await label('cancel_booking', { text: 'zonkel frob' });
    expect(second.body).toMatchObject({ text: 'zonkel frob', intent: 'cancel_booking' });
    expect(await test.orm.em.fork().count(TrainingExample)).toBe(1);
    await asha.say('zonkel frob blip');
    expect(await listed()).toEqual([]);
  });

  it('is dismissed, with the example that was made of it', async () => {
    const { messageId } = await (await newTalker(test, given)).say('zonkel zonkel');
    await ops('POST', `misunderstood/${messageId}/label`, { intent: null });
    expect((await ops('POST', `misunderstood/${messageId}/dismiss`)).status).toBe(204);
    expect((await ops('POST', `misunderstood/${messageId}/dismiss`)).status).toBe(204);
    expect(await listed()).toEqual([]);
    expect(await test.orm.em.fork().count(TrainingExample)).toBe(0);
  });

  it('stays on the list where its label is refused', async () => {
    const asha = await newTalker(test, given);
    const { messageId } = await asha.say(`zonkel ${'frob blip '.repeat(40)}`);
    const label = (intent: string) => ops('POST', `misunderstood/${messageId}/label`, { intent });
    expect((await label('fly_to_moon')).body.code).toBe('INTENT_UNKNOWN');
    expect((await label('book_service')).body.code).toBe('EXAMPLE_TEXT_NEEDED');
    expect(await listed()).toHaveLength(1);
    const understood = (await asha.say('hello')).messageId;
    expect((await ops('POST', `misunderstood/${understood}/label`, { intent: 'greet' })).body.code).toBe(
      'MISUNDERSTOOD_MESSAGE_NOT_FOUND',
    );
    expect((await ops('POST', `misunderstood/${messageId}/dismiss`, undefined, analyst)).status).toBe(403);
  });

  it('is gone, with its example, when its customer is erased, and nobody else’s is', async () => {
    const [asha, bala] = [await newTalker(test, given), await newTalker(test, given)];
    const [hers, his] = [await asha.say('zonkel hers'), await bala.say('zonkel his')];
    for (const { messageId } of [hers, his])
      await ops('POST', `misunderstood/${messageId}/label`, { intent: 'book_service' });
    await asha.say('zonkel frob');
    const em = test.orm.em.fork();
    const personal = test.app.get(PersonalData, { strict: false });
    const shown = (await personal.export(em, asha.customerId)) as { training: object[] };
    expect(shown.training).toMatchObject([{ text: 'zonkel hers', intent: 'book_service' }]);
    await em.transactional((inner) => personal.erase(inner, asha.customerId));
    const left = await test.orm.em.fork().find(TrainingExample, {});
    expect(left.map(({ text }) => text)).toEqual(['zonkel his']);
    expect(await listed()).toEqual([]);
  });
});
