// Apps that register themselves, and apps that describe themselves in a document of their own: whoever wants to can do both.
import { OAuthClient } from '../../src/oauth/clients/oauth-client.entity.js';
import { OAuthGrant } from '../../src/oauth/grants/oauth-grant.entity.js';
import { startApp, type TestApp } from '../support/app.js';
import { givenApps, newPkce, redirectUri } from '../support/given-apps.js';
import { givenIn, type Given } from '../support/given.js';
import { runJob } from '../support/job-run.js';
import { replies, startReceiver, type Receiver } from '../support/receiver.js';

const most = 12;

let test: TestApp;
let given: Given;
let apps: ReturnType<typeof givenApps>;
beforeAll(async () => {
  test = await startApp({ settings: { OUTBOUND_ALLOW_PRIVATE: true, APP_CLIENTS_WAITING: most } });
  given = givenIn(test);
  apps = givenApps(test.http);
});
afterAll(() => test.close());

const minute = 60_000;
const day = 24 * 60 * minute;
const ask = (clientId: string, more: Record<string, string> = {}) =>
  apps.page(apps.query(clientId, newPkce(), more));
const register = (payload: object, remoteAddress?: string) =>
  test.http({ method: 'POST', url: '/oauth/register', payload, remoteAddress });

describe('an app that registers itself', () => {
  const waiting = () => test.orm.em.fork().count(OAuthClient, { connectedAt: null });
  afterEach(async () => {
    await test.orm.em.fork().nativeDelete(OAuthClient, { connectedAt: null });
  });

  it('is told what counts, whatever it asks for', async () => {
    const answer = await register({
      client_name: 'Assistant',
      redirect_uris: [
        redirectUri,
        'https://assistant.example/back?tenant=1',
        'com.example.app:/back',
        'cursor://x/back',
      ],
      token_endpoint_auth_method: 'client_secret_basic',
      grant_types: ['authorization_code', 'implicit'],
      logo_uri: 'https://assistant.example/logo.png',
      scope: 'read',
    });
    expect(answer.statusCode).toBe(201);
    expect(answer.json()).toEqual({
      client_id: expect.any(String),
      client_id_issued_at: test.clock.now().getTime() / 1000,
      client_name: 'Assistant',
      redirect_uris: [
        redirectUri,
        'https://assistant.example/back?tenant=1',
        'com.example.app:/back',
        'cursor://x/back',
      ],
      token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
    });
  });

  it.each([
    'http://assistant.example/back',
    'javascript:alert(1)//',
    'data:text/html,x',
    'file:///etc/passwd',
    'blob:https://assistant.example/x',
    'chrome://settings',
    '/back',
    'https://assistant.example/back#fragment',
    'https://user@assistant.example/back',
    'https://assistant.example/back?code=mine',
    'https://assistant.example\\@evil.example/',
    'http://127.0.0.1.evil.example/back',
  ])('cannot wait for the answer at %s', async (uri) => {
    const answer = await register({ client_name: 'Assistant', redirect_uris: [uri] });
    expect([answer.statusCode, answer.json().error]).toEqual([400, 'invalid_redirect_uri']);
  });

  it.each([
    [{ client_name: 'Assistant' }, 'invalid_redirect_uri'],
    [{ client_name: 'Assistant', redirect_uris: [] }, 'invalid_redirect_uri'],
    [{ client_name: 'x'.repeat(81), redirect_uris: [redirectUri] }, 'invalid_client_metadata'],
    [{ client_name: '<script>', redirect_uris: [redirectUri] }, 'invalid_client_metadata'],
    [
      { client_name: 'A', redirect_uris: [redirectUri], grant_types: ['implicit'] },
      'invalid_client_metadata',
    ],
    [{ client_name: 'A', redirect_uris: Array(21).fill(redirectUri) }, 'invalid_redirect_uri'],
  ])('is refused with %j', async (payload, error) => {
    const answer = await register(payload);
    expect([answer.statusCode, answer.json().error]).toEqual([400, error]);
    expect(await waiting()).toBe(0);
  });

  it('does not fill the table: one too many takes the place of one that has waited', async () => {
    const first = await apps.register();
    test.clock.advance(11 * minute);
    for (let each = 1; each < most; each++) await apps.register();
    expect((await ask(first)).statusCode).toBe(200);
    const last = await apps.register();
    expect([(await ask(first)).statusCode, (await ask(last)).statusCode, await waiting()]).toEqual([
      400,
      200,
      most,
    ]);
    // All the others are being read at this moment.
    const refused = await register({ redirect_uris: [redirectUri] });
    expect([refused.statusCode, refused.json().code]).toEqual([429, 'TOO_MANY_CLIENTS']);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect(await waiting()).toBe(most);
  });

  it('is not one too many, however many come at the same moment', async () => {
    const answers = await Promise.all(
      Array.from({ length: most + 8 }, () => register({ redirect_uris: [redirectUri] })),
    );
    expect(answers.filter(({ statusCode }) => statusCode === 201)).toHaveLength(most);
    expect(await waiting()).toBe(most);
  });

  it('comes from one network a hundred times an hour', async () => {
    const statuses: number[] = [];
    for (let each = 0; each < 102; each++) {
      test.clock.advance(20_000);
      statuses.push((await register({ redirect_uris: [redirectUri] }, '198.51.100.7')).statusCode);
    }
    expect(statuses.lastIndexOf(201)).toBe(99);
    expect((await register({ redirect_uris: [redirectUri] }, '198.51.100.8')).statusCode).toBe(201);
  });

  it('is forgotten after a day when nobody has connected it, and 30 days after the last one has left', async () => {
    const { headers } = await given.signedIn();
    const [unused, { clientId, tokens }] = [await apps.register(), await apps.connect(headers)];
    test.clock.advance(day);
    await runJob(test, 'oauth.clean_up');
    expect((await ask(unused)).statusCode).toBe(400);
    expect((await ask(clientId)).statusCode).toBe(200);
    const { refresh_token: next } = (await apps.refresh(clientId, tokens.refresh_token)).json();
    test.clock.advance(29 * day);
    expect((await apps.refresh(clientId, next)).statusCode).toBe(200);
    test.clock.advance(31 * day);
    expect(await runJob(test, 'oauth.clean_up')).toEqual({ grants: 1, clients: 1 });
    expect(await test.orm.em.fork().count(OAuthGrant)).toBe(0);
    expect((await ask(clientId)).statusCode).toBe(400);
  });

  it('does not make a person collect connections without end', async () => {
    const { headers, customer } = await given.signedIn();
    const clientId = await apps.register();
    const first = await apps.connect(headers, { clientId: await apps.register() });
    for (let each = 0; each < 50; each++) {
      test.clock.advance(1_000);
      await apps.connect(headers, { clientId });
    }
    expect(await test.orm.em.fork().count(OAuthGrant, { ownerId: customer.id })).toBe(50);
    // Nor apps: the first one is gone with its last connection.
    expect((await apps.refresh(first.clientId, first.tokens.refresh_token)).json().error).toBe(
      'invalid_client',
    );
  });
});

describe('an app that describes itself', () => {
  let server: Receiver;
  let count = 0;
  beforeEach(async () => {
    server = await startReceiver();
  });
  afterEach(() => server.close());

  const newAddress = () => `${server.url}/client-${++count}.json`;
  const documentOf = (address: string, more: object = {}) =>
    replies.status(
      200,
      { 'content-type': 'application/json' },
      JSON.stringify({ client_id: address, client_name: 'Described', redirect_uris: [redirectUri], ...more }),
    );
  const said = async (address: string) => {
    const { statusCode, body } = await ask(address);
    return [statusCode, /<code>(\w+)<\/code>/.exec(body)?.[1]];
  };
  const unknown = [400, 'invalid_client'];

  it('is let in under the address of its document', async () => {
    const address = newAddress();
    server.answerAlways(documentOf(address));
    const { headers } = await given.signedIn();
    const { tokens } = await apps.connect(headers, { clientId: address });
    const listed = await test.http({ url: '/api/v1/users/me/connected-apps', headers });
    expect(listed.json().items).toMatchObject([{ clientId: address, name: 'Described' }]);
    expect((await apps.refresh(address, tokens.refresh_token)).statusCode).toBe(200);
    // Looked at once, for the page and for the answer of the person.
    expect(server.received.map(({ method }) => method)).toEqual(['GET']);
  });

  it.each([
    ['leads elsewhere', () => replies.redirect(`${server.url}/other.json`)],
    ['is not there', () => replies.status(404)],
    ['is no JSON', () => replies.status(200, { 'content-type': 'text/html' }, '<html>')],
    ['cannot be read', () => replies.status(200, { 'content-type': 'application/json' }, '{')],
    ['is 10 MB', () => replies.status(200, { 'content-type': 'application/json' }, ' '.repeat(10_000_000))],
    ['never ends', () => replies.flood],
    [
      'is nested a thousand times',
      () => replies.status(200, { 'content-type': 'application/json' }, '['.repeat(1_000)),
    ],
    ['is that of another', () => documentOf(`${server.url}/another.json`)],
    ['has no address to go back to', (address: string) => documentOf(address, { redirect_uris: [] })],
    [
      'wants a secret',
      (address: string) => documentOf(address, { token_endpoint_auth_method: 'client_secret_post' }),
    ],
    ['hangs up', () => replies.hangUp],
  ])('is not known when its document %s', async (_what, reply) => {
    const address = newAddress();
    server.answerAlways(reply(address));
    expect(await said(address)).toEqual(unknown);
    // Asked once: that there is none is believed for a while.
    expect(await said(address)).toEqual(unknown);
    expect(server.received).toHaveLength(1);
  });

  it('cannot keep what it has taken out of its document', async () => {
    const address = newAddress();
    server.answerAlways(documentOf(address));
    const pkce = newPkce();
    const request = await apps.sealed(apps.query(address, pkce));
    server.answerAlways(documentOf(address, { redirect_uris: ['https://described.example/back'] }));
    test.clock.advance(6 * minute);
    const { headers } = await given.signedIn();
    expect((await apps.agree(headers, request)).json().code).toBe('CONSENT_STALE');
    expect(await said(address)).toEqual([400, 'invalid_request']);
  });

  it('cannot be called something else than the person has read', async () => {
    const address = newAddress();
    server.answerAlways(documentOf(address));
    const request = await apps.sealed(apps.query(address, newPkce()));
    server.answerAlways(documentOf(address, { client_name: 'Your bank' }));
    test.clock.advance(6 * minute);
    const { headers } = await given.signedIn();
    expect((await apps.agree(headers, request)).json().code).toBe('CONSENT_STALE');
  });

  it('is asked for once, however many come with its address', async () => {
    const address = newAddress();
    server.answerAlways(documentOf(address));
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask(address)));
    expect(answers.map(({ statusCode }) => statusCode)).toEqual(Array(20).fill(200));
    expect(server.received).toHaveLength(1);
  });

  it('cannot hold us up: of slow ones only so many are waited for', async () => {
    const slow = await startReceiver();
    slow.answerAlways(replies.silence);
    const statuses: number[] = [];
    const asked = Array.from({ length: 30 }, async (_, each) => {
      const { statusCode } = await ask(`${slow.url}/slow-${each}.json`);
      statuses.push(statusCode);
    });
    await vi.waitFor(() => expect(statuses).toEqual(Array(20).fill(503)));
    await slow.close();
    await Promise.all(asked);
    expect(statuses.slice(20)).toEqual(Array(10).fill(400));
  });

  it.each([
    'http://127.0.0.1:9/',
    'http://127.0.0.1:9',
    'http://127.0.0.1:9/a/../client.json',
    'http://127.0.0.1:9/client.json#x',
    'http://user@127.0.0.1:9/client.json',
    'HTTP://127.0.0.1:9/client.json',
    `http://127.0.0.1:9/${'x'.repeat(500)}`,
  ])('has an address in the one usual way, which %s is not', async (address) => {
    expect((await ask(address)).statusCode).toBe(400);
  });

  it.each([
    'http://127.0.0.1:9/client.json',
    'https://127.0.0.1/client.json',
    'https://10.0.0.1/c',
    'https://[::1]/c',
    'https://169.254.169.254/latest',
    'https://localhost/c',
  ])('is not looked for at %s outside of development', async (address) => {
    const strict = await startApp({
      database: { ...test.database, close: async () => {} },
      clock: test.clock,
    });
    const page = await givenApps(strict.http).page(apps.query(address, newPkce()));
    expect(page.statusCode).toBe(400);
    await strict.close();
  });
});
