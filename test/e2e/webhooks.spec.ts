// Endpoints of other systems: who may keep them, where they may be, and what is shown of them.
import { newId } from '#libs/orm';
import { AuditEntry } from '../../src/audit/audit-entry.entity.js';
import { Webhook } from '../../src/webhooks/webhook.entity.js';
import { startApp, type TestApp } from '../support/app.js';
import { givenKey } from '../support/given-keys.js';
import { givenIn, type Given, type SignedIn } from '../support/given.js';
import { webhooksIn } from '../support/given-webhooks.js';
import { startReceiver } from '../support/receiver.js';

let test: TestApp;
let given: Given;
let asha: SignedIn;
let admin: { headers: { authorization: string }; id: string };
let hooks: ReturnType<typeof webhooksIn>;
beforeAll(async () => {
  test = await startApp();
  given = givenIn(test);
  asha = await given.signedIn();
  const { headers, staff } = await given.staffSignedIn({ role: 'admin' });
  admin = { headers, id: staff.id };
  hooks = webhooksIn(test, headers);
});
afterEach(async () => {
  for (const { id } of (await hooks.call('GET', '?limit=100')).json().items)
    await hooks.call('DELETE', `/${id}`);
});
afterAll(() => test.close());

const url = 'https://hooks.example.com/in?token=t0ken';
const input = { url, events: ['booking.*'], description: 'Accounting' };

describe('an endpoint', () => {
  it('is made with a secret that is shown once, and never again', async () => {
    const made = await hooks.call('POST', '', input);
    expect([made.statusCode, made.headers.etag]).toEqual([201, '"1"']);
    const { id, secret, ...shown } = made.json();
    expect(secret).toMatch(/^whsec_/);
    expect(shown).toMatchObject({
      ...input,
      status: 'active',
      disabledReason: null,
      failingSince: null,
      previousEndsAt: null,
      createdBy: admin.id,
      version: 1,
    });
    const others = [
      await hooks.call('GET', `/${id}`),
      await hooks.call('GET'),
      await hooks.call('PUT', `/${id}`, input),
    ];
    for (const { statusCode, body } of others)
      expect([statusCode, body.includes(secret), /secret/i.test(body)]).toEqual([200, false, false]);
  });

  it('is changed by whoever has seen it last', async () => {
    const { id } = await hooks.webhook(url);
    const changed = await hooks.call('PUT', `/${id}`, input, { 'if-match': '"1"' });
    expect([changed.statusCode, changed.json()]).toMatchObject([200, { events: ['booking.*'], version: 2 }]);
    for (const method of ['PUT', 'DELETE'] as const) {
      const late = await hooks.call(method, `/${id}`, method === 'PUT' ? input : undefined, {
        'if-match': '"1"',
      });
      expect([late.statusCode, late.json().code]).toEqual([412, 'PRECONDITION_FAILED']);
    }
    const known = await hooks.call('GET', `/${id}`, undefined, { 'if-none-match': '"2"' });
    expect(known.statusCode).toBe(304);
    expect((await hooks.call('DELETE', `/${id}`, undefined, { 'if-match': '"2"' })).statusCode).toBe(204);
    expect((await hooks.call('GET', `/${id}`)).statusCode).toBe(404);
  });

  it('is changed in part, and keeps what is left out', async () => {
    const { id } = (await hooks.call('POST', '', input)).json();
    const changed = await hooks.call('PATCH', `/${id}`, { events: ['complaint.*'] }, { 'if-match': '"1"' });
    expect([changed.statusCode, changed.json()]).toMatchObject([
      200,
      { ...input, events: ['complaint.*'], version: 2 },
    ]);
    const late = await hooks.call('PATCH', `/${id}`, { description: 'Late' }, { 'if-match': '"1"' });
    expect([late.statusCode, late.json().code]).toEqual([412, 'PRECONDITION_FAILED']);
    for (const change of [{}, { url: 'ftp://hooks.example.com' }, { secret: 'x' }])
      expect((await hooks.call('PATCH', `/${id}`, change)).statusCode).toBe(400);
    expect((await hooks.call('GET', `/${id}`)).json()).toEqual(changed.json());
  });

  it('is switched off and on by hand, and says so', async () => {
    const { id } = await hooks.webhook(url);
    for (const _ of ['once', 'again']) {
      const off = await hooks.call('POST', `/${id}/disable`);
      expect([off.statusCode, off.json()]).toMatchObject([
        200,
        { status: 'disabled', disabledReason: 'staff', version: 2 },
      ]);
    }
    for (const path of [`/${id}/test`, `/${id}/recover`]) {
      const answer = await hooks.call('POST', path, { since: '2026-11-01T00:00:00Z' });
      expect([answer.statusCode, answer.json().code]).toEqual([409, 'WEBHOOK_DISABLED']);
    }
    expect((await hooks.call('POST', `/${id}/enable`)).json()).toMatchObject({
      status: 'active',
      disabledReason: null,
      disabledAt: null,
      version: 3,
    });
  });

  it('is listed, the newest first, page by page', async () => {
    const made = [await hooks.webhook(url), await hooks.webhook(url), await hooks.webhook(url)];
    const first = (await hooks.call('GET', '?limit=2')).json();
    const second = (await hooks.call('GET', `?limit=2&cursor=${first.nextCursor}`)).json();
    const ids = [...first.items, ...second.items].map(({ id }: { id: string }) => id);
    expect([ids, second.nextCursor]).toEqual([made.map(({ id }) => id).toReversed(), null]);
  });

  it('is one of fifty at most, however many are made at once', async () => {
    const answers = await Promise.all(Array.from({ length: 52 }, () => hooks.call('POST', '', input)));
    const refused = answers.filter(({ statusCode }) => statusCode !== 201);
    expect(refused.map((answer) => answer.json().code)).toEqual(['TOO_MANY_WEBHOOKS', 'TOO_MANY_WEBHOOKS']);
  });

  it.each([
    ['http://hooks.example.com/', 'HTTPS_REQUIRED'],
    ['https://127.0.0.1/', 'ADDRESS_REFUSED'],
    ['https://2130706433/', 'ADDRESS_REFUSED'],
    ['https://0x7f.1/', 'ADDRESS_REFUSED'],
    ['https://[::ffff:10.0.0.1]/', 'ADDRESS_REFUSED'],
    ['https://169.254.169.254/latest/meta-data', 'ADDRESS_REFUSED'],
    ['https://localhost/', 'ADDRESS_REFUSED'],
    ['https://user:password@hooks.example.com/', 'URL_REFUSED'],
    ['https://hooks.example.com:25/', 'URL_REFUSED'],
  ])('is refused at %s', async (refused, reason) => {
    const { id } = await hooks.webhook(url);
    const change = { ...input, url: refused };
    for (const answer of [await hooks.call('POST', '', change), await hooks.call('PUT', `/${id}`, change)])
      expect(answer.json()).toMatchObject({ status: 422, code: 'WEBHOOK_URL_REFUSED', reason });
  });

  it.each([
    ['no address', { url: 'hooks' }],
    ['another scheme', { url: 'ftp://example.com/' }],
    ['no events', { events: [] }],
    ['an event twice', { events: ['*', '*'] }],
    ['a pattern that is none', { events: ['book*'] }],
    ['an unknown field', { secret: 'whsec_mine' }],
    ['a description with markup', { description: '<b>' }],
  ])('is refused with %s', async (_, change) => {
    const answer = await hooks.call('POST', '', { ...input, ...change });
    expect([answer.statusCode, answer.json().code]).toEqual([400, 'VALIDATION_FAILED']);
  });

  it('is refused for events that there are not, or that are not public, and says which', async () => {
    const events = ['booking.*', 'payment.made', 'webhook.disabled'];
    expect((await hooks.call('POST', '', { ...input, events })).json()).toMatchObject({
      status: 422,
      code: 'EVENT_TYPES_UNKNOWN',
      events: ['payment.made', 'webhook.disabled'],
    });
  });

  it('leaves a trace of what was done to it, without its secrets and without the whole address', async () => {
    const { id, secret } = await hooks.webhook(url);
    await hooks.call('PUT', `/${id}`, { ...input, url: 'https://hooks.example.com/other' });
    const rotated = (await hooks.call('POST', `/${id}/rotate-secret`)).json().secret;
    for (const what of ['disable', 'enable']) await hooks.call('POST', `/${id}/${what}`);
    await hooks.call('DELETE', `/${id}`);
    const entries = await test.orm.em
      .fork()
      .find(AuditEntry, { objectType: 'webhook', objectId: id }, { orderBy: { id: 'asc' } });
    expect(entries.map(({ action, actorId }) => [action, actorId])).toEqual(
      ['created', 'changed', 'rotated', 'disabled', 'enabled', 'deleted'].map((what) => [
        `webhook.${what}`,
        admin.id,
      ]),
    );
    const text = JSON.stringify(entries.map(({ before, after }) => [before, after]));
    for (const hidden of [secret, rotated, 't0ken', '/other']) expect(text).not.toContain(hidden);
    expect(entries[1]!.after).toMatchObject({ origin: 'https://hooks.example.com', urlChanged: true });
  });
});

it('is sent nothing inside, wherever its name led before', async () => {
  const there = await startReceiver();
  const { id } = await hooks.webhook(url);
  // As if the name led to this machine, now.
  await test.orm.em.fork().nativeUpdate(Webhook, { id }, { url: `${there.url}/` });
  await hooks.booked();
  await hooks.hear();
  await hooks.work();
  expect(await hooks.deliveries(id)).toMatchObject([{ status: 'pending', lastError: 'ADDRESS_REFUSED' }]);
  expect(there.connections()).toBe(0);
  await there.close();
});

describe('what can be subscribed to', () => {
  it('is shown with its schema and an example', async () => {
    const { items } = (await hooks.call('GET', '/event-types')).json();
    const created = items.find(({ type }: { type: string }) => type === 'booking.created');
    expect(created).toMatchObject({
      schema: { properties: { data: { required: expect.arrayContaining(['id', 'reference']) } } },
      example: { type: 'booking.created', data: { currency: expect.any(String) } },
    });
    expect(items.map(({ type }: { type: string }) => type)).not.toContain('booking.reminder_due');
  });
});

describe('others', () => {
  const routes = (id: string) =>
    [
      ['POST', '', input],
      ['GET', ''],
      ['GET', '/event-types'],
      ['GET', `/${id}`],
      ['PUT', `/${id}`, input],
      ['PATCH', `/${id}`, { description: 'Mine' }],
      ['DELETE', `/${id}`],
      ['POST', `/${id}/rotate-secret`],
      ['POST', `/${id}/enable`],
      ['POST', `/${id}/disable`],
      ['POST', `/${id}/test`],
      ['POST', `/${id}/recover`, { since: '2026-11-01T00:00:00Z' }],
      ['GET', `/${id}/deliveries`],
      ['GET', `/deliveries/${id}`],
      ['POST', `/deliveries/${id}/resend`],
    ] as const;

  it('may do nothing of this: not customers, viewers or analysts', async () => {
    const { id } = await hooks.webhook(url);
    const people = [
      asha,
      await given.staffSignedIn({ role: 'viewer' }),
      await given.staffSignedIn({ role: 'analyst' }),
      await given.staffSignedIn({ role: 'ops_manager' }),
    ];
    for (const { headers } of people)
      for (const [method, path, payload] of routes(id)) {
        const answer = await hooks.call(method, path, payload, headers);
        expect([method, path, answer.statusCode]).toEqual([method, path, 403]);
      }
    expect((await hooks.call('GET', `/${id}`)).json()).toMatchObject({ status: 'active', version: 1 });
  });

  it('may do it with a key that is for it, and not with another one', async () => {
    const [fit, unfit] = [
      await givenKey(test.http, admin, { scopes: ['system.configure'] }),
      await givenKey(test.http, admin, { scopes: ['bookings.read'] }),
    ];
    const made = await hooks.call('POST', '', input, fit.headers);
    expect([made.statusCode, made.json().createdBy]).toEqual([201, admin.id]);
    expect((await hooks.call('GET', '', undefined, unfit.headers)).statusCode).toBe(403);
  });

  it('find nothing where nothing is', async () => {
    for (const [method, path, payload] of routes(newId()).slice(3)) {
      const answer = await hooks.call(method, path, payload);
      expect([method, path, answer.statusCode]).toEqual([method, path, 404]);
    }
  });
});
