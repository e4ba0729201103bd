// The keys of access tokens: made once, published, rotated while everybody goes on working.
import { createPublicKey, verify } from 'node:crypto';
import { RequestContext } from '@mikro-orm/core';
import type { OpenDatabase } from '#libs/orm';
import { SecretBox } from '#libs/secrets';
import { AuditEntry } from '../../src/audit/audit-entry.entity.js';
import { SessionCleanUp } from '../../src/sessions/session-clean-up.js';
import { SessionsService } from '../../src/sessions/sessions.service.js';
import { SigningKey } from '../../src/sessions/signing-key.entity.js';
import { SigningKeys } from '../../src/sessions/signing-keys.js';
import { freshDatabase } from '../support/database.js';
import { startApp, type TestApp } from '../support/app.js';
import { givenIn, type Given } from '../support/given.js';

const accessSeconds = 900;
const delayMs = 600_000;
const settings = { ACCESS_TOKEN_SECONDS: accessSeconds };

let database: OpenDatabase;
let test: TestApp;
/** The same program once more, on the same database. */
let elsewhere: TestApp;
let given: Given;
beforeAll(async () => {
  database = await freshDatabase();
  const start = (clock?: TestApp['clock']) =>
    startApp({ database: { ...database, close: async () => {} }, settings, clock });
  elsewhere = await start();
  test = await start(elsewhere.clock);
  given = givenIn(test);
});
afterAll(async () => {
  await elsewhere.close();
  await test.close();
  await database.close();
});

const jwks = async (app = test) =>
  (await app.http({ url: '/.well-known/jwks.json' })).json().keys as { kid: string }[];
const kids = async (app = test) => (await jwks(app)).map(({ kid }) => kid);
const headerOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[0]!, 'base64url').toString());
const signer = (token: string) => headerOf(token).kid as string;
const validate = (token: string, app = test) =>
  app.http({ url: '/api/v1/auth/validate', headers: { authorization: `Bearer ${token}` } });

async function token(app = test): Promise<string> {
  const { id } = await given.customer();
  const sessions = app.app.get(SessionsService, { strict: false });
  return (await RequestContext.create(app.orm.em, () => sessions.open({ kind: 'customer', id }))).accessToken;
}

const admin = async () => (await given.staffSignedIn({ role: 'admin' })).headers;
const rotate = async (headers?: { authorization: string }) =>
  test.http({
    method: 'POST',
    url: '/api/v1/ops/signing-keys/rotate',
    headers: headers ?? (await admin()),
  });

/** As after the first start: one key, which everybody knows. */
afterEach(async () => {
  await test.orm.em.fork().nativeDelete(SigningKey, {});
  for (const each of [test, elsewhere]) await each.app.get(SigningKeys, { strict: false }).onModuleInit();
});

describe('the first signing key', () => {
  it('is one, used by every instance', async () => {
    expect(await kids()).toHaveLength(1);
    expect(await kids(elsewhere)).toEqual(await kids());
    expect((await validate(await token(elsewhere))).statusCode).toBe(200);
  });

  it('is one, however many look for it at once and find none', async () => {
    const { orm, app, clock } = test;
    await orm.em.fork().nativeDelete(SigningKey, {});
    const processes = Array.from({ length: 4 }, () => new SigningKeys(orm.em, app.get(SecretBox), clock));
    await Promise.all(processes.map((keys) => keys.onModuleInit()));
    expect(new Set(processes.flatMap((keys) => keys.published().map(({ kid }) => kid))).size).toBe(1);
    for (const each of [test, elsewhere]) await each.app.get(SigningKeys, { strict: false }).reload();
    expect(await kids()).toEqual(await kids(elsewhere));
  });

  it('is published so that anybody can verify with it', async () => {
    const answer = await test.http({ url: '/.well-known/jwks.json' });
    expect(answer.headers['cache-control']).toBe('public, max-age=300');
    const [key] = answer.json().keys;
    expect(Object.keys(key).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
    expect(key).toMatchObject({ alg: 'ES256', crv: 'P-256', kty: 'EC', use: 'sig' });
    const signed = await token();
    expect(headerOf(signed)).toEqual({ alg: 'ES256', typ: 'JWT', kid: key.kid });
    const [header, payload, signature] = signed.split('.');
    const publicKey = { key: createPublicKey({ key, format: 'jwk' }), dsaEncoding: 'ieee-p1363' } as const;
    const bytes = Buffer.from(signature!, 'base64url');
    expect(verify('sha256', Buffer.from(`${header}.${payload}`), publicKey, bytes)).toBe(true);
  });

  it('is kept sealed', async () => {
    const row = await test.orm.em.fork().findOneOrFail(SigningKey, { retiresAt: null });
    expect(() => test.app.get(SecretBox).open('signing-key', row.privateKey, row.kid)).not.toThrow();
    expect(() => test.app.get(SecretBox).open('signing-key', row.privateKey, 'another')).toThrow(
      'cannot be opened',
    );
    expect(Buffer.from(row.privateKey).toString('latin1')).not.toContain('PRIVATE');
  });
});

describe('rotating', () => {
  it('is for those who configure the system', async () => {
    const { headers } = await given.staffSignedIn({ role: 'ops_manager' });
    const { headers: customer } = await given.signedIn();
    for (const caller of [headers, customer]) {
      expect((await test.http({ url: '/api/v1/ops/signing-keys', headers: caller })).statusCode).toBe(403);
      const url = '/api/v1/ops/signing-keys/rotate';
      expect((await test.http({ method: 'POST', url, headers: caller })).statusCode).toBe(403);
    }
    expect(await kids()).toHaveLength(1);
  });

  it('publishes the next key before it signs, and keeps the old one while its tokens live', async () => {
    const [old] = await kids();
    const before = await token();
    const answer = await rotate();
    expect(answer.statusCode).toBe(201);
    const { kid: next, retiresAt } = answer.json();
    expect([retiresAt, answer.body.includes('private')]).toEqual([null, false]);
    expect(new Set(await kids())).toEqual(new Set([old, next]));
    expect(signer(await token())).toBe(old);

    test.clock.advance(delayMs - 1000);
    const last = await token();
    expect(signer(last)).toBe(old);
    test.clock.advance(1000);
    const first = await token();
    expect(signer(first)).toBe(next);
    for (const each of [last, first]) expect((await validate(each)).statusCode).toBe(200);
    // Elsewhere nobody has said a word: it sees a key that it does not know, and looks.
    expect((await validate(first, elsewhere)).statusCode).toBe(200);
    expect(signer(await token(elsewhere))).toBe(next);

    test.clock.advance((accessSeconds - 2) * 1000);
    expect((await validate(last)).statusCode).toBe(200);
    test.clock.advance(1000);
    for (const each of [before, last]) expect((await validate(each)).statusCode).toBe(401);
    test.clock.advance(1000 + delayMs);
    expect(await kids()).toEqual([next]);
    await test.app.get(SessionCleanUp, { strict: false }).run();
    expect(await test.orm.em.fork().count(SigningKey, {})).toBe(1);
  });

  it('makes one key, however many ask for it', async () => {
    const headers = await admin();
    const answers = await Promise.all([rotate(headers), rotate(headers), rotate(headers)]);
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([201, 409, 409]);
    const refused = answers.find(({ statusCode }) => statusCode === 409)!;
    const made = answers.find(({ statusCode }) => statusCode === 201)!.json();
    expect(refused.json()).toMatchObject({ code: 'SIGNING_KEY_WAITING', kid: made.kid });
    expect(await kids()).toHaveLength(2);
    const entries = await test.orm.em.fork().find(AuditEntry, { objectId: made.kid });
    expect(entries.map(({ action }) => action)).toEqual(['signing_key.rotated']);
  });

  it('shows what there is, and no secret', async () => {
    const { headers } = await given.staffSignedIn({ role: 'super_admin' });
    await rotate(headers);
    const answer = await test.http({ url: '/api/v1/ops/signing-keys', headers });
    const { items } = answer.json();
    expect(items).toHaveLength(2);
    expect(Object.keys(items[0]).sort()).toEqual([
      'activatesAt',
      'algorithm',
      'createdAt',
      'kid',
      'retiresAt',
    ]);
    expect([items[0].retiresAt, items[1].retiresAt === null]).toEqual([null, false]);
  });
});

describe('another SECRET_KEY', () => {
  it('makes a new key sign, and the old one still verifies', async () => {
    const before = await token();
    const moved = await startApp({
      database: { ...database, close: async () => {} },
      clock: test.clock,
      settings: { ...settings, SECRET_KEY: 'another secret that only tests know, 32+' },
    });
    try {
      const after = await token(moved);
      expect(signer(after)).not.toBe(signer(before));
      for (const each of [before, after]) expect((await validate(each, moved)).statusCode).toBe(200);
    } finally {
      await moved.close();
    }
  });
});

describe('a stolen key', () => {
  it('is given up by rotating and removing its row: from then on it opens nothing, seen before or not', async () => {
    const [seen, unseen] = [await token(), await token()];
    expect((await validate(seen)).statusCode).toBe(200);
    test.clock.advance(delayMs);
    const { kid } = (await rotate()).json();
    await test.orm.em.fork().nativeDelete(SigningKey, { kid: { $ne: kid } });
    // What every process does within a minute.
    await test.app.get(SigningKeys, { strict: false }).reload();
    expect(await kids()).toEqual([kid]);
    for (const each of [seen, unseen]) expect((await validate(each)).statusCode).toBe(401);
    const next = await token();
    expect([signer(next), (await validate(next)).statusCode]).toEqual([kid, 200]);
  });
});
