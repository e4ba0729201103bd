// Texts that are read over the API: what they ask for, the facts in them, how they feel.
import { startApp, type TestApp } from '../support/app.js';
import { givenIn, password, type Given } from '../support/given.js';

let test: TestApp;
let given: Given;
let headers: object;
beforeAll(async () => {
  test = await startApp({ settings: { DEMO_DATA: true } });
  given = givenIn(test);
  headers = (await given.signedIn()).headers;
});
afterAll(() => test.close());

async function read(what: 'intents' | 'entities' | 'sentiment', payload: object, by = headers) {
  const answer = await test.http({ method: 'POST', url: `/api/v1/nlp/${what}`, headers: { ...by }, payload });
  return { status: answer.statusCode, body: answer.json() };
}

const shipped = { id: null, number: null };

describe('intents', () => {
  it('are several, each with the stretch that says it, and the model that read them', async () => {
    const text = 'cancel my booking for tomorrow. what does ac repair cost? my cousin sings well';
    const { body } = await read('intents', { text });
    expect(body.intents.map(({ name }: { name: string }) => name)).toEqual(['cancel_booking', 'ask_price']);
    for (const { text: said, start, end } of [...body.intents, ...body.unheard]) {
      expect(text.slice(start, end)).toBe(said);
    }
    expect(
      Math.min(...body.intents.map(({ confidence }: { confidence: number }) => confidence)),
    ).toBeGreaterThan(0.5);
    expect(body).toMatchObject({ language: 'en', model: shipped });
  });

  it('are none of what is none of our business', async () => {
    const { body } = await read('intents', { text: 'who won the cricket match yesterday' });
    expect(body.intents).toEqual([]);
    expect(body.unheard).toHaveLength(1);
  });

  it('are heard in Hindi in either script', async () => {
    const [latin, devanagari] = [
      await read('intents', { text: 'mera booking cancel kar do' }),
      await read('intents', { text: 'मेरी बुकिंग कैंसल कर दीजिए' }),
    ];
    expect([latin.body.language, devanagari.body.language]).toEqual(['hi-Latn', 'hi']);
    expect([latin, devanagari].map(({ body }) => body.intents[0].name)).toEqual([
      'cancel_booking',
      'cancel_booking',
    ]);
  });
});

describe('entities', () => {
  it('come in one form each, with their place', async () => {
    const text =
      'my ac is not cooling, 2 units, come tomorrow at 10 am, 560034, budget 500 rupees, BK-7F3K9Q, 98765 43210, a@b.in';
    const { body } = await read('entities', { text });
    const found = Object.fromEntries(body.entities.map((each: { type: string }) => [each.type, each]));
    expect(found).toMatchObject({
      service: { value: 'ac-repair' },
      number: { value: 2, unit: 'unit' },
      date: { value: '2026-11-21' },
      time: { value: '10:00' },
      pincode: { value: '560034' },
      price: { paise: 500_00 },
      booking_reference: { value: 'BK-7F3K9Q' },
      phone: { value: '+919876543210' },
      email: { value: 'a@b.in' },
    });
    for (const { text: said, start, end } of body.entities) expect(text.slice(start, end)).toBe(said);
  });

  it('say what is in doubt, what is ruled out and what gave no day', async () => {
    expect((await read('entities', { text: 'any day but monday' })).body.excluded[0]).toMatchObject({
      type: 'date',
      text: 'monday',
      value: '2026-11-23',
    });
    expect((await read('entities', { text: 'come on 31 november' })).body.unread).toMatchObject([
      { reason: 'no_such_day' },
    ]);
    const [friday] = (await read('entities', { text: 'friday week' })).body.entities;
    expect(friday.doubt.text).toContain('week');
  });
});

it('sentiment has a sign and a name', async () => {
  const [bad, good, plain] = await Promise.all(
    ['terrible service, I am very angry', 'wonderful work, thank you so much', 'I live in Pune'].map(
      async (text) => (await read('sentiment', { text })).body,
    ),
  );
  expect([bad.label, good.label, plain.label]).toEqual(['negative', 'positive', 'neutral']);
  expect([Math.sign(bad.score), Math.sign(good.score)]).toEqual([-1, 1]);
});

describe('whoever asks', () => {
  it('may be a customer, staff who write in conversations, or a key with that scope', async () => {
    const agent = await given.staffSignedIn({ role: 'ops_agent' });
    const keyed = async (scopes: string[]) => {
      const payload = { name: 'A program', scopes, password };
      const made = await test.http({
        method: 'POST',
        url: '/api/v1/api-keys',
        headers: agent.headers,
        payload,
      });
      return { authorization: `Bearer ${made.json().key}` };
    };
    const text = { text: 'hello' };
    const statuses = await Promise.all(
      [
        agent.headers,
        await keyed(['conversations.create']),
        await keyed(['bookings.read']),
        (await given.staffSignedIn({ role: 'viewer' })).headers,
        {},
      ].map(async (by) => (await read('intents', text, by)).status),
    );
    expect(statuses).toEqual([200, 200, 403, 403, 401]);
  });

  it.each(['intents', 'entities', 'sentiment'] as const)(
    'is refused %s of what is no text, or too long',
    async (what) => {
      const wrong = [
        { text: 'x'.repeat(10_000) },
        { text: 'x'.repeat(2_001) },
        { text: '' },
        { text: ' \u200b ' },
        { text: 'a\u0000b' },
        { text: 'hello', language: 'fr' },
        { text: ['hello'] },
        {},
      ];
      for (const payload of wrong)
        expect((await read(what, payload)).body).toMatchObject({ status: 400, code: 'VALIDATION_FAILED' });
      expect((await read(what, { text: 'a,'.repeat(1_000) })).status).toBe(200);
    },
  );
});
