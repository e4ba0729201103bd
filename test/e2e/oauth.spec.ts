// An app acts for somebody who has let it in: for what they have given, as long as they like, and only where apps are let in.
import { RequestContext } from '@mikro-orm/core';
import { AccessDecision } from '../../src/access/access-decision.entity.js';
import { SessionsService } from '../../src/sessions/sessions.service.js';
import { Staff } from '../../src/staff/staff.entity.js';
import { startApp, type TestApp } from '../support/app.js';
import { besides } from '../support/database.js';
import { AppsProbeModule, givenApps, newPkce, redirectUri } from '../support/given-apps.js';
import { bearer, givenKey } from '../support/given-keys.js';
import { givenIn, password, type Given, type SignedIn } from '../support/given.js';
import { mailsTo } from '../support/mails.js';

let test: TestApp;
let elsewhere: TestApp;
let given: Given;
let apps: ReturnType<typeof givenApps>;
let asha: SignedIn;
beforeAll(async () => {
  test = await startApp({ modules: [AppsProbeModule] });
  elsewhere = await startApp({
    modules: [AppsProbeModule],
    database: test.database.shared ? besides(test.database) : { ...test.database, close: async () => {} },
    clock: test.clock,
  });
  given = givenIn(test);
  apps = givenApps(test.http);
});
beforeEach(async () => {
  asha = await given.signedIn();
});
afterAll(async () => {
  await elsewhere.close();
  await test.close();
});

const minute = 60_000;
type Headers = { authorization: string };
const probe = (token: string, what = 'read', at = test) =>
  at.http({ url: `/apps-probe/${what}`, headers: bearer(token) });
/** The status that an app gets for something that `read` opens, here and in the second process. */
const tries = async (token: string) => [
  (await probe(token)).statusCode,
  (await probe(token, 'read', elsewhere)).statusCode,
];
const call = (
  headers: Headers,
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  path: string,
  payload?: object,
) => test.http({ method, url: `/api/v1${path}`, headers, payload });
const own = (headers: Headers, id = '') =>
  call(headers, id ? 'DELETE' : 'GET', `/users/me/connected-apps${id}`);

describe('an app', () => {
  it('is let in by the person, and acts for them', async () => {
    const clientId = await apps.register();
    const pkce = newPkce();
    const back = await apps.consented(asha.headers, apps.query(clientId, pkce));
    expect(back.href.split('?')[0]).toBe(redirectUri);
    expect([back.searchParams.get('state'), back.searchParams.get('iss')]).toEqual([
      'of the app',
      'http://localhost:3000',
    ]);
    const answer = await apps.redeem(clientId, back.searchParams.get('code')!, pkce.verifier);
    expect([answer.statusCode, answer.headers['cache-control']]).toEqual([200, 'no-store']);
    expect(answer.json()).toMatchObject({ token_type: 'Bearer', expires_in: 3600, scope: 'read book' });
    const seen = await probe(answer.json().access_token);
    expect(seen.json()).toEqual({
      kind: 'customer',
      id: asha.customer.id,
      permissions: expect.arrayContaining(['bookings.read', 'bookings.create']),
      grantId: expect.any(String),
    });
    expect(seen.json().permissions).not.toContain('conversations.read');
  });

  it('is somebody only where apps are let in', async () => {
    const { tokens } = await apps.connect(asha.headers);
    for (const path of [
      '/bookings',
      '/users/me',
      '/auth/validate',
      '/users/me/connected-apps',
      '/api-keys',
    ]) {
      const answer = await call(bearer(tokens.access_token), 'GET', path);
      expect([path, answer.statusCode, answer.json().code]).toEqual([path, 401, 'UNAUTHENTICATED']);
    }
    expect(await tries(tokens.access_token)).toEqual([200, 200]);
  });

  it('is told where to get a token, and which scope it lacks', async () => {
    const metadata = 'resource_metadata="http://localhost:3000/.well-known/oauth-protected-resource/mcp"';
    const challenge = async (headers: object, what = 'read') => {
      const answer = await test.http({ url: `/apps-probe/${what}`, headers: headers as Headers });
      return [answer.statusCode, answer.headers['www-authenticate']];
    };
    expect(await challenge({})).toEqual([401, `Bearer ${metadata}`]);
    expect(await challenge(bearer('hso_made-up'))).toEqual([
      401,
      `Bearer error="invalid_token", ${metadata}`,
    ]);
    const { tokens } = await apps.connect(asha.headers, { scope: 'read' });
    expect(await challenge(bearer(tokens.access_token), 'book')).toEqual([
      403,
      `Bearer error="insufficient_scope", scope="book", ${metadata}`,
    ]);
    const refused = await probe(tokens.access_token, 'book');
    const decision = { id: refused.json().decisionId, actorId: asha.customer.id };
    const { apiKeyId, steps } = await test.orm.em.fork().findOneOrFail(AccessDecision, decision);
    expect(apiKeyId).toBe((await probe(tokens.access_token)).json().grantId);
    expect(steps).toContainEqual(expect.objectContaining({ rule: 'scope', outcome: 'failed' }));
    // What no scope gives: the account of the person, which is theirs alone.
    expect(await challenge(bearer(tokens.access_token), 'account')).toEqual([403, undefined]);
    const elsewhere = await test.http({ url: '/api/v1/bookings' });
    expect([elsewhere.statusCode, elsewhere.headers['www-authenticate']]).toEqual([401, 'Bearer']);
  });

  it('never gets more than the person may do at the moment', async () => {
    const { staff, headers } = await given.staffSignedIn({ role: 'ops_manager' });
    const { tokens } = await apps.connect(headers, { scope: 'read book refund manage' });
    const held = async (at = test) =>
      ((await probe(tokens.access_token, 'read', at)).json().permissions ?? []) as string[];
    expect(await held()).toEqual(expect.arrayContaining(['bookings.refund', 'catalogue.update']));
    expect(await held()).not.toContain('complaints.assign');
    await test.orm.em.fork().nativeUpdate(Staff, { id: staff.id }, { role: 'viewer' });
    for (const at of [test, elsewhere])
      expect((await held(at)).sort()).toEqual([
        'bookings.read',
        'catalogue.read',
        'complaints.read',
        'providers.read',
      ]);
  });

  it('gets of the scopes those of which the person has something to give, and has left in', async () => {
    const clientId = await apps.register();
    const pkce = newPkce();
    const agreed = async (scope: string | undefined, chosen?: string[]) => {
      const request = await apps.sealed(apps.query(clientId, pkce, { scope }));
      const { redirectTo, ...rest } = (await apps.agree(asha.headers, request, chosen)).json();
      if (!redirectTo) return rest.code;
      const code = new URL(redirectTo).searchParams.get('code')!;
      return (await apps.redeem(clientId, code, pkce.verifier)).json().scope;
    };
    expect(await agreed(undefined)).toBe('read book complain chat');
    expect(await agreed('openid read manage offline_access')).toBe('read');
    expect(await agreed('read book chat', ['chat', 'book'])).toBe('book chat');
    expect(await agreed('read', ['read', 'chat'])).toBe('read');
    expect(await agreed('manage refund')).toBe('NOTHING_TO_CONSENT');
  });

  it('is refused of somebody who still has to set up their second factor', async () => {
    const strict = await startApp({
      settings: { STAFF_SECOND_FACTOR_ROLES: 'admin' },
      database: { ...test.database, close: async () => {} },
      clock: test.clock,
    });
    const { headers } = await given.staffSignedIn({ role: 'admin' });
    const request = await apps.sealed(apps.query(await apps.register(), newPkce()));
    const answer = await givenApps(strict.http).agree(headers, request);
    expect(answer.json()).toMatchObject({ status: 403, code: 'NOTHING_TO_CONSENT' });
    await strict.close();
  });
});

describe('a connected app', () => {
  it('is listed with what it may do, and when it was last there', async () => {
    const { clientId, tokens } = await apps.connect(asha.headers);
    await probe(tokens.access_token);
    const connectedAt = test.clock.now().toISOString();
    const { items } = (await own(asha.headers)).json();
    expect(items).toEqual([
      {
        id: expect.any(String),
        clientId,
        name: 'Assistant',
        host: '127.0.0.1:33418',
        scopes: ['read', 'book'],
        connectedAt,
        lastUsedAt: connectedAt,
        expiresAt: new Date(test.clock.now().getTime() + 30 * 24 * 60 * minute).toISOString(),
      },
    ]);
    expect((await own((await given.signedIn()).headers)).json()).toEqual({ items: [] });
  });

  it('is disconnected by its person, and by nobody else', async () => {
    const { tokens, clientId } = await apps.connect(asha.headers);
    const [{ id }] = (await own(asha.headers)).json().items;
    const { headers: other } = await given.signedIn();
    expect((await own(other, `/${id}`)).json()).toMatchObject({
      status: 404,
      code: 'CONNECTED_APP_NOT_FOUND',
    });
    const key = await givenKey(test.http, asha);
    expect((await own(key.headers, `/${id}`)).statusCode).toBe(403);
    expect(await tries(tokens.access_token)).toEqual([200, 200]);
    expect((await own(asha.headers, `/${id}`)).statusCode).toBe(204);
    expect(await tries(tokens.access_token)).toEqual([401, 401]);
    expect((await apps.refresh(clientId, tokens.refresh_token)).json().error).toBe('invalid_grant');
    expect((await own(asha.headers)).json()).toEqual({ items: [] });
  });

  it('of staff is theirs to disconnect, and that of whoever looks after staff', async () => {
    const [lead, other, admin] = [
      await given.staffSignedIn({ role: 'ops_lead' }),
      await given.staffSignedIn({ role: 'ops_lead' }),
      await given.staffSignedIn({ role: 'admin' }),
    ];
    const { tokens } = await apps.connect(lead.headers);
    const mine = '/ops/users/me/connected-apps';
    const [{ id }] = (await call(lead.headers, 'GET', mine)).json().items;
    expect((await call(other.headers, 'DELETE', `${mine}/${id}`)).statusCode).toBe(404);
    expect((await call(other.headers, 'GET', '/ops/connected-apps')).statusCode).toBe(403);
    const all = `/ops/connected-apps?owner=${lead.staff.id}`;
    expect((await call(admin.headers, 'GET', all)).json().items).toMatchObject([{ id, ownerKind: 'staff' }]);
    expect((await call(admin.headers, 'DELETE', `/ops/connected-apps/${id}`)).statusCode).toBe(204);
    expect(await tries(tokens.access_token)).toEqual([401, 401]);
    const again = await apps.connect(lead.headers);
    const [{ id: second }] = (await call(lead.headers, 'GET', mine)).json().items;
    expect((await call(lead.headers, 'DELETE', `${mine}/${second}`)).statusCode).toBe(204);
    expect(await tries(again.tokens.access_token)).toEqual([401, 401]);
  });

  it.each([
    [
      'another password',
      () =>
        call(asha.headers, 'PATCH', '/users/me/password', {
          currentPassword: password,
          newPassword: 'another horse 43',
        }),
    ],
    ['signing out everywhere', () => call(asha.headers, 'POST', '/auth/logout', { everywhere: true })],
    ['closing the account', () => call(asha.headers, 'DELETE', '/users/me', { password })],
  ])('ends at once, in every process, with %s', async (_what, end) => {
    const { tokens, clientId } = await apps.connect(asha.headers);
    const bystander = await apps.connect((await given.signedIn()).headers);
    expect((await end()).statusCode).toBeLessThan(300);
    expect(await tries(tokens.access_token)).toEqual([401, 401]);
    expect((await apps.refresh(clientId, tokens.refresh_token)).json().error).toBe('invalid_grant');
    expect(await tries(bystander.tokens.access_token)).toEqual([200, 200]);
  });

  it('goes on when one session ends', async () => {
    const { tokens } = await apps.connect(asha.headers);
    expect((await call(asha.headers, 'POST', '/auth/logout', {})).statusCode).toBe(204);
    expect(await tries(tokens.access_token)).toEqual([200, 200]);
  });

  it('ends when its staff is suspended', async () => {
    const admin = await given.staffSignedIn({ role: 'admin' });
    const { staff, headers } = await given.staffSignedIn();
    const { tokens } = await apps.connect(headers);
    const suspended = await call(admin.headers, 'POST', `/ops/users/${staff.id}/suspend`);
    expect(suspended.statusCode).toBeLessThan(300);
    expect(await tries(tokens.access_token)).toEqual([401, 401]);
    await call(admin.headers, 'POST', `/ops/users/${staff.id}/reactivate`);
    expect(await tries(tokens.access_token)).toEqual([401, 401]);
  });

  it('is not connected by somebody who is signed out at the same moment', async () => {
    const clientId = await apps.register();
    const sessions = test.app.get(SessionsService, { strict: false });
    const connects = async ({ customer, headers }: SignedIn) => {
      const pkce = newPkce();
      const request = await apps.sealed(apps.query(clientId, pkce));
      const account = { kind: 'customer', id: customer.id } as const;
      const signOut = () => RequestContext.create(test.orm.em, () => sessions.endAll(account, 'password'));
      const [agreed] = await Promise.all([apps.agree(headers, request), signOut()]);
      if (agreed.statusCode === 401) return 'signed out';
      const code = new URL(agreed.json().redirectTo).searchParams.get('code')!;
      return (await apps.redeem(clientId, code, pkce.verifier)).json().error;
    };
    const outcomes = [];
    for (let each = 0; each < 8; each++) outcomes.push(await connects(await given.signedIn()));
    expect(outcomes.filter((outcome) => !['signed out', 'invalid_grant'].includes(outcome))).toEqual([]);
  });

  it('is told of to its person, and written down', async () => {
    const { customer } = asha;
    await apps.connect(asha.headers);
    const mails = await mailsTo(test, customer.email!);
    expect(mails.map(({ subject }) => subject)).toContain('An app was connected to your account');
    const admin = await given.staffSignedIn({ role: 'super_admin' });
    const { items } = (
      await call(admin.headers, 'GET', `/ops/audit?actor=${customer.id}&action=app.connected`)
    ).json();
    expect(items).toMatchObject([{ objectType: 'connected_app', actorKind: 'customer' }]);
  });
});
