// Staff keep providers: who they are, what they may, when they work, and what that means for visits that are booked.
import { Notification } from '../../src/notifications/notification.entity.js';
import { AuditEntry } from '../../src/audit/audit-entry.entity.js';
import { OutboxEvent } from '#libs/events';
import { City } from '../../src/catalogue/place.entity.js';
import type { Subcategory } from '../../src/catalogue/service.entity.js';
import { Provider } from '../../src/providers/provider.entity.js';
import { standardNow, startApp, type TestApp } from '../support/app.js';
import { givenIn, type Given } from '../support/given.js';
import { runJob } from '../support/job-run.js';

let test: TestApp;
let given: Given;
let staff: Awaited<ReturnType<typeof caller>>;
beforeAll(async () => {
  test = await startApp();
  given = givenIn(test);
  staff = await caller('ops_manager');
});
afterAll(() => test.close());
afterEach(() => test.clock.set(standardNow));

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

async function caller(role: string) {
  const { headers } = await given.staffSignedIn({ role });
  return async (method: Method, path: string, payload?: object, more: Record<string, string> = {}) => {
    const url = `/api/v1/ops/providers${path}`;
    const answer = await test.http({ method, url, headers: { ...headers, ...more }, payload });
    return { status: answer.statusCode, body: answer.body ? answer.json() : null, headers: answer.headers };
  };
}

/** Works Monday to Saturday 9:00 to 17:00 from today on; `hours` of other days are given by the story. */
async function hired(weekdays = [1, 2, 3, 4, 5, 6]) {
  const service = await given.service();
  const { city } = await given.pincode();
  const body = {
    name: 'Ramesh Kumar',
    phone: '098765 43210',
    cityId: city.id,
    skills: [service.subcategory.id],
    pincodes: ['560034'],
  };
  const created = await staff('POST', '', body, { 'idempotency-key': crypto.randomUUID() });
  expect(created).toMatchObject({
    status: 201,
    body: { phone: '+919876543210', version: 1, takesVisits: true },
  });
  const shifts = weekdays.map((weekday) => ({ weekday, fromMinute: 540, toMinute: 1020 }));
  const planned = await staff('PUT', `/${created.body.id}/shifts`, { validFrom: '2026-11-20', shifts });
  expect(planned).toMatchObject({ status: 200, body: { conflicts: [], version: 2 } });
  return { id: created.body.id as string, service, headers: created.headers };
}

/** Start times of what customers are offered, in UTC. */
async function slots(serviceId: string, date: string) {
  const { headers } = await given.signedIn();
  const url = `/api/v1/services/${serviceId}/slots?pincode=560034&date=${date}&limit=100`;
  const answer = await test.http({ method: 'GET', url, headers });
  return (answer.json().items as { startsAt: string }[]).map(({ startsAt }) => startsAt.slice(11, 16));
}

describe('a provider whom staff enter', () => {
  it('is offered to customers as soon as shifts are planned, without phone number or documents', async () => {
    const { id, service, headers } = await hired();
    expect(headers.location).toBe(`/api/v1/ops/providers/${id}`);
    expect((await slots(service.id, '2026-11-23'))[0]).toBe('03:30');
    const seen = await test.http({ method: 'GET', url: `/api/v1/providers/${id}` });
    expect(seen.json()).toMatchObject({ name: 'Ramesh Kumar' });
    expect(seen.body).not.toMatch(/98765|documents|weeklyMax/);
  });

  it('is changed by whoever has read the last version, and the log has it', async () => {
    const { id } = await hired();
    const stale = await staff('PATCH', `/${id}`, { weeklyMaxMinutes: 2400 }, { 'if-match': '"1"' });
    expect(stale).toMatchObject({ status: 412, body: { code: 'PRECONDITION_FAILED' } });
    const changed = await staff('PATCH', `/${id}`, { weeklyMaxMinutes: 2400 }, { 'if-match': '"2"' });
    expect(changed).toMatchObject({ status: 200, body: { weeklyMaxMinutes: 2400, version: 3 } });
    expect(changed.headers.etag).toBe('"3"');
    const entries = await test.orm.em.fork().find(AuditEntry, { objectId: id }, { orderBy: { id: 'asc' } });
    expect(entries.map(({ action }) => action)).toEqual([
      'provider.created',
      'provider.shifts_changed',
      'provider.changed',
    ]);
    expect(entries[2]).toMatchObject({
      before: { weeklyMaxMinutes: 2880 },
      after: { weeklyMaxMinutes: 2400 },
    });
    expect(JSON.stringify(entries)).not.toContain('9876543210');
  });

  it('has no skill or place that the catalogue does not know', async () => {
    const { city } = await given.pincode();
    const nothing = '019d45d6-0ddb-7692-9f4f-68a7e873909f';
    const body = { name: 'Ramesh', phone: '9876543210', cityId: city.id };
    const key = () => ({ 'idempotency-key': crypto.randomUUID() });
    const refused = (extra: object) => staff('POST', '', { ...body, ...extra }, key());
    expect(await refused({ skills: [nothing] })).toMatchObject({
      status: 422,
      body: { code: 'PROVIDER_REFERENCES_UNKNOWN', what: 'skills', unknown: [nothing] },
    });
    expect(await refused({ pincodes: ['999999'] })).toMatchObject({
      status: 422,
      body: { what: 'pincodes' },
    });
    expect(await refused({ cityId: nothing })).toMatchObject({ status: 422, body: { what: 'city' } });
    expect(await refused({ phone: '12' })).toMatchObject({ status: 400 });
    expect(await refused({ name: 'x'.repeat(10_000) })).toMatchObject({ status: 400 });
  });

  it('is found by status, city, skill, pincode and the end of a document', async () => {
    const { id, service } = await hired();
    const other = await hired();
    await staff('PUT', `/${id}/documents/identity`, { number: 'ABCDE1234F', validUntil: '2026-12-01' });
    const cityId = (await test.orm.em.fork().findOneOrFail(City, { slug: 'city-560034' })).id;
    const ids = async (query: string) =>
      ((await staff('GET', `?${query}`)).body.items as { id: string }[]).map((each) => each.id);
    expect(await ids(`skill=${service.subcategory.id}`)).toEqual([id]);
    expect(await ids('documentsExpireBefore=2026-12-02')).toEqual([id]);
    expect(await ids('documentsExpireBefore=2026-12-01')).toEqual([]);
    expect(await ids(`cityId=${cityId}&pincode=560034&status=active&limit=100`)).toEqual(
      expect.arrayContaining([id, other.id]),
    );
    expect(await ids('status=left')).toEqual([]);
    expect((await staff('GET', '?limit=1&sort=-createdAt')).body).toMatchObject({
      items: [{ id: other.id }],
      nextCursor: expect.any(String),
    });
  });

  it('is nobody’s to see or change but theirs who may', async () => {
    const { id } = await hired();
    const viewer = await caller('viewer');
    const { headers } = await given.signedIn();
    expect((await viewer('GET', `/${id}`)).status).toBe(403);
    expect((await viewer('PATCH', `/${id}`, { name: 'X' })).status).toBe(403);
    expect((await viewer('GET', `/${id}/statistics`)).status).toBe(200);
    const customer = await test.http({ method: 'GET', url: `/api/v1/ops/providers/${id}`, headers });
    expect(customer.statusCode).toBe(403);
    expect((await staff('GET', '/019d45d6-0ddb-7692-9f4f-68a7e873909f')).status).toBe(404);
  });
});

describe('documents', () => {
  it('take a provider out of the slots when a required one ends, and only from then on', async () => {
    const { id, service } = await hired();
    const ends = { number: 'KA 2019 0012345', validUntil: '2026-11-23' };
    const entered = await staff('PUT', `/${id}/documents/police_verification`, ends);
    expect(entered).toMatchObject({
      status: 200,
      body: { documentsValidUntil: '2026-11-23', documents: [{ number: '••••2345', isRequired: true }] },
    });
    expect(await slots(service.id, '2026-11-23')).not.toEqual([]);
    expect(await slots(service.id, '2026-11-24')).toEqual([]);
    await staff('PUT', `/${id}/documents/insurance`, { number: '1234', validUntil: '2026-11-20' });
    expect(await slots(service.id, '2026-11-23')).not.toEqual([]);
    await staff('PUT', `/${id}/documents/police_verification`, { ...ends, validUntil: '2027-11-23' });
    expect(await slots(service.id, '2026-11-24')).not.toEqual([]);
  });

  it('leave a provider out of the search from the day after', async () => {
    const { id, service } = await hired();
    await staff('PUT', `/${id}/documents/identity`, { number: 'ABCDE1234F', validUntil: '2026-11-20' });
    const search = async () =>
      (
        await test.http({
          method: 'GET',
          url: `/api/v1/providers/search?serviceId=${service.id}&pincode=560034`,
        })
      ).json().items.length;
    expect(await search()).toBe(1);
    test.clock.set(new Date('2026-11-20T19:00:00Z'));
    expect(await search()).toBe(0);
    expect((await staff('GET', `/${id}`)).body.takesVisits).toBe(false);
  });

  it('are told of to staff before they end, once for each last day', async () => {
    const { id } = await hired();
    const events = () =>
      test.orm.em.fork().count(OutboxEvent, { type: 'provider.document_expiring', aggregateId: id } as never);
    const enter = (validUntil: string) =>
      staff('PUT', `/${id}/documents/identity`, { number: 'ABCDE1234F', validUntil });
    const tell = () => runJob(test, 'providers.tell_of_expiring_documents');
    await enter('2026-12-25');
    await tell();
    expect(await events()).toBe(0);
    await enter('2026-12-10');
    await tell();
    await tell();
    expect(await events()).toBe(1);
    await enter('2026-12-11');
    await tell();
    expect(await events()).toBe(2);
    expect(await test.orm.em.fork().count(Notification)).toBe(0);
  });
});

describe('status', () => {
  it('lists what is booked with whom is suspended, and sells nothing more of them', async () => {
    const { id, service } = await hired();
    const booking = await booked(id, service, '3d');
    const suspended = await staff('POST', `/${id}/suspend`, { reason: 'Complaints.' });
    expect(suspended).toMatchObject({
      status: 200,
      body: {
        status: 'suspended',
        nextStatuses: ['active', 'left'],
        visits: [{ reference: booking.reference }],
      },
    });
    expect(await slots(service.id, '2026-11-24')).toEqual([]);
    expect((await staff('POST', `/${id}/suspend`, {})).body).toMatchObject({
      code: 'PROVIDER_STATUS_ILLEGAL',
      allowed: ['active', 'left'],
    });
    expect((await staff('POST', `/${id}/reactivate`, {})).status).toBe(200);
    expect(await slots(service.id, '2026-11-24')).not.toEqual([]);
    expect((await staff('POST', `/${id}/depart`, {})).body).toMatchObject({
      nextStatuses: [],
      visits: [{ reference: booking.reference }],
    });
    expect((await staff('PATCH', `/${id}`, { name: 'X' })).body.code).toBe('PROVIDER_LEFT');
    expect((await staff('POST', `/${id}/reactivate`, {})).status).toBe(409);
  });
});

async function booked(id: string, service: Awaited<ReturnType<Given['service']>>, startsIn: string) {
  const em = test.orm.em.fork();
  const provider = await em.findOneOrFail(Provider, { id });
  return given.confirmedBooking({ service, provider, startsIn });
}

describe('shifts', () => {
  it('hold in their days, and leave what was planned before and after', async () => {
    const { id, service } = await hired();
    const week = {
      validFrom: '2026-11-30',
      validUntil: '2026-12-06',
      shifts: [{ weekday: 1, fromMinute: 720, toMinute: 780 }],
    };
    expect((await staff('PUT', `/${id}/shifts`, week)).status).toBe(200);
    expect(await slots(service.id, '2026-11-23')).toContain('03:30');
    expect(await slots(service.id, '2026-11-30')).toEqual(['06:30']);
    expect(await slots(service.id, '2026-12-01')).toEqual([]);
    expect(await slots(service.id, '2026-12-08')).toContain('03:30');
  });

  it.each([
    ['overlap', [540, 800], [700, 900], 409, 'SHIFTS_OVERLAP'],
    ['leave too little rest', [0, 240], [800, 1440], 422, 'WORK_RULES_BROKEN'],
  ])('are refused when they %s, and nothing is written', async (_, first, second, status, code) => {
    const { id } = await hired();
    const before = (await staff('GET', `/${id}/shifts`)).body;
    const shifts = [first, second].map(([fromMinute, toMinute]) => ({ weekday: 1, fromMinute, toMinute }));
    const refused = await staff('PUT', `/${id}/shifts`, { validFrom: '2026-11-21', shifts });
    expect(refused).toMatchObject({ status, body: { code } });
    expect((await staff('GET', `/${id}/shifts`)).body).toEqual(before);
  });

  it('are refused when the week is longer than its maximum, extra hours included', async () => {
    const { id } = await hired();
    const sunday = { day: '2026-11-29', kind: 'extra', fromMinute: 540, toMinute: 600 };
    expect((await staff('POST', `/${id}/exceptions`, sunday)).body).toMatchObject({
      code: 'WORK_RULES_BROKEN',
      violations: [{ rule: 'weekly_maximum', day: '2026-11-23', minutes: 2940, limit: 2880 }],
    });
  });

  it('do not leave a booked visit out unless that is what is wanted', async () => {
    const { id, service } = await hired();
    // Tuesday, 10:00 in India.
    const booking = await booked(id, service, '4d');
    const off = { day: '2026-11-24', kind: 'off', reason: 'Two-wheeler in repair' };
    const refused = await staff('POST', `/${id}/exceptions`, off);
    expect(refused).toMatchObject({
      status: 409,
      body: { code: 'VISITS_IN_THE_WAY', visits: [{ reference: booking.reference }], visitsInAll: 1 },
    });
    expect((await staff('GET', `/${id}/shifts`)).body.exceptions).toEqual([]);
    const forced = await staff('POST', `/${id}/exceptions`, { ...off, force: true });
    expect(forced).toMatchObject({ status: 200, body: { conflicts: [{ bookingId: booking.id }] } });
    expect((await staff('GET', `/${id}/conflicts`)).body.items).toMatchObject([{ bookingId: booking.id }]);
    // What is in the way already does not stand in the way of more.
    expect((await staff('POST', `/${id}/exceptions`, { ...off, day: '2026-11-25' })).status).toBe(200);
    expect((await staff('POST', `/${id}/exceptions`, { ...off, day: '2026-11-25' })).body.code).toBe(
      'SHIFTS_OVERLAP',
    );
    const removed = await staff('DELETE', `/${id}/exceptions/${forced.body.addedId}`);
    expect(removed).toMatchObject({ status: 200, body: { conflicts: [] } });
  });

  it('of the past, or back to front, are refused', async () => {
    const { id } = await hired();
    const codes = async (method: Method, path: string, body: object) =>
      (await staff(method, `/${id}${path}`, body)).body.code;
    expect(await codes('PUT', '/shifts', { validFrom: '2026-11-19', shifts: [] })).toBe('PLAN_BEGUN');
    expect(await codes('POST', '/exceptions', { day: '2026-11-19', kind: 'off' })).toBe('PLAN_BEGUN');
    expect(await codes('POST', '/exceptions', { day: '2026-02-29', kind: 'off' })).toBe('VALIDATION_FAILED');
    const back = { firstDay: '2026-12-02', lastDay: '2026-12-01', kind: 'annual' };
    expect(await codes('POST', '/leave', back)).toBe('VALIDATION_FAILED');
  });
});

describe('leave', () => {
  it('takes whole days, even extra hours, and does not overlap another', async () => {
    const { id, service } = await hired([1, 2, 3]);
    await staff('POST', `/${id}/exceptions`, {
      day: '2026-11-26',
      kind: 'extra',
      fromMinute: 600,
      toMinute: 700,
    });
    expect(await slots(service.id, '2026-11-26')).not.toEqual([]);
    const days = { firstDay: '2026-11-24', lastDay: '2026-11-26', kind: 'sick' };
    const added = await staff('POST', `/${id}/leave`, days);
    expect(added).toMatchObject({ status: 200, body: { leaves: [{ kind: 'sick' }] } });
    expect(await slots(service.id, '2026-11-23')).not.toEqual([]);
    expect(await slots(service.id, '2026-11-25')).toEqual([]);
    expect(await slots(service.id, '2026-11-26')).toEqual([]);
    const again = { firstDay: '2026-11-26', lastDay: '2026-11-30', kind: 'annual' };
    expect((await staff('POST', `/${id}/leave`, again)).body.code).toBe('LEAVE_OVERLAPS');
    expect((await staff('DELETE', `/${id}/leave/${added.body.addedId}`)).status).toBe(200);
    expect(await slots(service.id, '2026-11-25')).not.toEqual([]);
  });

  it('of two askers at once is given to one', async () => {
    const { id } = await hired();
    const days = { firstDay: '2026-12-24', lastDay: '2026-12-26', kind: 'annual' };
    const answers = await Promise.all(Array.from({ length: 6 }, () => staff('POST', `/${id}/leave`, days)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409, 409]);
    expect((await staff('GET', `/${id}/shifts`)).body.leaves).toHaveLength(1);
  });
});

describe('availability', () => {
  it('is what is worked and not booked, for anybody to see', async () => {
    const { id, service } = await hired();
    await booked(id, service, '4d');
    const free = async (query: string) => {
      const answer = await test.http({ method: 'GET', url: `/api/v1/providers/${id}/availability?${query}` });
      return { status: answer.statusCode, body: answer.json() };
    };
    const tuesday = 'from=2026-11-24&to=2026-11-24';
    expect((await free(tuesday)).body.windows).toEqual([
      { from: '2026-11-24T03:30:00.000Z', to: '2026-11-24T04:30:00.000Z' },
      { from: '2026-11-24T05:30:00.000Z', to: '2026-11-24T11:30:00.000Z' },
    ]);
    const long = await given.service({
      durationMinutes: 90,
      subcategory: service.subcategory as Subcategory,
    });
    expect((await free(`${tuesday}&serviceId=${long.id}&pincode=560034`)).body.windows).toHaveLength(1);
    expect((await free(`${tuesday}&pincode=560038`)).body.windows).toEqual([]);
    const elsewhere = await given.service();
    expect((await free(`${tuesday}&serviceId=${elsewhere.id}`)).body.windows).toEqual([]);
    expect((await free('from=2026-11-24&to=2026-12-25')).status).toBe(400);
    expect((await free('from=2026-11-01&to=2026-11-02')).body.windows).toEqual([]);
    await staff('POST', `/${id}/suspend`, {});
    expect((await free(tuesday)).status).toBe(404);
  });
});
