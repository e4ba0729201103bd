// What people are told when something happens: once, in their feed, by the ways and at the time that they wish.
import { RequestContext } from '@mikro-orm/core';
import { ListenerRegistry, OutboxEvent } from '#libs/events';
import { Job } from '#libs/jobs';
import { MailOutbox } from '#libs/mail';
import { NotificationKindRegistry } from '#libs/notifications';
import { newId } from '#libs/orm';
import { StreamLog } from '#libs/realtime';
import type { Subcategory } from '../../src/catalogue/service.entity.js';
import { Booking } from '../../src/bookings/booking.entity.js';
import { Complaint } from '../../src/complaints/complaint.entity.js';
import { Customer } from '../../src/customers/customer.entity.js';
import {
  Notification,
  NotificationDelivery,
  NotificationDigest,
} from '../../src/notifications/notification.entity.js';
import { Staff } from '../../src/staff/staff.entity.js';
import { startApp, standardNow, type TestApp } from '../support/app.js';
import { givenIn, password, type Given, type SignedIn } from '../support/given.js';
import { directRun, runJob } from '../support/job-run.js';
import { settle } from '../support/settle.js';

const hourMs = 3_600_000;

let test: TestApp;
let given: Given;
beforeAll(async () => {
  test = await startApp({ settings: { SMS_DAILY_LIMIT: 12 } });
  given = givenIn(test);
});
afterAll(() => test.close());
beforeEach(() => test.clock.set(standardNow));

const get = (who: { headers: object }, path: string) =>
  test.http({ url: `/api/v1/notifications${path}`, headers: who.headers as never });
const post = (who: { headers: object }, path: string, payload?: object) =>
  test.http({
    method: 'POST',
    url: `/api/v1/notifications${path}`,
    headers: who.headers as never,
    payload,
  });
const prefer = (who: { headers: object }, payload: object, headers: object = {}) =>
  test.http({
    method: 'PUT',
    url: '/api/v1/notifications/preferences',
    headers: { ...who.headers, ...headers } as never,
    payload,
  });
const feed = async (who: SignedIn, query = '') => (await get(who, query)).json().items;
const mailsTo = (to: string | null | undefined) => test.app.get(MailOutbox).recent(to ?? '');

type Data = Record<string, unknown>;

/** Books a visit for the customer as the API would tell of it: the event is published, nobody has heard of it yet. */
async function happened(type: string, data: Data, aggregate = { type: 'booking', id: newId() }) {
  const em = test.orm.em.fork();
  const event = em.create(OutboxEvent, {
    id: newId(),
    type,
    aggregateType: aggregate.type,
    aggregateId: aggregate.id,
    data,
    at: test.clock.now(),
  });
  await em.flush();
  return event.id;
}

let service: { id: string };
async function visitOf({ customer }: Pick<SignedIn, 'customer'>, change: Data = {}): Promise<Data> {
  service ??= await given.service({ name: 'AC repair' });
  return {
    reference: 'BK-7F3K9Q',
    customerId: customer.id,
    providerId: newId(),
    serviceId: service.id,
    pincode: '560034',
    status: 'confirmed',
    startsAt: '2026-11-22T05:00:00.000Z',
    endsAt: '2026-11-22T06:00:00.000Z',
    totalPaise: 1_499_00,
    currency: 'INR',
    ...change,
  };
}
const booked = async (who: SignedIn, change: Data = {}) =>
  happened('booking.created', await visitOf(who, change));

async function hearAgain(listener: string, id: string): Promise<void> {
  const row = await test.orm.em.fork().findOneOrFail(OutboxEvent, { id });
  const aggregate = { type: row.aggregateType, id: row.aggregateId };
  const event = { id, type: row.type, data: row.data, at: row.at, aggregate, correlationId: null };
  const { hear } = test.app.get(ListenerRegistry, { strict: false }).find(listener)!;
  const run = directRun(test.orm.em);
  await RequestContext.create(test.orm.em, async () => hear(event, run));
  await run.finish();
}

const deliveriesTo = (who: SignedIn, where: object = {}) =>
  test.orm.em.fork().find(NotificationDelivery, { personId: who.customer.id, ...where });

async function change(who: SignedIn, columns: object): Promise<void> {
  await test.orm.em.fork().nativeUpdate(Customer, { id: who.customer.id }, columns);
}

describe('a booking', () => {
  it('is told to its customer in the feed, by mail, and to whoever follows their stream', async () => {
    const asha = await given.signedIn();
    const sold = await given.service({ name: 'Sofa cleaning' });
    const cleaner = await given.provider({ subcategory: sold.subcategory as Subcategory });
    const answer = await test.http({
      method: 'POST',
      url: '/api/v1/bookings',
      headers: asha.headers,
      payload: {
        serviceId: sold.id,
        providerId: cleaner.id,
        startsAt: '2026-11-21T10:00:00+05:30',
        address: { line: '12, 5th Cross, Koramangala', pincode: '560034' },
      },
    });
    expect(answer.statusCode).toBe(201);
    const booking = answer.json();
    await settle(test);
    const [notice] = await feed(asha);
    expect(notice).toMatchObject({
      kind: 'booking.created',
      category: 'bookings',
      urgent: false,
      readAt: null,
      title: 'Booked: Sofa cleaning',
      body: `Sofa cleaning is booked for Saturday 21 November at 10:00 am, for ₹588.82. Your booking is ${booking.reference}.`,
      data: { bookingId: booking.id, reference: booking.reference },
    });
    expect(mailsTo(asha.customer.email)).toMatchObject([
      {
        subject: `Your booking ${booking.reference}: Saturday 21 November, 10:00 am`,
        text: notice.body,
      },
    ]);
    const entries = await test.app.get(StreamLog, { strict: false }).read(`customer:${asha.customer.id}`, 0);
    expect(entries).toMatchObject([
      {
        type: 'notification.created',
        data: { id: notice.id, kind: 'booking.created', title: notice.title, body: notice.body },
      },
    ]);

    await test.http({
      method: 'POST',
      url: `/api/v1/bookings/${booking.id}/cancel`,
      headers: asha.headers,
      payload: { reason: 'Ring 9876543210 instead' },
    });
    await settle(test);
    const [cancelled] = await feed(asha);
    expect(cancelled.title).toBe('Cancelled: Sofa cleaning');
    expect(cancelled.body).toContain('The cancellation fee is ₹');
    expect(JSON.stringify(cancelled)).not.toContain('9876543210');
  });

  it('is told in the language of the customer', async () => {
    const asha = await given.signedIn();
    await change(asha, { language: 'hi' });
    await booked(asha);
    await settle(test);
    expect((await feed(asha))[0].title).toBe('बुकिंग हो गई: AC repair');
    expect(mailsTo(asha.customer.email)[0]!.subject).toBe(
      'आपकी बुकिंग BK-7F3K9Q: रविवार 22 नवंबर, सुबह 10:30 बजे',
    );
  });

  it('is told once, however often the event is heard, and by however many at once', async () => {
    const asha = await given.signedIn();
    const id = await booked(asha);
    await Promise.all(Array.from({ length: 5 }, () => hearAgain('notifications.bookings', id)));
    await settle(test);
    await hearAgain('notifications.bookings', id);
    await settle(test);
    expect(await feed(asha)).toHaveLength(1);
    expect(mailsTo(asha.customer.email)).toHaveLength(1);
    expect(await deliveriesTo(asha)).toHaveLength(2);
  });

  it('is not told when the transaction of it is given up', async () => {
    const asha = await given.signedIn();
    const id = await booked(asha);
    const run = directRun(test.orm.em);
    run.atTheEnd(async () => {
      await notifyIn(id, asha);
      throw new Error('the process died here');
    });
    await expect(run.finish()).rejects.toThrow('died');
    await settle(test);
    expect((await feed(asha)).map((each: { data: Data }) => each.data.reference)).toEqual(['BK-7F3K9Q']);
    expect(mailsTo(asha.customer.email)).toHaveLength(1);
  });

  it('reminds of a visit that still stands, and of no other', async () => {
    const asha = await given.signedIn();
    const booking = await given.confirmedBooking({ customer: asha.customer, startsIn: '2h' });
    const facts = async () => visitOf(asha, { startsAt: booking.startsAt.toISOString(), ahead: 'hours' });
    await happened('booking.reminder_due', await facts(), { type: 'booking', id: booking.id });
    await settle(test);
    expect((await feed(asha))[0]).toMatchObject({ kind: 'booking.reminder', urgent: true });
    await test.orm.em
      .fork()
      .nativeUpdate(Booking, { id: booking.id }, { status: 'cancelled', cancellationFeePaise: 0 });
    await happened('booking.reminder_due', await facts(), { type: 'booking', id: booking.id });
    await settle(test);
    expect(await feed(asha)).toHaveLength(1);
  });

  it('is not told to whoever has closed their account', async () => {
    const asha = await given.signedIn();
    await change(asha, { status: 'deleted', eraseAt: new Date('2027-01-01') });
    await booked(asha);
    await settle(test);
    expect(await test.orm.em.fork().count(Notification, { personId: asha.customer.id })).toBe(0);
  });

  async function notifyIn(id: string, { customer }: SignedIn): Promise<void> {
    const { NotificationsService } = await import('../../src/notifications/notifications.service.js');
    await test.app.get(NotificationsService, { strict: false }).notify({
      to: { kind: 'customer', id: customer.id },
      kind: test.app.get(NotificationKindRegistry, { strict: false }).find('booking.created')!,
      change: `${id} undone`,
      facts: {
        bookingId: newId(),
        reference: 'BK-UNDONE',
        service: 'AC repair',
        startsAt: '2026-11-22T05:00:00.000Z',
        totalPaise: 1,
      },
    });
  }
});

describe('other events', () => {
  const facts = (complaint: Complaint) => ({
    reference: complaint.reference,
    customerId: complaint.customer,
    assigneeId: null,
    category: 'quality',
    severity: 'high',
    status: 'open',
    metric: 'resolution',
    dueAt: '2026-11-22T12:30:00.000Z',
  });
  async function complaint(assignee?: string): Promise<Complaint> {
    const em = test.orm.em.fork();
    const { id: customer } = await given.customer();
    const made = em.create(Complaint, {
      reference: newId().slice(-12),
      customer,
      category: 'quality',
      severity: 'high',
      assignee,
      subject: 'Late',
      description: 'Call my neighbour Ravi.',
    });
    await em.flush();
    return made;
  }
  const about = ({ id }: Complaint) => ({ type: 'complaint', id });

  it('a complaint that is due is told to whoever works on it', async () => {
    const [meera, other] = [
      await given.staffSignedIn({ role: 'ops_agent' }),
      await given.staffSignedIn({ role: 'ops_lead' }),
    ];
    const made = await complaint(meera.staff.id);
    await happened('complaint.due_soon', facts(made), about(made));
    await happened('complaint.overdue', facts(made), about(made));
    await settle(test);
    const { items } = (await get(meera, '')).json();
    expect(items).toMatchObject([
      { kind: 'complaint.overdue', urgent: true, data: { complaintId: made.id } },
      { kind: 'complaint.due_soon', urgent: false },
    ]);
    expect(JSON.stringify(items)).not.toContain('neighbour');
    expect(mailsTo(meera.staff.email).map(({ subject }) => subject)).toEqual(
      expect.arrayContaining([
        `Complaint ${made.reference} is overdue`,
        `Complaint ${made.reference} is due on Sunday 22 November, 6:00 pm`,
      ]),
    );
    expect((await get(other, '')).json().items).toEqual([]);
  });

  it('one that nobody works on is told to those who give complaints to somebody', async () => {
    const [agent, lead] = [
      await given.staffSignedIn({ role: 'ops_agent' }),
      await given.staffSignedIn({ role: 'ops_lead' }),
    ];
    const made = await complaint();
    await happened('complaint.overdue', facts(made), about(made));
    await settle(test);
    expect((await get(lead, '')).json().items).toMatchObject([{ data: { complaintId: made.id } }]);
    expect((await get(agent, '')).json().items).toEqual([]);
  });

  it('a webhook that was switched off is told to whoever made it, or who can mend it', async () => {
    const [maker, admin] = [
      await given.staffSignedIn({ role: 'admin' }),
      await given.staffSignedIn({ role: 'admin' }),
    ];
    const data = { reason: 'gone', createdBy: maker.staff.id, description: 'Accounting', failingSince: null };
    await happened('webhook.disabled', data, { type: 'webhook', id: newId() });
    await settle(test);
    expect(mailsTo(maker.staff.email)).toMatchObject([{ subject: 'A webhook was switched off' }]);
    expect(mailsTo(maker.staff.email)[0]!.text).toContain('"Accounting"');
    expect(mailsTo(admin.staff.email)).toEqual([]);
    await test.orm.em.fork().nativeUpdate(Staff, { id: maker.staff.id }, { status: 'left' });
    await happened('webhook.disabled', data, { type: 'webhook', id: newId() });
    await settle(test);
    expect([mailsTo(maker.staff.email).length, mailsTo(admin.staff.email).length]).toEqual([1, 1]);
  });

  it('a job that has ended is told to whoever asked for it', async () => {
    const asha = await given.signedIn();
    const owner = { kind: 'customer', id: asha.customer.id };
    const jobType = 'customers.export';
    for (const status of ['completed', 'failed'])
      await happened('job.ended', { jobType, owner, status, code: null }, { type: 'job', id: newId() });
    await happened(
      'job.ended',
      { jobType, owner: { kind: 'system', id: 'task' }, status: 'failed', code: null },
      { type: 'job', id: newId() },
    );
    await settle(test);
    expect((await feed(asha)).map(({ kind }: { kind: string }) => kind)).toEqual([
      'job.failed',
      'job.completed',
    ]);
    // Of these nobody is mailed who has not asked for it.
    expect(mailsTo(asha.customer.email)).toEqual([]);
  });
});

describe('the feed', () => {
  it('goes on page by page, and can be read one by one or at once', async () => {
    const asha = await given.signedIn();
    for (const reference of ['BK-1', 'BK-2', 'BK-3']) await booked(asha, { reference });
    await settle(test);
    const page = (await get(asha, '?limit=2')).json();
    expect(page.items.map((each: any) => each.data.reference)).toEqual(['BK-3', 'BK-2']);
    const rest = (await get(asha, `?limit=2&cursor=${page.nextCursor}`)).json();
    expect([rest.items.map((each: any) => each.data.reference), rest.nextCursor]).toEqual([['BK-1'], null]);
    const unread = async () => (await get(asha, '/unread-count')).json().unread;
    expect(await unread()).toBe(3);

    const { id } = page.items[0];
    const first = await post(asha, `/${id}/read`);
    expect([first.statusCode, first.json().readAt]).toEqual([200, standardNow.toISOString()]);
    test.clock.advance(1000);
    expect((await post(asha, `/${id}/read`)).json().readAt).toBe(standardNow.toISOString());
    expect(await unread()).toBe(2);
    expect(await feed(asha, '?unread=true')).toHaveLength(2);
    expect(await feed(asha, '?unread=false')).toMatchObject([{ id }]);

    expect((await post(asha, '/read-all')).json()).toEqual({ read: 2 });
    expect((await post(asha, '/read-all')).json()).toEqual({ read: 0 });
    expect(await unread()).toBe(0);
    const entries = await test.app.get(StreamLog, { strict: false }).read(`customer:${asha.customer.id}`, 0);
    expect(entries.slice(3).map(({ type, data }) => [type, data])).toEqual([
      ['notification.read', { id }],
      ['notification.read', { all: true }],
    ]);
  });

  it('is nobody else’s', async () => {
    const [asha, bala] = [await given.signedIn(), await given.signedIn()];
    await booked(asha);
    await settle(test);
    const [{ id }] = await feed(asha);
    expect(await feed(bala)).toEqual([]);
    expect((await get(bala, '/unread-count')).json()).toEqual({ unread: 0 });
    expect((await get(bala, '/deliveries')).json().items).toEqual([]);
    expect((await post(bala, `/${id}/read`)).statusCode).toBe(404);
    expect((await post(bala, '/read-all')).json()).toEqual({ read: 0 });
    expect((await get(asha, '/unread-count')).json()).toEqual({ unread: 1 });
    expect((await test.http({ url: '/api/v1/notifications' })).statusCode).toBe(401);
  });
});

describe('preferences', () => {
  it('are changed in part, and keep what is left out', async () => {
    const [asha, bala] = [await given.signedIn(), await given.signedIn()];
    const patch = (payload: object, headers: object = {}) =>
      test.http({
        method: 'PATCH',
        url: '/api/v1/notifications/preferences',
        headers: { ...asha.headers, ...headers },
        payload,
      });
    const channelsOf = (answer: Awaited<ReturnType<typeof patch>>, kind: string) =>
      answer.json().kinds.find((each: { kind: string }) => each.kind === kind).channels;
    const quietHours = { from: '22:00', to: '08:00' };
    await prefer(asha, { kinds: { 'booking.created': { email: false } }, quietHours });
    const changed = await patch(
      { kinds: { 'booking.created': { sms: true } }, digest: { mode: 'daily', hour: 9 } },
      { 'if-match': '"1"' },
    );
    expect([changed.statusCode, changed.headers.etag]).toEqual([200, '"2"']);
    expect(changed.json()).toMatchObject({ quietHours, digest: { mode: 'daily', hour: 9 } });
    expect(channelsOf(changed, 'booking.created')).toEqual({ email: false, sms: true, push: true });
    expect((await patch({ quietHours: null }, { 'if-match': '"1"' })).statusCode).toBe(412);
    const cleared = await patch({ kinds: { 'booking.created': null }, quietHours: null });
    expect(cleared.json()).toMatchObject({ quietHours: null, digest: { mode: 'daily', hour: 9 } });
    expect(channelsOf(cleared, 'booking.created')).toEqual({ email: true, sms: false, push: true });
    const locked = await patch({ kinds: { 'security.password_changed': { email: false } } });
    expect(locked.statusCode).toBe(422);
    expect((await patch({})).statusCode).toBe(400);
    expect((await get(bala, '/preferences')).json().version).toBe(0);
  });

  it('are the defaults until somebody chooses, and are changed by those who have seen them', async () => {
    const asha = await given.signedIn();
    const before = await get(asha, '/preferences');
    expect(before.headers.etag).toBe('"0"');
    const of = (answer: typeof before, kind: string) =>
      answer.json().kinds.find((each: { kind: string }) => each.kind === kind);
    expect(of(before, 'booking.created')).toMatchObject({
      category: 'bookings',
      channels: { email: true, sms: false, push: true },
      locked: [],
    });
    expect(of(before, 'security.password_changed').locked).toEqual(['email']);
    expect(of(before, 'complaint.overdue')).toBeUndefined();
    expect(before.json()).toMatchObject({
      timeZone: 'Asia/Kolkata',
      quietHours: null,
      digest: { mode: 'off' },
    });

    const wanted = {
      kinds: { 'booking.created': { email: false, sms: true } },
      timeZone: 'Europe/Berlin',
      quietHours: { from: '22:00', to: '08:00' },
      digest: { mode: 'daily', hour: 9 },
    };
    const after = await prefer(asha, wanted, { 'if-match': '"0"' });
    expect([after.statusCode, after.headers.etag]).toEqual([200, '"1"']);
    expect(of(after, 'booking.created').channels).toEqual({ email: false, sms: true, push: true });
    expect(after.json()).toMatchObject({ ...wanted, kinds: expect.any(Array) });
    expect((await get(asha, '/preferences')).json()).toEqual(after.json());
    expect((await prefer(asha, {}, { 'if-match': '"0"' })).statusCode).toBe(412);
    const [one, two] = await Promise.all([1, 2].map(() => prefer(asha, {}, { 'if-match': '"1"' })));
    expect([one!.statusCode, two!.statusCode].sort()).toEqual([200, 412]);
    const bala = await given.signedIn();
    expect((await get(bala, '/preferences')).json().version).toBe(0);
  });

  it.each([
    ['a kind that is not there', { kinds: { 'booking.exploded': {} } }],
    ['a way that is always there', { kinds: { 'booking.created': { in_app: false } } }],
    ['a zone that is none', { timeZone: 'Mars/Olympus' }],
    ['quiet hours without end', { quietHours: { from: '22:00', to: '22:00' } }],
    ['an hour that is none', { quietHours: { from: '25:00', to: '08:00' } }],
    ['a digest without an hour', { digest: { mode: 'daily' } }],
  ])('refuse %s', async (_, wanted) => {
    const asha = await given.signedIn();
    expect((await prefer(asha, wanted)).statusCode).toBe(400);
  });

  it('keep mails about the safety of the account on', async () => {
    const asha = await given.signedIn();
    const off = { email: false, push: false };
    const refused = await prefer(asha, { kinds: { 'security.password_changed': off } });
    expect([refused.statusCode, refused.json().code]).toEqual([422, 'WAY_LOCKED']);
    expect((await prefer(asha, { kinds: { 'security.password_changed': { push: false } } })).statusCode).toBe(
      200,
    );
  });

  it('decide by which ways somebody is told, also when they change before it is sent', async () => {
    const asha = await given.signedIn();
    await change(asha, {
      phone: '+919876500001',
      phoneVerifiedAt: standardNow,
      emailVerifiedAt: standardNow,
    });
    await prefer(asha, { kinds: { 'booking.created': { email: false, sms: true } } });
    await booked(asha);
    await settle(test);
    expect(mailsTo(asha.customer.email)).toEqual([]);
    expect(mailsTo('+919876500001')).toMatchObject([
      { channel: 'sms', text: 'Booked: your visit on 22 Nov at 10:30 am. Booking BK-7F3K9Q.' },
    ]);
    const id = await booked(asha);
    await hearAgain('notifications.bookings', id);
    await prefer(asha, { kinds: { 'booking.created': { email: false, sms: false } } });
    await settle(test);
    expect(mailsTo('+919876500001')).toHaveLength(1);
    expect((await get(asha, '/deliveries')).json().items).toMatchObject([
      { channel: 'sms', status: 'suppressed', reason: 'switched_off', destination: '+91•••0001' },
      { channel: 'in_app', status: 'sent' },
      { channel: 'sms', status: 'sent', transport: 'outbox', destination: '+91•••0001', attempts: 1 },
      { channel: 'in_app', status: 'sent' },
    ]);
    expect(await feed(asha)).toHaveLength(2);
  });

  it('do not leave out whoever has no address for mails: they get a text message', async () => {
    const asha = await given.signedIn();
    await change(asha, { email: null, phone: '+919876500002' });
    await booked(asha);
    await settle(test);
    expect(mailsTo('+919876500002')).toHaveLength(1);
  });

  it('never reach an address that is not proven while another one is', async () => {
    const asha = await given.signedIn();
    await change(asha, { phone: '+919876500003', phoneVerifiedAt: standardNow });
    await booked(asha);
    await settle(test);
    expect(mailsTo(asha.customer.email)).toEqual([]);
    expect(mailsTo('+919876500003')).toHaveLength(1);
  });
});

describe('quiet hours', () => {
  const night = { quietHours: { from: '22:00', to: '08:00' } };
  const sent = (who: SignedIn) => mailsTo(who.customer.email).length;

  it('hold mails until they are over, over midnight, and not the feed', async () => {
    const asha = await given.signedIn();
    await prefer(asha, night);
    test.clock.set(new Date('2026-11-20T23:30:00+05:30'));
    await booked(asha);
    await settle(test);
    expect([await feed(asha), sent(asha)]).toMatchObject([[{}], 0]);
    expect(await deliveriesTo(asha, { channel: 'email' })).toMatchObject([
      { status: 'held', notBefore: new Date('2026-11-21T08:00:00+05:30') },
    ]);
    test.clock.set(new Date('2026-11-21T07:59:59+05:30'));
    await settle(test);
    expect(sent(asha)).toBe(0);
    test.clock.set(new Date('2026-11-21T08:00:00+05:30'));
    await settle(test);
    expect(sent(asha)).toBe(1);
  });

  it('are those of the wall of their owner, in the night in which summer time begins too', async () => {
    const asha = await given.signedIn();
    await prefer(asha, { ...night, timeZone: 'Europe/Berlin' });
    test.clock.set(new Date('2027-03-27T23:00:00+01:00'));
    await booked(asha);
    await settle(test);
    test.clock.set(new Date('2027-03-28T07:59:00+02:00'));
    await settle(test);
    expect(sent(asha)).toBe(0);
    test.clock.set(new Date('2027-03-28T08:00:00+02:00'));
    await settle(test);
    expect(sent(asha)).toBe(1);
  });

  it('do not hold what is urgent', async () => {
    const asha = await given.signedIn();
    await prefer(asha, night);
    test.clock.set(new Date('2026-11-21T06:00:00+05:30'));
    const booking = await given.confirmedBooking({ customer: asha.customer, startsIn: '2h' });
    const facts = await visitOf(asha, { startsAt: booking.startsAt.toISOString(), ahead: 'hours' });
    await happened('booking.reminder_due', facts, { type: 'booking', id: booking.id });
    await settle(test);
    expect(sent(asha)).toBe(1);
  });

  it('that outlast a visit end with no reminder of it', async () => {
    const asha = await given.signedIn();
    await prefer(asha, { quietHours: { from: '22:00', to: '21:59' } });
    const booking = await given.confirmedBooking({ customer: asha.customer, startsIn: '2h' });
    const facts = await visitOf(asha, { startsAt: booking.startsAt.toISOString(), ahead: 'day' });
    await happened('booking.reminder_due', facts, { type: 'booking', id: booking.id });
    await settle(test);
    test.clock.advance(24 * hourMs);
    await settle(test);
    expect(sent(asha)).toBe(0);
    expect(await deliveriesTo(asha, { channel: 'email' })).toMatchObject([
      { status: 'suppressed', reason: 'outdated' },
    ]);
  });
});

describe('a digest', () => {
  const daily = (hour: number) => ({ digest: { mode: 'daily', hour } });
  const digests = async () => {
    const [one, two] = await Promise.all([1, 2].map(() => runJob(test, 'notifications.send_digests')));
    await settle(test);
    return one!.made + two!.made;
  };
  const at = (time: string) => test.clock.set(new Date(`2026-11-${time}:00+05:30`));

  it('is one mail a day, of everything since the last one, however often it is made', async () => {
    const asha = await given.signedIn();
    await prefer(asha, daily(18));
    await booked(asha, { reference: 'BK-1' });
    await booked(asha, { reference: 'BK-2' });
    await settle(test);
    expect([await digests(), mailsTo(asha.customer.email)]).toEqual([0, []]);
    expect(await feed(asha)).toHaveLength(2);
    at('20T18:00');
    expect(await digests()).toBe(1);
    expect(await digests()).toBe(0);
    const [mail, ...others] = mailsTo(asha.customer.email);
    expect(others).toEqual([]);
    expect(mail!.subject).toBe('Your news of Friday 20 November');
    expect(mail!.text).toMatch(/BK-1[^]*BK-2/);
    await booked(asha, { reference: 'BK-3' });
    await settle(test);
    at('21T17:59');
    expect(await digests()).toBe(0);
    at('21T18:15');
    expect(await digests()).toBe(1);
    expect(mailsTo(asha.customer.email)[0]!.text).not.toContain('BK-1');
    expect(await digests()).toBe(0);
    at('22T18:15');
    expect(await digests()).toBe(0);
    expect(await test.orm.em.fork().count(NotificationDigest, { personId: asha.customer.id })).toBe(2);
    const log = (await get(asha, '/deliveries')).json().items;
    const mails = log.filter((each: any) => each.channel === 'email');
    expect(mails.map((each: any) => [each.kind, each.status])).toEqual([
      ['digest', 'sent'],
      ['booking.created', 'digested'],
      ['digest', 'sent'],
      ['booking.created', 'digested'],
      ['booking.created', 'digested'],
    ]);
  });

  it('stays one a day when its hour is moved to a later one', async () => {
    const asha = await given.signedIn();
    await prefer(asha, daily(11));
    await booked(asha, { reference: 'BK-1' });
    await settle(test);
    at('20T11:00');
    await digests();
    await booked(asha, { reference: 'BK-2' });
    await settle(test);
    await prefer(asha, daily(12));
    at('20T12:00');
    expect(await digests()).toBe(0);
    at('21T12:00');
    expect(await digests()).toBe(1);
    expect(mailsTo(asha.customer.email)).toHaveLength(2);
  });

  it('that is wanted no more lets go what waits for it', async () => {
    const asha = await given.signedIn();
    await prefer(asha, daily(18));
    await booked(asha);
    await settle(test);
    await prefer(asha, {});
    await settle(test);
    expect(mailsTo(asha.customer.email)).toMatchObject([{ subject: expect.stringContaining('BK-7F3K9Q') }]);
  });
});

describe('the budget', () => {
  it('of one number suppresses what is too much, and leaves it in the feed', async () => {
    const asha = await given.signedIn();
    await change(asha, { email: null, phone: '+919876500010' });
    test.clock.advance(7 * 24 * hourMs);
    for (let nth = 0; nth < 11; nth++) await booked(asha);
    await settle(test);
    expect(mailsTo('+919876500010')).toHaveLength(10);
    expect(await deliveriesTo(asha, { channel: 'sms', status: 'suppressed' })).toMatchObject([
      { reason: 'over_budget' },
    ]);
    expect((await get(asha, '/unread-count')).json().unread).toBe(11);
  });

  it('of all text messages of a day is shared by everybody, and by codes', async () => {
    test.clock.advance(14 * 24 * hourMs);
    const people = await Promise.all(
      [1, 2].map(async (nth) => {
        const who = await given.signedIn();
        await change(who, { email: null, phone: `+91987650002${nth}` });
        return who;
      }),
    );
    for (let nth = 0; nth < 7; nth++) for (const who of people) await booked(who);
    await settle(test);
    const sent = await Promise.all(
      people.map((who) => deliveriesTo(who, { channel: 'sms', status: 'sent' })),
    );
    expect(sent.flat()).toHaveLength(12);
    const code = () =>
      test.http({
        method: 'POST',
        url: '/api/v1/auth/verify/phone/resend',
        headers: people[0]!.headers,
      });
    const refused = await code();
    expect([refused.statusCode, refused.json().code]).toEqual([429, 'TEXT_MESSAGES_USED_UP']);
    test.clock.advance(24 * hourMs);
    expect((await code()).statusCode).toBeLessThan(300);
  });
});

describe('the safety of an account', () => {
  it('is told at once, whatever was chosen, in the feed and by mail', async () => {
    const asha = await given.signedIn();
    await change(asha, { emailVerifiedAt: standardNow });
    const wanted = { quietHours: { from: '00:00', to: '23:59' }, digest: { mode: 'daily', hour: 3 } };
    await prefer(asha, wanted);
    const payload = { currentPassword: password, newPassword: 'another horse 43' };
    const url = '/api/v1/users/me/password';
    const answer = await test.http({ method: 'PATCH', url, headers: asha.headers, payload });
    expect(answer.statusCode).toBeLessThan(300);
    await settle(test);
    expect(await feed(asha)).toMatchObject([
      { kind: 'security.password_changed', category: 'security', urgent: true, title: 'Password changed' },
    ]);
    expect(mailsTo(asha.customer.email)).toMatchObject([{ subject: 'Your password was changed' }]);
  });

  it('is told to staff as well, in their feed', async () => {
    const meera = await given.staffSignedIn({ role: 'ops_agent' });
    const payload = { name: 'A program', scopes: ['bookings.read'], password };
    await test.http({ method: 'POST', url: '/api/v1/api-keys', headers: meera.headers, payload });
    await settle(test);
    expect((await get(meera, '')).json().items).toMatchObject([{ kind: 'staff.api_key_created' }]);
    expect(mailsTo(meera.staff.email)).toMatchObject([{ subject: 'New API key' }]);
  });

  it('is not told of what was given up', async () => {
    const asha = await given.signedIn();
    const payload = { name: 'A program', scopes: ['bookings.read'], password: 'not the password' };
    await test.http({ method: 'POST', url: '/api/v1/api-keys', headers: asha.headers, payload });
    await settle(test);
    expect(await feed(asha)).toEqual([]);
  });
});

describe('staff', () => {
  it('see how a customer was reached, masked, if they may look at customers', async () => {
    const asha = await given.signedIn();
    await booked(asha);
    await settle(test);
    const agent = await given.staffSignedIn({ role: 'ops_agent' });
    const viewer = await given.staffSignedIn({ role: 'viewer' });
    const url = `/api/v1/ops/notifications/deliveries?customer=${asha.customer.id}`;
    const answer = await test.http({ url, headers: agent.headers });
    expect(answer.json().items).toMatchObject([
      { kind: 'booking.created', channel: 'email', status: 'sent', transport: 'outbox' },
      { kind: 'booking.created', channel: 'in_app', status: 'sent' },
    ]);
    expect(answer.body).not.toContain(asha.customer.email);
    expect((await test.http({ url, headers: viewer.headers })).statusCode).toBe(403);
    expect((await test.http({ url, headers: asha.headers })).statusCode).toBe(403);
  });

  it('preview what notifications say, if they may configure the system', async () => {
    const admin = await given.staffSignedIn({ role: 'admin' });
    const lead = await given.staffSignedIn({ role: 'ops_lead' });
    const url = '/api/v1/ops/notifications/templates';
    const preview = (who: typeof admin, kind: string, payload: object) =>
      test.http({ method: 'POST', url: `${url}/${kind}/preview`, headers: who.headers, payload });
    const { items } = (await test.http({ url, headers: admin.headers })).json();
    for (const { kind } of items)
      for (const language of ['en', 'hi'])
        for (const channel of ['email', 'sms', 'push', 'in_app']) {
          const answer = await preview(admin, kind, { language, channel });
          expect([kind, channel, answer.statusCode]).toEqual([kind, channel, 200]);
          expect(answer.json().text.length).toBeGreaterThan(2);
          expect(answer.json().html === null).toBe(channel !== 'email');
        }
    const created = items.find(({ kind }: { kind: string }) => kind === 'booking.created');
    const data = { ...created.sample, service: '<b>Paint</b>', totalPaise: 100_000_00 };
    const mail = (await preview(admin, created.kind, { data })).json();
    expect(mail.text).toContain('<b>Paint</b> is booked for Sunday 22 November at 10:30 am, for ₹1,00,000.');
    expect(mail.html).toContain('&lt;b&gt;Paint&lt;/b&gt;');
    const wrong = await preview(admin, created.kind, { data: { reference: 1 } });
    expect([wrong.statusCode, wrong.json().code]).toEqual([422, 'TEMPLATE_DATA_INVALID']);
    expect((await preview(admin, 'booking.exploded', {})).statusCode).toBe(400);
    expect((await preview(lead, created.kind, {})).statusCode).toBe(403);
    expect((await test.http({ url, headers: lead.headers })).statusCode).toBe(403);
  });
});

it('what is older than its time is removed, with its deliveries, and what is not stays', async () => {
  const asha = await given.signedIn();
  await booked(asha);
  await settle(test);
  test.clock.advance(100 * 24 * hourMs);
  await booked(asha, { reference: 'BK-LATER' });
  await settle(test);
  test.clock.advance(81 * 24 * hourMs);
  await runJob(test, 'notifications.remove_old');
  const left = await test.orm.em.fork().find(Notification, { personId: asha.customer.id });
  expect(left).toMatchObject([{ data: { reference: 'BK-LATER' } }]);
  expect(await deliveriesTo(asha)).toHaveLength(2);
  expect(await test.orm.em.fork().count(Job, { status: 'queued', type: 'notifications.deliver' })).toBe(0);
});
