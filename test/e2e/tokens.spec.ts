// Refresh tokens are used once, access tokens are refused unless we made them and their session lives.
import { createHmac, createPublicKey, createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { RequestContext } from '@mikro-orm/core';
import { array, assert, asyncProperty, nat } from 'fast-check';
import { OutboxEvent } from '#libs/events';
import { SecretBox } from '#libs/secrets';
import { AuditEntry } from '../../src/audit/audit-entry.entity.js';
import { Customer } from '../../src/customers/customer.entity.js';
import { accountSecurityNoticed } from '../../src/sessions/account.events.js';
import { RefreshToken, Session } from '../../src/sessions/session.entity.js';
import { SessionsService, type TokenPair } from '../../src/sessions/sessions.service.js';
import { SigningKey } from '../../src/sessions/signing-key.entity.js';
import { SigningKeys } from '../../src/sessions/signing-keys.js';
import { startApp, type TestApp } from '../support/app.js';
import { givenIn, type Given } from '../support/given.js';

let test: TestApp;
let given: Given;
beforeAll(async () => {
  test = await startApp();
  given = givenIn(test);
});
afterAll(() => test.close());

const refresh = (refreshToken: string) =>
  test.http({ method: 'POST', url: '/api/v1/auth/refresh', payload: { refreshToken } });
const me = (token: string) =>
  test.http({ url: '/api/v1/users/me', headers: { authorization: `Bearer ${token}` } });

/** Without the password, which takes its time. */
async function loggedIn(customer?: Customer): Promise<TokenPair & { customer: Customer }> {
  const owner = customer ?? (await given.customer());
  const sessions = test.app.get(SessionsService, { strict: false });
  const tokens = await RequestContext.create(test.orm.em, () =>
    sessions.open({ kind: 'customer', id: owner.id }),
  );
  return { ...tokens, customer: owner };
}

/** What is to be told to `customer`. */
async function noticesTo({ id }: Customer): Promise<unknown[]> {
  const about = { type: accountSecurityNoticed.type, aggregateId: id };
  return (await test.orm.em.fork().find(OutboxEvent, about)).map(({ data }) => data.notice);
}

afterEach(() => vi.restoreAllMocks());

describe('refreshing', () => {
  it('trades a refresh token once', async () => {
    const { refreshToken } = await loggedIn();
    const next = await refresh(refreshToken);
    expect(next.statusCode).toBe(200);
    expect((await me(next.json().accessToken)).statusCode).toBe(200);
  });

  it('ends the whole family when a token is used twice, access tokens included', async () => {
    const { refreshToken, accessToken } = await loggedIn();
    const newest = (await refresh(refreshToken)).json();
    expect((await me(accessToken)).statusCode).toBe(200);
    expect((await refresh(refreshToken)).statusCode).toBe(401);
    expect((await refresh(newest.refreshToken)).json()).toMatchObject({
      status: 401,
      code: 'REFRESH_REFUSED',
    });
    expect((await me(accessToken)).statusCode).toBe(401);
    expect((await me(newest.accessToken)).statusCode).toBe(401);
  });

  it('leaves no token of the family alive when many use one at once, the winner’s included', async () => {
    const { refreshToken } = await loggedIn();
    const answers = await Promise.all(Array.from({ length: 8 }, () => refresh(refreshToken)));
    const winners = answers.filter((answer) => answer.statusCode === 200);
    expect([winners.length, answers.length - winners.length]).toEqual([1, 7]);
    expect((await refresh(winners[0]!.json().refreshToken)).statusCode).toBe(401);
    expect((await me(winners[0]!.json().accessToken)).statusCode).toBe(401);
  });

  it('tells the owner once, and the audit log, however often it is tried again', async () => {
    const { refreshToken, customer } = await loggedIn();
    await Promise.all(Array.from({ length: 4 }, () => refresh(refreshToken)));
    await refresh(refreshToken);
    expect(await noticesTo(customer)).toEqual(['refresh_token_reused']);
    const { id } = await test.orm.em.fork().findOneOrFail(Session, { accountId: customer.id });
    const entries = await test.orm.em.fork().find(AuditEntry, { objectType: 'session', objectId: id });
    expect(entries.map(({ action }) => action)).toEqual(['session.ended']);
  });

  it('leaves the owner’s other sessions alone', async () => {
    const first = await loggedIn();
    const second = await loggedIn(first.customer);
    await refresh(first.refreshToken);
    await refresh(first.refreshToken);
    expect((await me(second.accessToken)).statusCode).toBe(200);
    expect((await refresh(second.refreshToken)).statusCode).toBe(200);
  });

  it('refuses what was made up, what has expired, and a staff member’s at the door of customers', async () => {
    const { refreshToken } = await loggedIn();
    expect((await refresh('x'.repeat(43))).statusCode).toBe(401);
    const { refreshToken: ofStaff } = await given.staffSignedIn();
    expect((await refresh(ofStaff)).json().code).toBe('REFRESH_REFUSED');
    test.clock.advance(31 * 86_400_000);
    expect((await refresh(refreshToken)).statusCode).toBe(401);
    test.clock.advance(-31 * 86_400_000);
  });

  it('is over when the account is', async () => {
    const { refreshToken, customer } = await loggedIn();
    await test.orm.em.fork().nativeUpdate(Customer, { id: customer.id }, { status: 'locked' });
    expect((await refresh(refreshToken)).json().code).toBe('REFRESH_REFUSED');
  });

  it('keeps no token that could be read from the database', async () => {
    const { refreshToken, accessToken } = await loggedIn();
    const rows = await test.orm.em.fork().find(RefreshToken, {}, { populate: ['session'] });
    const kept = JSON.stringify(rows);
    expect([kept.includes(refreshToken), kept.includes(accessToken)]).toEqual([false, false]);
  });

  /** Steps of a family: at each, some of the tokens that are known by then are used at once. */
  const story = array(array(nat({ max: 7 }), { minLength: 1, maxLength: 5 }), {
    minLength: 1,
    maxLength: 5,
  });

  it('in any interleaving in which a token is used twice leaves no token of the family', async () => {
    await assert(
      asyncProperty(story, async (steps) => {
        const first = await loggedIn();
        const family: Pick<TokenPair, 'accessToken' | 'refreshToken'>[] = [first];
        const uses: string[] = [];
        for (const step of steps) {
          const used = step.map((index) => family[index % family.length]!.refreshToken);
          uses.push(...used);
          const answers = await Promise.all(used.map(refresh));
          family.push(...answers.filter(({ statusCode }) => statusCode === 200).map((each) => each.json()));
        }
        const isReused = new Set(uses).size < uses.length;
        const access = await Promise.all(family.map(({ accessToken }) => me(accessToken)));
        const expected = isReused ? 401 : 200;
        expect(access.map(({ statusCode }) => statusCode)).toEqual(family.map(() => expected));
        // One after the other: the newest first, since each use of an older one ends the family by itself.
        const newest = await refresh(family.at(-1)!.refreshToken);
        expect(newest.statusCode).toBe(expected);
        if (!isReused) return;
        const rest = await Promise.all(family.map(({ refreshToken }) => refresh(refreshToken)));
        expect(rest.map(({ statusCode }) => statusCode)).toEqual(family.map(() => 401));
      }),
      { numRuns: 25 },
    );
  });
});

describe('access tokens', () => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const text = (key: KeyObject) => key.export({ type: 'spki', format: 'pem' }) as string;

  /** Our own key, as somebody would have it who has stolen it: so that each token below fails for one reason only. */
  async function ours() {
    const row = await test.orm.em.fork().findOneOrFail(SigningKey, { retiresAt: null });
    const der = test.app.get(SecretBox).open('signing-key', row.privateKey, row.kid);
    return { kid: row.kid, key: { key: der, format: 'der', type: 'pkcs8' } as const, jwk: row.publicJwk };
  }

  const es256 = (body: string, key: object) =>
    createSign('sha256')
      .update(body)
      .sign({ ...key, dsaEncoding: 'ieee-p1363' } as never, 'base64url');

  async function signed(change: object = {}, header: object = {}, sign = es256): Promise<string> {
    const { kid, key } = await ours();
    const body = `${part({ alg: 'ES256', typ: 'JWT', kid, ...header })}.${part({ ...(await claims()), ...change })}`;
    return `${body}.${sign(body, key)}`;
  }

  /** Of ours, whatever it says. */
  async function es256Token(payload: string): Promise<string> {
    const { kid, key } = await ours();
    const body = `${part({ alg: 'ES256', typ: 'JWT', kid })}.${Buffer.from(payload).toString('base64url')}`;
    return `${body}.${es256(body, key)}`;
  }

  let owner: Awaited<ReturnType<typeof loggedIn>>;
  beforeAll(async () => {
    owner = await loggedIn();
  });

  const claimsOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString());
  const claims = async () => claimsOf(owner.accessToken);
  const seconds = () => Math.floor(test.clock.now().getTime() / 1000);

  const shapeOf = (answer: Awaited<ReturnType<typeof me>>) => {
    const { correlationId: _, ...problem } = answer.json();
    return { ...problem, challenge: answer.headers['www-authenticate'] };
  };
  const refusal = {
    type: 'about:blank',
    title: 'Unauthorized',
    status: 401,
    code: 'UNAUTHENTICATED',
    detail: 'A valid access token is needed.',
    instance: '/api/v1/users/me',
    challenge: 'Bearer',
  };

  it('are accepted as signed by us', async () => {
    expect((await me(owner.accessToken)).statusCode).toBe(200);
    expect((await me(await signed())).statusCode).toBe(200);
  });

  it('are accepted in whatever letters the scheme is written, and under no other scheme', async () => {
    const ask = (authorization: string) => test.http({ url: '/api/v1/users/me', headers: { authorization } });
    for (const scheme of ['bearer ', 'BEARER ', 'bEaReR   '])
      expect((await ask(scheme + owner.accessToken)).statusCode).toBe(200);
    for (const scheme of ['', 'Bearer', 'Bearers ', 'Basic ', 'Bearer: '])
      expect((await ask(scheme + owner.accessToken)).statusCode).toBe(401);
  });

  const other = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const hmac = (secret: string) => (body: string) =>
    createHmac('sha256', secret).update(body).digest('base64url');
  const attacks: [string, () => Promise<string>][] = [
    ['nonsense', async () => 'not.a.token'],
    ['nothing', async () => ''],
    ['another key', () => signed({}, {}, (body) => es256(body, { key: other }))],
    ['no algorithm and no signature', () => signed({}, { alg: 'none' }, () => '')],
    ['no algorithm with our kid and a signature', () => signed({}, { alg: 'none' })],
    ['no signature', () => signed({}, {}, () => '')],
    [
      'the public key as an HMAC secret',
      async () => {
        const { jwk } = await ours();
        return signed({}, { alg: 'HS256' }, hmac(text(createPublicKey({ key: jwk, format: 'jwk' }))));
      },
    ],
    [
      'the public key as an HMAC secret under our header',
      async () => {
        const { jwk } = await ours();
        return signed({}, {}, hmac(text(createPublicKey({ key: jwk, format: 'jwk' }))));
      },
    ],
    ['another algorithm of the same family', () => signed({}, { alg: 'ES384' })],
    [
      'a key of the caller’s own in the header',
      () =>
        signed({}, { jwk: createPublicKey(other).export({ format: 'jwk' }) }, (body) =>
          es256(body, { key: other }),
        ),
    ],
    ['an unknown kid', () => signed({}, { kid: 'AAAAAAAAAAAAAAAA' })],
    ['a kid that is a path', () => signed({}, { kid: '../../../../dev/null' })],
    ['a kid that is a query', () => signed({}, { kid: "x' union select 1--" })],
    ['no kid', () => signed({}, { kid: undefined })],
    ['another issuer', () => signed({ iss: 'elsewhere' })],
    ['no issuer', () => signed({ iss: undefined })],
    ['another audience', () => signed({ aud: 'elsewhere' })],
    ['no audience', () => signed({ aud: undefined })],
    ['one that expires now', () => signed({ exp: seconds() })],
    ['one that has expired', () => signed({ exp: seconds() - 3600 })],
    ['one that never expires', () => signed({ exp: undefined })],
    ['one that is not yet valid', () => signed({ nbf: seconds() + 1 })],
    ['another kind of account', () => signed({ kind: 'staff' })],
    ['another account', () => signed({ sub: '018f0000-0000-7000-8000-000000000000' })],
    ['another session', () => signed({ sid: '018f0000-0000-7000-8000-000000000000' })],
    ['no session', () => signed({ sid: undefined })],
    ['a session that is a filter', () => signed({ sid: { $ne: null } })],
    ['a session that is a list', async () => signed({ sid: [(await claims()).sid] })],
    ['a session that is no id', () => signed({ sid: "x'--" })],
    ['an account that is a filter', () => signed({ sub: { $gt: '' } })],
    ['an account that is a list', async () => signed({ sub: [(await claims()).sub] })],
    ['an account that is a number', () => signed({ sub: 7 })],
    ['a kind that there is not', () => signed({ kind: 'admin' })],
    ['a kind that is a list', () => signed({ kind: ['customer'] })],
    ['a time in words', () => signed({ exp: String(seconds() + 60) })],
    ['a time that is none', () => signed({ exp: null })],
    ['a time beyond all time', () => signed({ exp: 1e300 })],
    ['a beginning in words', () => signed({ nbf: String(seconds() - 60) })],
    ['claims that are none', async () => es256Token('[]')],
    [
      'a changed payload',
      async () => {
        const [header, , signature] = owner.accessToken.split('.');
        return [header, part({ ...(await claims()), kind: 'staff' }), signature].join('.');
      },
    ],
    [
      'a changed signature',
      async () =>
        owner.accessToken.replace(/\.(.)([^.]*)$/, (_, one, rest) => `.${one === 'A' ? 'B' : 'A'}${rest}`),
    ],
    ['a refresh token', async () => owner.refreshToken],
  ];

  it.each(attacks)('are refused with one shape: %s', async (_, token) => {
    expect(shapeOf(await me(await token()))).toEqual(refusal);
  });

  it('are read by our clock, also after they were seen', async () => {
    const token = await signed({ nbf: seconds() - 60, exp: seconds() + 60 });
    expect((await me(token)).statusCode).toBe(200);
    test.clock.advance(60_000);
    expect(shapeOf(await me(token))).toEqual(refusal);
    test.clock.advance(-121_000);
    expect(shapeOf(await me(token))).toEqual(refusal);
    test.clock.advance(61_000);
    expect((await me(token)).statusCode).toBe(200);
  });

  it.each([
    ['locked', '', 900],
    ['deleted', '', 900],
    ['locked', ', also where the clock was set back meanwhile', -900],
  ] as const)('of a %s customer are refused within a second%s', async (status, _, later) => {
    const { accessToken, customer } = await loggedIn();
    expect((await me(accessToken)).statusCode).toBe(200);
    const eraseAt = status === 'deleted' ? test.clock.now() : null;
    await test.orm.em.fork().nativeUpdate(Customer, { id: customer.id }, { status, eraseAt });
    test.clock.advance(later);
    expect(shapeOf(await me(accessToken))).toEqual(refusal);
  });

  it('of staff are not those of a customer with the same id', async () => {
    const { headers } = await given.staffSignedIn();
    const { sub, sid } = claimsOf(headers.authorization.slice('Bearer '.length));
    expect(shapeOf(await me(await signed({ sub, sid, kind: 'customer' })))).toEqual(refusal);
  });

  it('cost the database nothing once they were seen', async () => {
    await me(owner.accessToken);
    const validate = () =>
      test.http({
        url: '/api/v1/auth/validate',
        headers: { authorization: `Bearer ${owner.accessToken}` },
      });
    const queries = vi.spyOn(test.orm.em.getConnection(), 'execute');
    expect((await validate()).statusCode).toBe(200);
    expect(queries).not.toHaveBeenCalled();
  });

  it('with keys that nobody has made cost one look for them a second', async () => {
    test.clock.advance(1_000);
    const looks = vi.spyOn(test.app.get(SigningKeys, { strict: false }), 'reload');
    const made = await Promise.all(
      Array.from({ length: 20 }, (_, index) => signed({}, { kid: `made-up-${index}` })),
    );
    await Promise.all(made.map(me));
    for (const token of made) await me(token);
    expect(looks).toHaveBeenCalledTimes(1);
  });
});
