// A customer's own account: the profile, and closing it.
import { AuditEntry } from '../../src/audit/audit-entry.entity.js';
import { Customer } from '../../src/customers/customer.entity.js';
import { startApp, type TestApp } from '../support/app.js';
import { givenIn, password, type Given, type SignedIn } from '../support/given.js';

let test: TestApp;
let given: Given;
beforeAll(async () => {
  test = await startApp();
  given = givenIn(test);
});
afterAll(() => test.close());

const url = '/api/v1/users/me';
type Headers = Record<string, string>;
const get = ({ headers }: { headers: Headers }) => test.http({ url, headers });
const put = ({ headers }: { headers: Headers }, payload: object, more: Headers = {}) =>
  test.http({ method: 'PUT', url, headers: { ...headers, ...more }, payload });
const patch = ({ headers }: { headers: Headers }, payload: object, more: Headers = {}) =>
  test.http({ method: 'PATCH', url, headers: { ...headers, ...more }, payload });
const close = ({ headers }: { headers: Headers }, payload: object = { password }) =>
  test.http({ method: 'DELETE', url, headers, payload });
const login = (identifier: string) =>
  test.http({ method: 'POST', url: '/api/v1/auth/login', payload: { identifier, password } });
const row = ({ customer }: SignedIn) => test.orm.em.fork().findOneOrFail(Customer, { id: customer.id });
const audited = ({ customer }: SignedIn, action: string) =>
  test.orm.em.fork().find(AuditEntry, { objectId: customer.id, action });

const profileOf = ({ customer }: SignedIn) => ({
  name: customer.name,
  email: customer.email ?? null,
  phone: customer.phone ?? null,
  language: 'en',
});

describe('the profile', () => {
  it('is replaced as a whole', async () => {
    const asha = await given.signedIn();
    const profile = {
      name: 'Asha Iyer',
      email: 'asha.iyer@example.com',
      phone: '98765 00001',
      language: 'hi',
    };
    const answer = await put(asha, { ...profile, password });
    expect([answer.statusCode, answer.json()]).toMatchObject([200, { ...profile, phone: '+919876500001' }]);
    expect((await get(asha)).json()).toEqual(answer.json());
    expect((await login('asha.iyer@example.com')).statusCode).toBe(200);
  });

  it('keeps what was verified only of what stays the same', async () => {
    const asha = await given.signedIn();
    const now = test.clock.now();
    const verified = { phone: '+919876500002', emailVerifiedAt: now, phoneVerifiedAt: now };
    await test.orm.em.fork().nativeUpdate(Customer, { id: asha.customer.id }, verified);
    expect((await get(asha)).json()).toMatchObject({ emailVerified: true, phoneVerified: true });
    const changed = { ...profileOf(asha), phone: '+919876500003', password };
    expect((await put(asha, changed)).json()).toMatchObject({ emailVerified: true, phoneVerified: false });
  });

  it('is changed in part, and keeps what is left out', async () => {
    const [asha, bala] = [await given.signedIn(), await given.signedIn()];
    const before = (await get(bala)).json();
    const seen = (await get(asha)).headers.etag as string;
    const answer = await patch(asha, { language: 'hi' }, { 'if-match': seen });
    const changed = { ...profileOf(asha), language: 'hi' };
    expect([answer.statusCode, answer.json()]).toMatchObject([200, changed]);
    expect((await get(asha)).json()).toEqual(answer.json());
    expect((await patch(asha, { language: 'en' }, { 'if-match': seen })).statusCode).toBe(412);
    expect((await patch(asha, {})).statusCode).toBe(400);
    expect((await get(bala)).json()).toEqual(before);
  });

  it('takes the password for another address in part as well, and leaves a way to log in', async () => {
    const asha = await given.signedIn();
    const phone = '+919876500004';
    const unproven = await patch(asha, { phone });
    expect([unproven.statusCode, unproven.json().code]).toEqual([403, 'PASSWORD_NEEDED']);
    expect((await patch(asha, { phone, password })).json()).toMatchObject({ ...profileOf(asha), phone });
    expect((await patch(asha, { phone: null, password })).statusCode).toBe(200);
    const without = await patch(asha, { email: null, password });
    expect([without.statusCode, without.json().code]).toEqual([400, 'VALIDATION_FAILED']);
    expect((await get(asha)).json()).toMatchObject({ email: asha.customer.email });
  });

  it('must leave a way to log in', async () => {
    const asha = await given.signedIn();
    const answer = await put(asha, { ...profileOf(asha), email: null, phone: null });
    expect([answer.statusCode, answer.json().code]).toEqual([400, 'VALIDATION_FAILED']);
    expect((await get(asha)).json()).toMatchObject({ email: asha.customer.email });
  });

  it.each([
    ['an id', { id: '019d45d6-0ddb-7692-9f4f-68a7e873909f' }],
    ['a status', { status: 'active' }],
    ['a verification', { emailVerifiedAt: '2026-01-01T00:00:00Z' }],
    ['a version', { version: 7 }],
    ['a password hash', { passwordHash: 'x' }],
    ['a language that we do not speak', { language: 'tlh' }],
    ['an overlong name', { name: 'x'.repeat(121) }],
    ['a name with markup', { name: '<b>Asha</b>' }],
    ['a foreign number', { phone: '+1 555 0100' }],
  ])('refuses %s and writes nothing', async (_, change) => {
    const asha = await given.signedIn();
    const before = await row(asha);
    const answer = await put(asha, { ...profileOf(asha), ...change });
    expect([answer.statusCode, answer.json().code]).toEqual([400, 'VALIDATION_FAILED']);
    expect(await row(asha)).toEqual(before);
  });

  it('takes no e-mail or number that another customer has proven', async () => {
    const [asha, other] = [await given.signedIn(), await given.signedIn()];
    const proven = {
      phone: '+919876500004',
      emailVerifiedAt: test.clock.now(),
      phoneVerifiedAt: test.clock.now(),
    };
    await test.orm.em.fork().nativeUpdate(Customer, { id: other.customer.id }, proven);
    for (const [field, value] of [
      ['email', other.customer.email!.toUpperCase()],
      ['phone', '098765 00004'],
    ] as const) {
      const taken = await put(asha, { ...profileOf(asha), [field]: value, password });
      expect([taken.statusCode, taken.json()]).toMatchObject([409, { code: 'CONTACT_TAKEN', field }]);
    }
  });

  it('takes one that others have only claimed, and shows it as not verified', async () => {
    const [asha, ravi] = [await given.signedIn(), await given.signedIn()];
    const phone = '+919876500005';
    const both = await Promise.all(
      [asha, ravi].map((each) => put(each, { ...profileOf(each), phone, password })),
    );
    expect(both.map((answer) => answer.json())).toMatchObject([
      { phone, phoneVerified: false },
      { phone, phoneVerified: false },
    ]);
  });

  it('is not overwritten by somebody who has seen an older one', async () => {
    const asha = await given.signedIn();
    const etag = (await get(asha)).headers.etag as string;
    const both = await Promise.all(
      ['Asha One', 'Asha Two'].map((name) => put(asha, { ...profileOf(asha), name }, { 'if-match': etag })),
    );
    expect(both.map((answer) => answer.statusCode).sort()).toEqual([200, 412]);
    const winner = both.find((answer) => answer.statusCode === 200)!;
    expect((await get(asha)).json()).toEqual(winner.json());
    expect(winner.headers.etag).not.toBe(etag);
    const again = await put(asha, profileOf(asha), { 'if-match': winner.headers.etag as string });
    expect(again.statusCode).toBe(200);
  });

  it('is not made outdated by a login', async () => {
    const asha = await given.signedIn();
    const etag = (await get(asha)).headers.etag as string;
    await Promise.all([1, 2, 3].map(() => login(asha.customer.email!)));
    const answer = await put(asha, { ...profileOf(asha), name: 'Asha Iyer' }, { 'if-match': etag });
    expect(answer.statusCode).toBe(200);
  });

  it('leaves in the audit log what was changed, masked, and nothing when nothing was', async () => {
    const asha = await given.signedIn();
    await put(asha, profileOf(asha));
    expect(await audited(asha, 'customer.updated')).toEqual([]);
    await put(asha, { ...profileOf(asha), email: 'somewhere@example.org', password });
    const [entry, ...more] = await audited(asha, 'customer.updated');
    expect(more).toEqual([]);
    expect(entry).toMatchObject({ actorId: asha.customer.id, person: asha.customer.id });
    expect([Object.keys(entry!.before!), Object.keys(entry!.after!)]).toEqual([['email'], ['email']]);
    expect(JSON.stringify(entry)).not.toContain('somewhere@example.org');
  });

  it('is nothing that staff have here', async () => {
    const { headers } = await given.staffSignedIn({ role: 'super_admin' });
    for (const answer of [await get({ headers }), await close({ headers })])
      expect([answer.statusCode, answer.json().code]).toEqual([403, 'FORBIDDEN']);
  });
});

describe('closing the account', () => {
  it('takes the password', async () => {
    const asha = await given.signedIn();
    const wrong = await close(asha, { password: 'not the password' });
    expect([wrong.statusCode, wrong.json().code]).toEqual([403, 'PASSWORD_WRONG']);
    expect((await close(asha, {})).statusCode).toBe(400);
    expect((await row(asha)).status).toBe('active');
  });

  it('allows five guesses, however many come at once', async () => {
    const asha = await given.signedIn();
    const guesses = Array.from({ length: 12 }, (_, index) => close(asha, { password: `guess ${index}` }));
    const codes = (await Promise.all(guesses)).map((answer) => answer.json().code);
    expect(codes.filter((code) => code === 'PASSWORD_WRONG')).toHaveLength(5);
    expect(codes.filter((code) => code === 'TOO_MANY_GUESSES')).toHaveLength(7);
    const right = await close(asha);
    expect([right.statusCode, right.headers['retry-after']]).toEqual([429, '60']);
    test.clock.advance(60_000);
    expect((await close(asha)).statusCode).toBe(204);
  });

  it('ends it at once, everywhere, and keeps e-mail and phone taken', async () => {
    const asha = await given.signedIn();
    const elsewhere = (await login(asha.customer.email!)).json();
    expect((await get(asha)).statusCode).toBe(200);
    expect((await close(asha)).statusCode).toBe(204);
    for (const authorization of [asha.headers.authorization, `Bearer ${elsewhere.accessToken}`])
      expect((await get({ headers: { authorization } })).statusCode).toBe(401);
    const refreshed = await test.http({
      method: 'POST',
      url: '/api/v1/auth/refresh',
      payload: { refreshToken: elsewhere.refreshToken },
    });
    expect(refreshed.statusCode).toBe(401);
    expect((await login(asha.customer.email!)).json().code).toBe('LOGIN_FAILED');
    const again = { name: 'Asha Rao', email: asha.customer.email, password };
    const registered = await test.http({ method: 'POST', url: '/api/v1/auth/register', payload: again });
    expect(registered.statusCode).toBe(409);
    expect(await row(asha)).toMatchObject({
      status: 'deleted',
      deletedAt: test.clock.now(),
      eraseAt: new Date(test.clock.now().getTime() + 30 * 86_400_000),
    });
  });

  it('ends what programs may do in their name', async () => {
    const asha = await given.signedIn();
    const payload = { name: 'Calendar', scopes: ['bookings.read'], password };
    const made = await test.http({ method: 'POST', url: '/api/v1/api-keys', headers: asha.headers, payload });
    const headers = { authorization: `Bearer ${made.json().key}` };
    const bookings = async () => (await test.http({ url: '/api/v1/bookings', headers })).statusCode;
    expect(await bookings()).toBe(200);
    expect((await close(asha)).statusCode).toBe(204);
    test.clock.advance(1_000);
    expect(await bookings()).toBe(401);
  });

  it('waits for the visits that are still to come', async () => {
    const [asha, stranger] = [await given.signedIn(), await given.signedIn()];
    const { id, reference } = await given.confirmedBooking({ customer: asha.customer, startsIn: '2h' });
    await given.confirmedBooking({ customer: asha.customer, startsIn: '-3d' });
    await given.confirmedBooking({ customer: asha.customer, startsIn: '3d', status: 'cancelled' });
    const answer = await close(asha);
    expect([answer.statusCode, answer.json()]).toMatchObject([
      409,
      { code: 'ACCOUNT_IN_USE', commitments: [{ type: 'booking', id, reference }] },
    ]);
    expect((await get(asha)).statusCode).toBe(200);
    expect((await close(stranger)).statusCode).toBe(204);
    test.clock.advance(86_400_000);
    expect((await close(asha)).statusCode).toBe(204);
  });

  it('happens once', async () => {
    const asha = await given.signedIn();
    const answers = await Promise.all([1, 2, 3].map(() => close(asha)));
    expect(answers.filter((answer) => answer.statusCode === 204)).toHaveLength(1);
    expect(answers.every((answer) => [204, 401, 403, 409].includes(answer.statusCode))).toBe(true);
    expect(await audited(asha, 'customer.deleted')).toHaveLength(1);
  });
});
