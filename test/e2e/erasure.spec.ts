// What is held about a customer: all of it is shown to them, nobody else's is, and when they have gone nothing of it is left.
import { Injectable, Module } from '@nestjs/common';
import { MailOutbox } from '#libs/mail';
import { HoldsPersonalData, type PersonalDataSource } from '#libs/personal-data';
import { AuditEntry } from '../../src/audit/audit-entry.entity.js';
import { AuditVerifierService } from '../../src/audit/audit-verifier.service.js';
import { Booking } from '../../src/bookings/booking.entity.js';
import { Review } from '../../src/reviews/review.entity.js';
import { Customer } from '../../src/customers/customer.entity.js';
import { ErasureService } from '../../src/customers/erasure.service.js';
import { startApp, type TestApp } from '../support/app.js';
import { givenIn, password, type Given } from '../support/given.js';
import { fullLife, traces, wordsOf, type Life } from '../support/life.js';

const dayMs = 86_400_000;

/** Fails for whoever is in it. */
const unlucky = new Set<string>();

@HoldsPersonalData('zz-faulty')
@Injectable()
class FaultySource implements PersonalDataSource {
  async export() {
    return null;
  }

  /** Last of all, when everything else has been erased. */
  async erase(_: unknown, person: string): Promise<void> {
    if (unlucky.has(person)) throw new Error('the process died here');
  }
}

@Module({ providers: [FaultySource] })
class FaultyModule {}

let test: TestApp;
let given: Given;
beforeAll(async () => {
  test = await startApp({ modules: [FaultyModule] });
  given = givenIn(test);
});
afterAll(() => test.close());

const eraseDue = () => test.app.get(ErasureService, { strict: false }).eraseDue();

describe('everything that is held about a customer', () => {
  const [asha, ravi] = [wordsOf('Asha', '11111'), wordsOf('Ravi', '22222')];
  let [ashasLife, ravisLife] = [] as unknown as [Life, Life];
  beforeAll(async () => {
    ashasLife = await fullLife(test, given, asha);
    ravisLife = await fullLife(test, given, ravi);
  });

  it('is where the test looks for it', async () => {
    const found = await traces(test, asha);
    expect(Object.entries(found).filter(([, tables]) => tables.length === 0)).toEqual([
      // In the audit log these are encrypted, with the key of the customer.
      ['earlierName', []],
      ['lockReason', []],
      ['earlierEmail', []],
    ]);
    expect(found.email).toEqual(expect.arrayContaining(['customers']));
    expect(found.message).toEqual(expect.arrayContaining(['messages', 'conversations', 'stream_entries']));
    expect(found.told).toEqual(['stream_entries']);
    expect(found.line).toEqual(expect.arrayContaining(['addresses', 'idempotency_keys', 'proposals']));
    expect(found.push).toEqual(['push_subscriptions']);
    expect(found.message).toContain('jobs');
    expect(found.excerpt).toEqual(['webhook_attempts']);
    const kept = test.app.get(MailOutbox).recent();
    expect(kept.map(({ to }) => to)).toContain(asha.earlierEmail);
    const hers = kept.filter(({ to }) => Object.values(asha).includes(to));
    expect(new Set(hers.map(({ person }) => person))).toEqual(new Set([ashasLife.customer.id]));
    expect((await traces(test, { id: ashasLife.customer.id })).id).toEqual(
      expect.arrayContaining([
        'notifications',
        'notification_deliveries',
        'notification_preferences',
        'stream_entries',
      ]),
    );
  });

  it('is shown to them, as a file, and nothing of anybody else', async () => {
    const headers = ashasLife.headers();
    const answer = await test.http({ url: '/api/v1/users/me/export', headers });
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-disposition']).toBe('attachment; filename="my-data.json"');
    const { id, data } = answer.json();
    expect(id).toBe(ashasLife.customer.id);
    expect(Object.keys(data)).toEqual(
      expect.arrayContaining([
        'account',
        'addresses',
        'audit',
        'bookings',
        'callbacks',
        'complaints',
        'conversations',
        'notifications',
        'sessions',
      ]),
    );
    const text = answer.body.toLowerCase();
    const hidden = new Set([asha.earlierName, asha.lockReason, asha.remedy, asha.earlierEmail, asha.excerpt]);
    for (const word of Object.values(asha).filter((each) => !hidden.has(each)))
      expect(text).toContain(word.toLowerCase());
    for (const word of Object.values(ravi)) expect(text).not.toContain(word.toLowerCase());
    expect(text).not.toMatch(/argon2|passwordhash/);
    expect(text).not.toContain(ravisLife.customer.id);
    expect(text).not.toContain(ashasLife.staff.staff.id);
    expect(data.notifications).toMatchObject({
      notices: expect.arrayContaining([
        expect.objectContaining({
          kind: 'booking.cancelled',
          body: expect.stringContaining('रद्द हो गई है'),
        }),
      ]),
      pushSubscriptions: [{ service: 'push.example' }],
      preferences: { digestHour: 9 },
    });
    expect(data.account.avatar).toMatchObject({ type: 'image/webp' });
    expect(data.audit.map((entry: { action: string }) => entry.action)).toContain('customer.exported');
  });

  it('is not for the anonymous, nor for staff', async () => {
    const url = '/api/v1/users/me/export';
    expect((await test.http({ url })).statusCode).toBe(401);
    expect((await test.http({ url, headers: ashasLife.staff.headers })).statusCode).toBe(403);
  });

  it('stays until its day has come', async () => {
    test.clock.advance(3 * dayMs);
    await ashasLife.call('DELETE', 'users/me', { password });
    test.clock.advance(30 * dayMs - 1);
    expect(await eraseDue()).toBe(0);
    expect((await traces(test, asha)).name).toContain('customers');
  });

  it('is then gone from every table, and that of others is not', async () => {
    const others = await traces(test, ravi);
    const outbox = test.app.get(MailOutbox);
    for (const to of [asha.email, asha.phone, ravi.email])
      await outbox.keep({ channel: 'mail', to, text: `to ${to}` });
    for (const { customer } of [ashasLife, ravisLife])
      await outbox.keep({ channel: 'mail', to: 'long.ago@example.com', person: customer.id, text: 'hello' });
    test.clock.advance(1);
    expect(await eraseDue()).toBe(1);
    const left = Object.entries(await traces(test, asha)).filter(([, tables]) => tables.length > 0);
    expect(left).toEqual([]);
    expect(await traces(test, ravi)).toEqual(others);
    expect(outbox.recent().map(({ to, person }) => [to, person])).toEqual([
      ['long.ago@example.com', ravisLife.customer.id],
      [ravi.email, undefined],
    ]);
    // Where the books need somebody to belong to, and the log somebody to have done it.
    expect((await traces(test, { id: ashasLife.customer.id })).id!.sort()).toEqual([
      'audit_entries',
      'audit_person_keys',
      'booking_status_history',
      'bookings',
      'callback_requests',
      'complaints',
      'customers',
      'outbox_events',
      'remedies',
      'reviews',
      // Of the visit that is booked, as the booking itself.
      'slot_reservations',
      'webhook_deliveries',
    ]);
    expect(await eraseDue()).toBe(0);
  });

  it('leaves the books as they were', async () => {
    const { booking, customer } = ashasLife;
    const { totalPaise, startsAt, pincode, reference } = booking;
    const em = test.orm.em.fork();
    expect(await em.findOneOrFail(Booking, { id: booking.id })).toMatchObject({
      customer: customer.id,
      totalPaise,
      startsAt,
      pincode,
      reference,
      addressLine: '',
      notes: '',
      requestKey: null,
    });
    expect(await em.findOneOrFail(Review, { booking: booking.id })).toMatchObject({ rating: 4, comment: '' });
    expect(await em.findOneOrFail(Customer, { id: customer.id })).toMatchObject({
      status: 'erased',
      name: '',
      email: null,
      phone: null,
      passwordHash: '',
    });
  });

  it('leaves the chain of the audit log valid, in which it can no longer be read', async () => {
    const { customer } = ashasLife;
    expect(await test.app.get(AuditVerifierService, { strict: false }).verify()).toMatchObject({
      intact: true,
      broken: null,
    });
    const entries = await test.orm.em
      .fork()
      .find(AuditEntry, { person: customer.id, action: 'customer.updated' });
    expect(entries.length).toBeGreaterThan(0);
    const url = `/api/v1/ops/audit/${entries[0]!.id}`;
    const { headers } = await given.staffSignedIn({ role: 'super_admin' });
    const answer = await test.http({ url, headers });
    expect([answer.statusCode, answer.json().unsealed]).toEqual([200, null]);
  });

  it('lets nobody in, and the e-mail and number go to whoever wants them', async () => {
    const { email, phone } = asha;
    const url = '/api/v1/auth/login';
    for (const identifier of [email, phone]) {
      const answer = await test.http({ method: 'POST', url, payload: { identifier, password } });
      expect([answer.statusCode, answer.json().code]).toEqual([401, 'LOGIN_FAILED']);
    }
    expect((await test.http({ url: '/api/v1/users/me', headers: ashasLife.headers() })).statusCode).toBe(401);
    const payload = { name: 'Somebody Else', email, phone, password };
    const answer = await test.http({ method: 'POST', url: '/api/v1/auth/register', payload });
    expect(answer.statusCode).toBe(201);
    expect(answer.json().user.id).not.toBe(ashasLife.customer.id);
  });
});

describe('the erasure', () => {
  async function closed(): Promise<string> {
    const { customer, headers } = await given.signedIn();
    const url = '/api/v1/users/me';
    expect((await test.http({ method: 'DELETE', url, headers, payload: { password } })).statusCode).toBe(204);
    return customer.id;
  }
  const statusOf = async (id: string) => (await test.orm.em.fork().findOneOrFail(Customer, { id })).status;

  it('erases each customer once, however many processes are at it', async () => {
    const ids = await Promise.all([closed(), closed(), closed()]);
    test.clock.advance(31 * dayMs);
    const erased = await Promise.all([eraseDue(), eraseDue(), eraseDue()]);
    expect(erased.reduce((sum, each) => sum + each)).toBe(3);
    for (const id of ids) expect(await statusOf(id)).toBe('erased');
    const entries = await test.orm.em
      .fork()
      .find(AuditEntry, { action: 'customer.erased', objectId: { $in: ids } });
    expect(entries).toHaveLength(3);
  });

  it('leaves all or nothing when it is cut off, goes on with the others, and comes back', async () => {
    const [first, cutOff, last] = [await closed(), await closed(), await closed()];
    test.clock.advance(31 * dayMs);
    unlucky.add(cutOff);
    expect(await eraseDue()).toBe(2);
    expect([await statusOf(first), await statusOf(cutOff), await statusOf(last)]).toEqual([
      'erased',
      'deleted',
      'erased',
    ]);
    expect((await test.orm.em.fork().findOneOrFail(Customer, { id: cutOff })).email).toMatch(
      /@example\.com$/,
    );
    unlucky.clear();
    expect(await eraseDue()).toBe(1);
    expect(await statusOf(cutOff)).toBe('erased');
  });
});
