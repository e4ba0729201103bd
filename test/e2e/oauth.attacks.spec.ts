// What somebody may try who wants into an account by way of an app: each attempt fails, and costs the honest app nothing.
import { SecretBox } from '#libs/secrets';
import { OAuthGrant } from '../../src/oauth/grants/oauth-grant.entity.js';
import { newAccessToken } from '../../src/oauth/grants/token.form.js';
import { startApp, type TestApp } from '../support/app.js';
import { AppsProbeModule, givenApps, newPkce, redirectUri, type Pkce } from '../support/given-apps.js';
import { bearer } from '../support/given-keys.js';
import { givenIn, type Given, type SignedIn } from '../support/given.js';
import { mailsTo } from '../support/mails.js';
import { queriesDuring } from '../support/queries.js';

let test: TestApp;
let given: Given;
let apps: ReturnType<typeof givenApps>;
let asha: SignedIn;
let clientId: string;
beforeAll(async () => {
  test = await startApp({ modules: [AppsProbeModule], logLevel: 'trace' });
  given = givenIn(test);
  apps = givenApps(test.http);
});
beforeEach(async () => {
  asha = await given.signedIn();
  clientId = await apps.register();
});
afterAll(() => test.close());

const second = 1_000;
const probe = async (token: string) =>
  (await test.http({ url: '/apps-probe/read', headers: bearer(token) })).statusCode;
/** A code that the person has just agreed to. */
async function newCode(pkce: Pkce = newPkce(), more: Record<string, string | undefined> = {}) {
  const back = await apps.consented(asha.headers, apps.query(clientId, pkce, more));
  return { code: back.searchParams.get('code')!, verifier: pkce.verifier };
}
const errorOf = (answer: { statusCode: number; json(): { error: string } }) => [
  answer.statusCode,
  answer.json().error,
];
const invalidGrant = [400, 'invalid_grant'];

describe('a code', () => {
  it('counts once: used again it takes back what it was traded for', async () => {
    const { code, verifier } = await newCode();
    const tokens = (await apps.redeem(clientId, code, verifier)).json();
    expect(await probe(tokens.access_token)).toBe(200);
    expect(errorOf(await apps.redeem(clientId, code, verifier))).toEqual(invalidGrant);
    expect(await probe(tokens.access_token)).toBe(401);
    expect(errorOf(await apps.refresh(clientId, tokens.refresh_token))).toEqual(invalidGrant);
    const subjects = (await mailsTo(test, asha.customer.email!)).map(({ subject }) => subject);
    expect(subjects).toContain('We have disconnected an app from your account');
  });

  it('counts once, though twenty come with it at the same moment', async () => {
    const { code, verifier } = await newCode();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => apps.redeem(clientId, code, verifier)),
    );
    expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(1);
  });

  it('is worth nothing to another app, nor without its verifier, and stays good for its own', async () => {
    const { code, verifier } = await newCode();
    const other = await apps.register();
    expect(errorOf(await apps.redeem(other, code, verifier))).toEqual(invalidGrant);
    expect(errorOf(await apps.redeem(clientId, code, newPkce().verifier))).toEqual(invalidGrant);
    const more = { redirect_uri: 'http://127.0.0.1:4/callback' };
    expect(errorOf(await apps.redeem(clientId, code, verifier, more))).toEqual(invalidGrant);
    const target = { resource: 'https://elsewhere.example/mcp' };
    expect(errorOf(await apps.redeem(clientId, code, verifier, target))).toEqual([400, 'invalid_target']);
    expect((await apps.redeem(clientId, code, verifier)).statusCode).toBe(200);
  });

  it('is worth nothing after two minutes, made up, or changed', async () => {
    const { code, verifier } = await newCode();
    for (const wrong of ['hsc_made-up', `${code}x`, code.slice(0, -1), code.toUpperCase(), `${code}${code}`])
      expect(errorOf(await apps.redeem(clientId, wrong, verifier))).toEqual(invalidGrant);
    test.clock.advance(121 * second);
    expect(errorOf(await apps.redeem(clientId, code, verifier))).toEqual(invalidGrant);
  });
});

describe('a request for consent', () => {
  const refused = async (more: Record<string, string | undefined>) => {
    const { statusCode, headers, body } = await apps.page(apps.query(clientId, newPkce(), more));
    const [, error] = /<code>(\w+)<\/code>/.exec(body) ?? [];
    const [, back] = /<a href="([^"]+)"/.exec(body) ?? [];
    return { statusCode, location: headers.location, error, back: back?.replaceAll('&amp;', '&') };
  };

  it.each([
    ['a challenge that is the verifier', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['no method, which would be plain', { code_challenge_method: undefined }, 'invalid_request'],
    ['no challenge', { code_challenge: undefined }, 'invalid_request'],
    ['a challenge that is no digest', { code_challenge: 'short' }, 'invalid_request'],
    ['no resource', { resource: undefined }, 'invalid_target'],
    ['the resource of somebody else', { resource: 'https://elsewhere.example/mcp' }, 'invalid_target'],
    ['the API as the resource', { resource: 'http://localhost:3000/api/v1' }, 'invalid_target'],
    ['a token in the address', { response_type: 'token' }, 'unsupported_response_type'],
    ['scopes that there are not', { scope: 'everything root' }, 'invalid_scope'],
  ])('with %s goes no further, and the app is told when the person goes back', async (_what, more, error) => {
    const answer = await refused(more);
    expect(answer).toMatchObject({ statusCode: 400, location: undefined, error });
    const back = new URL(answer.back!);
    expect(back.href.split('?')[0]).toBe(redirectUri);
    expect(Object.fromEntries(back.searchParams)).toEqual({
      error,
      error_description: expect.any(String),
      state: 'of the app',
      iss: 'http://localhost:3000',
    });
  });

  it.each([
    ['another path', { redirect_uri: 'http://127.0.0.1:33418/other' }],
    ['more behind it', { redirect_uri: `${redirectUri}/../evil` }],
    ['another query', { redirect_uri: `${redirectUri}?next=https://evil.example` }],
    ['another host', { redirect_uri: 'https://evil.example/callback' }],
    ['another name of the machine', { redirect_uri: 'http://localhost:33418/callback' }],
    ['a user before the host', { redirect_uri: 'http://127.0.0.1:33418@evil.example/callback' }],
    ['a script', { redirect_uri: 'javascript:alert(1)' }],
    ['an app that nobody knows', { client_id: '019d45d6-0ddb-7692-9f4f-68a7e873909f' }],
    ['no app', { client_id: undefined }],
  ])('to %s leads nowhere', async (_what, more) => {
    expect(await refused(more)).toMatchObject({ statusCode: 400, location: undefined, back: undefined });
  });

  it('may come back to any port of the machine of the person', async () => {
    const elsewhere = 'http://127.0.0.1:51234/callback';
    const back = await apps.consented(
      asha.headers,
      apps.query(clientId, newPkce(), { redirect_uri: elsewhere }),
    );
    expect(back.origin).toBe('http://127.0.0.1:51234');
  });

  it('with something twice is refused', async () => {
    const asked = new URLSearchParams(apps.query(clientId, newPkce()));
    for (const name of ['client_id', 'redirect_uri', 'state', 'code_challenge', 'resource', 'scope']) {
      const answer = await test.http({ url: `/oauth/authorize?${asked}&${name}=again` });
      expect([name, answer.statusCode]).toEqual([name, 400]);
    }
  });

  it('leaves nothing behind, however often it is opened', async () => {
    const asked = apps.query(clientId, newPkce());
    const statements = await queriesDuring(test.orm, async () => {
      for (let each = 0; each < 20; each++) await apps.page(asked);
    });
    expect(statements.length).toBeGreaterThan(0);
    expect(statements.filter((sql) => !/^\s*select/i.test(sql))).toEqual([]);
  });
});

describe('consent', () => {
  async function inBrowser() {
    const answer = await test.http({ method: 'POST', url: '/api/v1/auth/cookie', headers: asha.headers });
    const cookie = String(answer.headers['set-cookie']).split(';')[0]!;
    return { cookie, csrfToken: answer.json().csrfToken as string };
  }

  it('is not given from another site, nor without the token of the page', async () => {
    const request = await apps.sealed(apps.query(clientId, newPkce()));
    const { cookie, csrfToken } = await inBrowser();
    for (const headers of [
      { cookie },
      { cookie, 'x-csrf-token': 'x'.repeat(64) },
      { cookie, 'x-csrf-token': csrfToken, 'sec-fetch-site': 'cross-site' },
      { cookie, 'x-csrf-token': csrfToken, origin: 'https://evil.example' },
    ])
      expect((await apps.agree(headers as never, request)).json()).toMatchObject({
        status: 403,
        code: 'CSRF_REFUSED',
      });
    expect(await test.orm.em.fork().count(OAuthGrant, { ownerId: asha.customer.id })).toBe(0);
    expect((await apps.agree({ cookie, 'x-csrf-token': csrfToken }, request)).statusCode).toBe(200);
  });

  it('is given by a person: neither by nobody, nor by an app', async () => {
    const request = await apps.sealed(apps.query(clientId, newPkce()));
    expect((await apps.agree({}, request)).statusCode).toBe(401);
    const { tokens } = await apps.connect(asha.headers);
    expect((await apps.agree(bearer(tokens.access_token), request)).statusCode).toBe(401);
  });

  it('is given to what the page has shown, for a quarter of an hour', async () => {
    const request = await apps.sealed(apps.query(clientId, newPkce()));
    for (const wrong of [`x${request}`, request.slice(0, -4), 'x'.repeat(200), request.toLowerCase()])
      expect((await apps.agree(asha.headers, wrong)).json().code).toBe('CONSENT_STALE');
    test.clock.advance(15 * 60 * second);
    expect((await apps.agree(asha.headers, request)).json().code).toBe('CONSENT_STALE');
  });
});

describe('a refresh token', () => {
  it('counts once: used again later, the app is disconnected, and its person is told', async () => {
    const { tokens } = await apps.connect(asha.headers, { clientId });
    const next = (await apps.refresh(clientId, tokens.refresh_token)).json();
    expect(next.refresh_token).not.toBe(tokens.refresh_token);
    test.clock.advance(21 * second);
    expect(errorOf(await apps.refresh(clientId, tokens.refresh_token))).toEqual(invalidGrant);
    expect([await probe(next.access_token), await probe(tokens.access_token)]).toEqual([401, 401]);
    expect(errorOf(await apps.refresh(clientId, next.refresh_token))).toEqual(invalidGrant);
    const subjects = (await mailsTo(test, asha.customer.email!)).map(({ subject }) => subject);
    expect(subjects).toContain('We have disconnected an app from your account');
  });

  it('gets the same successor for a moment, until that was used', async () => {
    const { tokens } = await apps.connect(asha.headers, { clientId });
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => apps.refresh(clientId, tokens.refresh_token)),
    );
    expect(new Set(answers.map((answer) => answer.json().refresh_token)).size).toBe(1);
    const { refresh_token: next } = answers[0]!.json();
    expect((await apps.refresh(clientId, next)).statusCode).toBe(200);
    expect(errorOf(await apps.refresh(clientId, tokens.refresh_token))).toEqual(invalidGrant);
  });

  it('is worth nothing to another app, and gives no more than was given', async () => {
    const { tokens } = await apps.connect(asha.headers, { clientId, scope: 'read' });
    expect(errorOf(await apps.refresh(await apps.register(), tokens.refresh_token))).toEqual(invalidGrant);
    const more = { scope: 'read book' };
    expect(errorOf(await apps.refresh(clientId, tokens.refresh_token, more))).toEqual([400, 'invalid_scope']);
    const target = { resource: 'http://localhost:3000/api/v1' };
    expect(errorOf(await apps.refresh(clientId, tokens.refresh_token, target))).toEqual([
      400,
      'invalid_target',
    ]);
    expect((await apps.refresh(clientId, tokens.refresh_token, { scope: 'read' })).statusCode).toBe(200);
  });

  it('ends with the time that nobody came for the next one', async () => {
    const { tokens } = await apps.connect(asha.headers, { clientId });
    test.clock.advance(29 * 86_400 * second);
    const next = (await apps.refresh(clientId, tokens.refresh_token)).json();
    expect(await probe(next.access_token)).toBe(200);
    test.clock.advance(30 * 86_400 * second);
    expect(errorOf(await apps.refresh(clientId, next.refresh_token))).toEqual(invalidGrant);
  });
});

describe('an access token', () => {
  it('is refused when it has expired, was changed, or is something else of ours', async () => {
    const { tokens } = await apps.connect(asha.headers, { clientId });
    const { access_token: token, refresh_token: refreshToken } = tokens;
    const { code } = await newCode();
    const slips = [...token].map(
      (letter, at) => token.slice(0, at) + (letter === 'a' ? 'b' : 'a') + token.slice(at + 1),
    );
    for (const wrong of [refreshToken, code, `${token}a`, refreshToken.replace('hsr_', 'hso_'), ...slips])
      expect(await probe(wrong)).toBe(401);
    test.clock.advance(3_599 * second);
    expect(await probe(token)).toBe(200);
    test.clock.advance(second);
    expect(await probe(token)).toBe(401);
  });

  it('costs no look at the database when it was made up', async () => {
    const forged = newAccessToken(new SecretBox('z'.repeat(32)), {
      grantId: '019d45d6-0ddb-7692-9f4f-68a7e873909f',
      expiresAt: new Date('2027-01-01T00:00:00Z'),
    });
    expect(await queriesDuring(test.orm, () => probe(forged))).toEqual([]);
  });

  it('of another audience opens nothing', async () => {
    const { tokens } = await apps.connect(asha.headers, { clientId });
    const moved = await startApp({
      modules: [AppsProbeModule],
      database: { ...test.database, close: async () => {} },
      clock: test.clock,
      settings: { PUBLIC_URL: 'https://elsewhere.example' },
    });
    const answer = await moved.http({ url: '/apps-probe/read', headers: bearer(tokens.access_token) });
    expect(answer.statusCode).toBe(401);
    await moved.close();
    expect(await probe(tokens.access_token)).toBe(200);
  });

  it('is taken back by its app, with whichever of its tokens, and by no other app', async () => {
    for (const name of ['access_token', 'refresh_token'] as const) {
      const { tokens } = await apps.connect(asha.headers, { clientId });
      const revoke = (id: string) => apps.post('revoke', { token: tokens[name], client_id: id });
      expect(errorOf(await revoke(await apps.register()))).toEqual(invalidGrant);
      expect(await probe(tokens.access_token)).toBe(200);
      expect((await revoke(clientId)).statusCode).toBe(200);
      expect(await probe(tokens.access_token)).toBe(401);
      expect((await revoke(clientId)).statusCode).toBe(200);
    }
    expect((await apps.post('revoke', { token: 'made up', client_id: clientId })).statusCode).toBe(200);
  });

  it('stands nowhere: not in the database, not in the log', async () => {
    const { code, verifier } = await newCode();
    const tokens = (await apps.redeem(clientId, code, verifier)).json();
    await probe(tokens.access_token);
    const em = test.orm.em.fork() as never as { execute(sql: string): Promise<object[]> };
    const rows = [
      await em.execute('select * from oauth_grants'),
      await em.execute('select * from audit_entries'),
    ];
    const texts = [JSON.stringify(rows), ...test.log.map((line) => JSON.stringify(line))];
    expect(test.log).not.toEqual([]);
    for (const secret of [code, verifier, tokens.access_token, tokens.refresh_token])
      expect(texts.filter((text) => text.includes(secret))).toEqual([]);
  });
});

describe('what is sent for tokens', () => {
  it.each([
    [{}, 'invalid_request'],
    [{ grant_type: 'password', username: 'asha', password: 'secret' }, 'unsupported_grant_type'],
    [{ grant_type: 'client_credentials', client_id: 'x' }, 'unsupported_grant_type'],
    [{ grant_type: 'authorization_code', client_id: 'x', code: 'x' }, 'invalid_request'],
    [{ grant_type: 'refresh_token', client_id: 'x' }, 'invalid_request'],
  ])('%j is refused in the words of the standard', async (fields, error) => {
    const answer = await apps.post('token', fields as never);
    expect([errorOf(answer), answer.headers['content-type']]).toEqual([
      [400, error],
      'application/json; charset=utf-8',
    ]);
  });

  it('is refused of an app that is not known, so that it registers again', async () => {
    expect(errorOf(await apps.refresh('019d45d6-0ddb-7692-9f4f-68a7e873909f', 'hsr_x'))).toEqual([
      401,
      'invalid_client',
    ]);
  });

  it('names nothing twice, and is a form', async () => {
    const send = (payload: string, type = 'application/x-www-form-urlencoded') =>
      test.http({ method: 'POST', url: '/oauth/token', headers: { 'content-type': type }, payload });
    const twice = await send('grant_type=refresh_token&client_id=a&client_id=b&refresh_token=c');
    expect(errorOf(twice)).toEqual([400, 'invalid_request']);
    expect((await send('{}', 'application/json')).statusCode).toBe(415);
    expect((await send('a='.repeat(9_000))).statusCode).toBe(413);
  });
});
