// Weeks are forecast, drafted, edited, compared and published; what is published is what slots are cut from.
import type { SqlEntityManager } from '@mikro-orm/sql';
import { AuditEntry } from '../../src/audit/audit-entry.entity.js';
import { Booking } from '../../src/bookings/booking.entity.js';
import type { Service, Subcategory } from '../../src/catalogue/service.entity.js';
import { ShiftDraft } from '../../src/planning/drafts/shift-draft.entity.js';
import { Provider } from '../../src/providers/provider.entity.js';
import { standardNow, startApp, type TestApp } from '../support/app.js';
import { givenIn, type Given } from '../support/given.js';
import { runJob } from '../support/job-run.js';

let test: TestApp;
let given: Given;
let manager: { authorization: string };
beforeAll(async () => {
  test = await startApp();
  given = givenIn(test);
  await given.pincode();
  manager = (await given.staffSignedIn({ role: 'ops_manager' })).headers;
});
afterAll(() => test.close());
afterEach(() => test.clock.set(standardNow));

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';
async function ops(method: Method, path: string, payload?: object, more: Record<string, string> = {}) {
  const url = `/api/v1/ops/${path}`;
  const headers = { ...manager, ...more };
  const answer = await test.http({ method, url, headers, payload });
  return { status: answer.statusCode, body: answer.body ? answer.json() : null };
}

/** A Monday; the tests' now is the Friday of the week before the week before. */
const week = '2026-11-30';
let places = 0;

/** A city of its own with providers, of whom each works every day from nine to seven, 48 hours a week at most. */
async function city(providers = 2) {
  const code = String(700_001 + 1_000 * places++);
  const { city: place } = await given.pincode(code);
  const service = await given.service({ pincodes: [code] });
  const subcategory = service.subcategory as Subcategory;
  const crew: Provider[] = [];
  for (let left = providers; left > 0; left--)
    crew.push(await given.provider({ pincode: code, subcategory }));
  return { cityId: place.id, code, service, crew, ids: crew.map(({ id }) => id) };
}

type Town = Awaited<ReturnType<typeof city>>;

/** On the same weekday of the last eight weeks, at ten in India. */
async function history({ service, crew, code }: Town): Promise<void> {
  const em = test.orm.em.fork() as SqlEntityManager;
  for (let weeks = 1; weeks <= 9; weeks++) {
    const booking = await given.confirmedBooking({
      service,
      provider: crew[0]!,
      startsIn: `-${7 * weeks}d`,
      status: 'completed',
    });
    await em.nativeUpdate(Booking, { id: booking.id }, { pincode: code });
  }
}

async function drafted(town: Town, wish: object = {}) {
  const body = { cityId: town.cityId, week, ...wish };
  const made = await ops('POST', 'planning/drafts', body, { 'idempotency-key': crypto.randomUUID() });
  expect(made).toMatchObject({ status: 201, body: { status: 'ready', version: 1 } });
  return made.body;
}

async function slots(service: Service, code: string, date: string, providerId?: string): Promise<string[]> {
  const { headers } = await given.signedIn();
  const url = `/api/v1/services/${service.id}/slots?pincode=${code}&date=${date}&limit=100`;
  const answer = await test.http({ method: 'GET', url, headers });
  return (answer.json().items as { startsAt: string; providerId: string }[])
    .filter((slot) => providerId === undefined || slot.providerId === providerId)
    .map(({ startsAt }) => startsAt.slice(11, 16));
}

const shift = (providerId: string, day: string, from: number, to: number) => ({
  providerId,
  day,
  fromMinute: from * 60,
  toMinute: to * 60,
});

describe('the forecast', () => {
  it('expects what has come every week, and says how well it does', async () => {
    const town = await city();
    await history(town);
    const forecast = await ops('GET', `planning/forecast?cityId=${town.cityId}`);
    expect(forecast).toMatchObject({
      status: 200,
      body: {
        history: { weeks: 9, visits: 9 },
        visitsInAll: 1,
        items: [{ pincodeGroup: town.code.slice(0, 3), weekday: 5, hour: 10, visits: 1 }],
        accuracy: { heldOutWeeks: 4, visits: 4, meanAbsoluteError: 0 },
      },
    });
    expect((await ops('GET', 'planning/forecast?cityId=019d45d6-0ddb-7692-9f4f-68a7e873909f')).status).toBe(
      404,
    );
  });
});

describe('a draft', () => {
  it('covers what is expected within the limits, and changes no slot', async () => {
    const town = await city();
    await history(town);
    const draft = await drafted(town);
    expect(draft.uncovered).toEqual([]);
    const friday = draft.shifts.find(({ day }: { day: string }) => day === '2026-12-04');
    expect(friday.fromMinute).toBeLessThanOrEqual(600);
    for (const id of town.ids) {
      const own = draft.shifts.filter(({ providerId }: { providerId: string }) => providerId === id);
      const minutes = own.reduce(
        (sum: number, each: { fromMinute: number; toMinute: number }) =>
          sum + each.toMinute - each.fromMinute,
        0,
      );
      expect(minutes).toBeLessThanOrEqual(2880);
    }
    expect(await slots(town.service, town.code, '2026-12-02')).toContain('03:30');
    const again = await drafted(town);
    expect(again.shifts).toEqual(draft.shifts);
  });

  it('says what nobody covers, and respects leave and documents', async () => {
    const town = await city(1);
    const [id] = town.ids;
    const leave = { firstDay: '2026-12-01', lastDay: '2026-12-02', kind: 'annual' };
    expect((await ops('POST', `providers/${id}/leave`, leave)).status).toBe(200);
    const identity = { number: 'ABCDE1234F', validUntil: '2026-12-04' };
    await ops('PUT', `providers/${id}/documents/identity`, identity);
    const draft = await drafted(town);
    expect(draft.shifts.map(({ day }: { day: string }) => day)).toEqual([
      '2026-11-30',
      '2026-12-03',
      '2026-12-04',
    ]);
    expect(draft.uncovered).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ day: '2026-12-01', fromHour: 9, toHour: 19, lacksPresence: true }),
        expect.objectContaining({ day: '2026-12-05', lacksPresence: true }),
      ]),
    );
  });

  it.each([
    ['has begun', '2026-11-16', 422],
    ['is too far ahead', '2027-03-01', 422],
    ['begins on no Monday', '2026-12-01', 400],
    ['is of no calendar', '2026-02-30', 400],
  ])('is not made of a week that %s', async (_, of, status) => {
    const { cityId } = await city(0);
    const key = { 'idempotency-key': crypto.randomUUID() };
    expect((await ops('POST', 'planning/drafts', { cityId, week: of }, key)).status).toBe(status);
  });

  it('is edited by whoever has read it, within the rules', async () => {
    const town = await city();
    const [a, b] = town.ids as [string, string];
    const draft = await drafted(town);
    const put = (shifts: object[], version = draft.version) =>
      ops('PUT', `planning/drafts/${draft.id}/shifts`, { shifts }, { 'if-match': `"${version}"` });
    const faultsOf = async (shifts: object[]) =>
      ((await put(shifts)).body.faults as { fault: string }[]).map(({ fault }) => fault);
    expect(await faultsOf([shift(a, week, 9, 17), shift(a, week, 12, 20)])).toEqual(['overlap']);
    expect(await faultsOf([shift(a, week, 9, 23), shift(a, '2026-12-01', 7, 12)])).toEqual(['rest']);
    expect(await faultsOf([shift(a, '2026-12-08', 9, 12)])).toEqual(['outside_week']);
    const stranger = (await city(1)).ids[0]!;
    expect(await faultsOf([shift(stranger, week, 9, 12)])).toEqual(['unknown_provider']);
    const long = [0, 1, 2, 3, 4].map((day) => shift(b, `2026-12-0${day + 1}`, 8, 19));
    expect(await faultsOf(long)).toEqual(['weekly_maximum']);
    const edited = await put([shift(a, week, 9, 13)]);
    expect(edited).toMatchObject({ status: 200, body: { version: 2, shifts: [{ providerId: a }] } });
    expect(edited.body.uncoveredInAll).toBeGreaterThan(0);
    expect((await put([], 1)).body.code).toBe('PRECONDITION_FAILED');
  });

  it('is compared with what is published', async () => {
    const town = await city(1);
    const [id] = town.ids as [string];
    const draft = await drafted(town);
    await ops('PUT', `planning/drafts/${draft.id}/shifts`, {
      shifts: [shift(id, week, 9, 19), shift(id, '2026-12-01', 9, 13)],
    });
    const compared = (await ops('GET', `planning/drafts/${draft.id}/comparison`)).body;
    expect(compared).toMatchObject({ publishedMinutes: 4200, draftMinutes: 840, publishedUncovered: 0 });
    expect(compared.changes).toHaveLength(6);
    expect(compared.changes[0]).toMatchObject({
      day: '2026-12-01',
      published: [{ fromMinute: 540, toMinute: 1140 }],
      draft: [{ fromMinute: 540, toMinute: 780 }],
    });
  });

  it('is made by a job where there are many', async () => {
    const town = await city(41);
    const key = { 'idempotency-key': crypto.randomUUID() };
    const asked = await ops('POST', 'planning/drafts', { cityId: town.cityId, week }, key);
    expect(asked).toMatchObject({
      status: 201,
      body: { status: 'making', shifts: [], jobId: expect.any(String) },
    });
    const path = `planning/drafts/${asked.body.id}`;
    expect((await ops('POST', `${path}/publish`, {})).body.code).toBe('DRAFT_NOT_EDITABLE');
    expect((await ops('GET', `${path}/comparison`)).body.code).toBe('DRAFT_NOT_EDITABLE');
    await runJob(test, 'planning.make_draft', { draftId: asked.body.id });
    const made = (await ops('GET', path)).body;
    expect(made).toMatchObject({ status: 'ready', providers: 41, uncovered: [] });
    expect(made.shifts.length).toBeGreaterThan(6);
  });

  it('is given up, and is nobody’s but theirs who plan', async () => {
    const draft = await drafted(await city());
    const { headers } = await given.staffSignedIn({ role: 'viewer' });
    const customer = (await given.signedIn()).headers;
    for (const who of [headers, customer]) {
      const url = `/api/v1/ops/planning/drafts/${draft.id}`;
      expect((await test.http({ method: 'GET', url, headers: who })).statusCode).toBe(403);
    }
    expect((await ops('DELETE', `planning/drafts/${draft.id}`)).status).toBe(204);
    expect((await ops('GET', `planning/drafts/${draft.id}`)).status).toBe(404);
  });
});

describe('publication', () => {
  /** Everybody works on the Monday from nine to twelve, and no more. */
  async function readyDraft(town: Town) {
    const draft = await drafted(town);
    const shifts = town.ids.map((id) => shift(id, week, 9, 12));
    return (await ops('PUT', `planning/drafts/${draft.id}/shifts`, { shifts })).body as {
      id: string;
      version: number;
    };
  }
  const publish = ({ id, version }: { id: string; version: number }, force = false) =>
    ops('POST', `planning/drafts/${id}/publish`, { force }, { 'if-match': `"${version}"` });

  it('makes the shifts what slots are cut from, for that week only', async () => {
    const town = await city();
    const draft = await readyDraft(town);
    expect(await publish(draft)).toMatchObject({
      status: 200,
      body: { status: 'published', version: 3, conflicts: [] },
    });
    const at = (date: string) => slots(town.service, town.code, date);
    expect([...new Set(await at(week))]).toEqual(['03:30', '04:00', '04:30', '05:00', '05:30']);
    expect(await at('2026-12-01')).toEqual([]);
    expect(await at('2026-11-29')).toContain('12:30');
    expect(await at('2026-12-07')).toContain('12:30');
    const entries = await test.orm.em.fork().find(AuditEntry, { objectId: draft.id });
    expect(entries.map(({ action }) => action)).toContain('planning.draft_published');
    // A second one of the week takes its place.
    const other = await readyDraft(town);
    expect((await publish(other)).status).toBe(200);
    expect((await ops('GET', `planning/drafts/${draft.id}`)).body.status).toBe('superseded');
  });

  it('asks first where visits are booked in time that would not be worked', async () => {
    const town = await city();
    // Tuesday of that week, at ten in India.
    const booking = await given.confirmedBooking({
      service: town.service,
      provider: town.crew[0]!,
      startsIn: '11d',
    });
    const draft = await readyDraft(town);
    expect(await publish(draft)).toMatchObject({
      status: 409,
      body: { code: 'VISITS_IN_THE_WAY', visits: [{ reference: booking.reference }] },
    });
    expect(await slots(town.service, town.code, '2026-12-02')).not.toEqual([]);
    expect(await publish(draft, true)).toMatchObject({
      status: 200,
      body: { conflicts: [{ bookingId: booking.id }] },
    });
  });

  it('is refused of a draft that no longer fits: leave, suspension', async () => {
    const town = await city();
    const [first, second] = town.ids as [string, string];
    const draft = await readyDraft(town);
    const leave = { firstDay: week, lastDay: week, kind: 'sick' };
    await ops('POST', `providers/${first}/leave`, leave);
    await ops('POST', `providers/${second}/suspend`, {});
    expect(await publish(draft)).toMatchObject({
      status: 409,
      body: {
        code: 'DRAFT_OUTDATED',
        faults: expect.arrayContaining([
          { providerId: first, day: week, fault: 'not_free' },
          { providerId: second, day: week, fault: 'not_active' },
        ]),
      },
    });
  });

  it('happens once of many at once', async () => {
    const town = await city();
    const draft = await readyDraft(town);
    const answers = await Promise.all(Array.from({ length: 6 }, () => publish(draft)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412, 412, 412]);
    expect([...new Set(await slots(town.service, town.code, week))]).toHaveLength(5);
  });

  it('of two drafts of a week at once leaves one published', async () => {
    const town = await city();
    const drafts = [await readyDraft(town), await readyDraft(town)];
    const answers = await Promise.all(drafts.map((draft) => publish(draft)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    const found = await test.orm.em.fork().find(ShiftDraft, { city: town.cityId });
    expect(found.map(({ status }) => status).sort()).toEqual(['published', 'superseded']);
    expect([...new Set(await slots(town.service, town.code, week))]).toHaveLength(5);
  });

  it('and leave that is given at the same moment end as if one had come after the other', async () => {
    for (let round = 0; round < 4; round++) {
      const town = await city(1);
      const [id] = town.ids as [string];
      const draft = await readyDraft(town);
      const leave = { firstDay: week, lastDay: week, kind: 'sick' };
      const [published, given_] = await Promise.all([
        publish(draft),
        ops('POST', `providers/${id}/leave`, leave),
      ]);
      expect(given_.status).toBe(200);
      expect([200, 409]).toContain(published.status);
      // Whichever came first: nobody is sold on a day of leave.
      expect(await slots(town.service, town.code, week)).toEqual([]);
      const { status } = (await ops('GET', `planning/drafts/${draft.id}`)).body;
      expect(status).toBe(published.status === 200 ? 'published' : 'ready');
    }
  });
});
