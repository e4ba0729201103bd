// Staff write calendars and policies of answering and solving, publish them and take them back.
import { AuditEntry } from '../../src/audit/audit-entry.entity.js';
import { BusinessCalendar } from '../../src/sla/business-calendar.entity.js';
import { slaExamples } from '../../src/sla/sla.examples.js';
import { SlaService } from '../../src/sla/sla.service.js';
import { latestCycle, type SlaEvent } from '../../src/sla/clock/sla-terms.entity.js';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { startApp, type TestApp } from '../support/app.js';
import { givenIn, type Given } from '../support/given.js';

let test: TestApp;
let given: Given;
let admin: { authorization: string };
let agent: { authorization: string };
let customer: { authorization: string };
beforeAll(async () => {
  test = await startApp();
  given = givenIn(test);
  admin = (await given.staffSignedIn({ role: 'admin' })).headers;
  agent = (await given.staffSignedIn({ role: 'ops_agent' })).headers;
  customer = (await given.signedIn()).headers;
});
afterAll(() => test.close());

type Method = 'GET' | 'POST' | 'PUT';
const call = (method: Method, path: string, payload?: object, headers: object = admin) =>
  test.http({ method, url: `/api/v1/ops/sla/${path}`, payload, headers: headers as Record<string, string> });
const { CreateBusinessCalendar: office, CreateSlaPolicy: policy } = slaExamples;
const drafted = async (path: string, payload: object): Promise<number> => {
  const answer = await call('POST', path, payload);
  expect(answer.statusCode).toBe(201);
  return answer.json().number;
};
const filed = (city: string | null = null): SlaEvent => ({
  at: test.clock.now(),
  kind: 'filed',
  city,
  subject: { category: 'quality', severity: 'high', customerTier: null },
});
const dueAt = async (city: string | null = null) => {
  const reader = await test.app.get(SlaService).reader();
  return latestCycle(reader.read([filed(city)], test.clock.now()), 'first_response')!.deadline;
};

describe.each([
  ['calendars', 'sla_calendar', office, 'BUSINESS_CALENDAR_NOT_FOUND'],
  ['policies', 'sla_policy', policy, 'SLA_POLICY_NOT_FOUND'],
] as const)('a draft of %s', (path, object, payload, notFound) => {
  it('is replaced under If-Match, published once, never changed again, and taken back', async () => {
    const number = await drafted(path, payload);
    const put = (note: string, etag: string) =>
      call('PUT', `${path}/${number}`, { ...payload, note }, { ...admin, 'if-match': etag });
    expect((await put('Another word', '"1"')).json()).toMatchObject({ version: 2, status: 'draft' });
    expect((await put('Too late', '"1"')).statusCode).toBe(412);
    expect((await call('GET', `${path}/${number}`)).json()).toMatchObject({
      ...payload,
      note: 'Another word',
    });
    const publish = () => call('POST', `${path}/${number}/publish`);
    expect((await publish()).json()).toMatchObject({
      status: 'published',
      validFrom: test.clock.now().toISOString(),
    });
    expect((await put('Never', '*')).json().code).toBe('SLA_VERSION_NOT_DRAFT');
    expect((await publish()).json().code).toBe('SLA_VERSION_NOT_DRAFT');
    expect((await call('POST', `${path}/${number}/retire`)).json()).toMatchObject({ status: 'retired' });
    expect((await call('POST', `${path}/${number}/retire`)).json().code).toBe('SLA_VERSION_NOT_PUBLISHED');
    const entries = await test.orm.em
      .fork()
      .find(AuditEntry, { objectType: object, objectId: String(number) }, { orderBy: { seq: 'asc' } });
    expect(entries.map(({ action }) => action)).toEqual(
      ['created', 'changed', 'published', 'retired'].map((what) => `${object}.${what}`),
    );
  });

  it('leaves one in force for everybody', async () => {
    const answer = await call('POST', `${path}/1/retire`);
    expect(answer.json()).toMatchObject({ status: 409, code: 'LAST_SLA_VERSION' });
    expect((await call('GET', `${path}/1`)).json()).toMatchObject({ status: 'published' });
  });

  it('of two that retire the last two at once, one stays', async () => {
    const number = await drafted(path, payload);
    await call('POST', `${path}/${number}/publish`);
    const answers = await Promise.all([1, number].map((each) => call('POST', `${path}/${each}/retire`)));
    expect(answers.map(({ statusCode }) => statusCode).toSorted()).toEqual([200, 409]);
    // So that the version that every installation begins with holds for the others: what is retired stays so.
    const again = await drafted(path, path === 'calendars' ? firstCalendarAgain : firstPolicyAgain);
    expect((await call('POST', `${path}/${again}/publish`)).statusCode).toBe(200);
  });

  it('does not begin in the past, and is not there under another number', async () => {
    const number = await drafted(path, payload);
    const answer = await call('POST', `${path}/${number}/publish`, { validFrom: '2026-11-20T04:29:59Z' });
    expect(answer.json()).toMatchObject({ status: 422, code: 'SLA_WINDOW_INVALID' });
    expect((await call('GET', `${path}/9999`)).json()).toMatchObject({ status: 404, code: notFound });
  });

  it('is read by whoever works on complaints, written by those who run the installation, and no customer’s', async () => {
    const tried = async (headers: object) => [
      (await call('GET', path, undefined, headers)).statusCode,
      (await call('POST', path, payload, headers)).statusCode,
      (await call('PUT', `${path}/1`, payload, headers)).statusCode,
      (await call('POST', `${path}/1/publish`, undefined, headers)).statusCode,
      (await call('POST', `${path}/1/retire`, undefined, headers)).statusCode,
    ];
    expect(await tried(agent)).toEqual([200, 403, 403, 403, 403]);
    expect(await tried(customer)).toEqual([403, 403, 403, 403, 403]);
    expect(await tried({})).toEqual([401, 401, 401, 401, 401]);
  });

  it('is kept by the database, whoever writes to it', async () => {
    const table = path === 'calendars' ? 'business_calendars' : 'sla_policies';
    const run = (sql: string) => (test.orm.em.fork() as SqlEntityManager).execute(sql);
    await expect(run(`update ${table} set note = 'Forged' where number = 1`)).rejects.toThrow(
      /never changed/,
    );
    await expect(run(`delete from ${table} where number = 1`)).rejects.toThrow(/never changed/);
  });
});

const everyDay = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({
  weekday,
  intervals: [{ fromMinute: 480, toMinute: 1260 }],
}));
const firstCalendarAgain = { ...office, week: everyDay, holidays: [] };
const firstPolicyAgain = { ...policy };

describe('a calendar', () => {
  const monday = (...intervals: object[]) => ({ ...office, week: [{ weekday: 1, intervals }] });
  const at = (fromMinute: number, toMinute: number) => ({ fromMinute, toMinute });

  it.each([
    ['intervals that overlap', monday(at(540, 720), at(700, 800)), 'week.0.intervals.1'],
    ['intervals out of their order', monday(at(840, 1080), at(540, 780)), 'week.0.intervals.1'],
    ['an empty interval', monday(at(540, 540)), 'week.0.intervals.0'],
    ['a reversed interval', monday(at(720, 540)), 'week.0.intervals.0'],
    ['more than a day', monday(at(540, 1441)), 'week.0.intervals.0.toMinute'],
    ['half a minute', monday(at(540.5, 600)), 'week.0.intervals.0.fromMinute'],
    ['an eighth weekday', { ...office, week: [{ weekday: 8, intervals: [at(0, 900)] }] }, 'week.0.weekday'],
    ['a weekday twice', { ...office, week: [office.week[0], office.week[0]] }, 'week.1'],
    ['nothing that is worked', { ...office, week: [] }, 'week'],
    ['a zone that there is not', { ...office, timeZone: 'Asia/Atlantis' }, 'timeZone'],
    ['an offset for a zone', { ...office, timeZone: '+05:30' }, 'timeZone'],
    [
      'a day that there is not',
      { ...office, holidays: [{ date: '2026-02-29', name: 'x', intervals: [] }] },
      'holidays.0.date',
    ],
    ['a holiday twice', { ...office, holidays: [office.holidays[0], office.holidays[0]] }, 'holidays.1'],
    [
      'intervals of a holiday that overlap',
      { ...office, holidays: [{ ...office.holidays[1]!, intervals: [at(600, 720), at(719, 800)] }] },
      'holidays.0.intervals.1',
    ],
    [
      'more holidays than anybody has',
      { ...office, holidays: Array.from({ length: 401 }, () => office.holidays[0]) },
      'holidays',
    ],
  ])('is refused with %s, and it is said where', async (_, payload, pointer) => {
    const before = await test.orm.em.fork().count(BusinessCalendar);
    const answer = await call('POST', 'calendars', payload);
    expect(answer.json()).toMatchObject({ status: 400, code: 'VALIDATION_FAILED' });
    expect(answer.json().issues[0]).toMatchObject({ path: pointer });
    expect(await test.orm.em.fork().count(BusinessCalendar)).toBe(before);
  });

  it('may be of a city, whose cases are measured by it, and of no city that there is not', async () => {
    const city = (await given.pincode()).city.id;
    const day = { ...office, cityId: city, week: [{ weekday: 6, intervals: [at(600, 720)] }], holidays: [] };
    const number = await drafted('calendars', day);
    const before = await dueAt(city);
    await call('POST', `calendars/${number}/publish`);
    // Two hours each Saturday: four hours are over on the second one.
    expect([await dueAt(city), await dueAt()]).toEqual([new Date('2026-11-28T12:00:00+05:30'), before]);
    await call('POST', `calendars/${number}/retire`);
    expect(await dueAt(city)).toEqual(before);
    const unknown = { ...day, cityId: '019aa000-0000-7000-8000-000000000009' };
    expect((await call('POST', 'calendars', unknown)).json()).toMatchObject({
      status: 404,
      code: 'CITY_NOT_FOUND',
    });
  });
});

describe('a policy', () => {
  const [rule] = policy.rules;
  const others = policy.rules[1]!;
  const withTarget = (target: object) => ({
    ...policy,
    rules: [{ ...others, resolution: { ...others.resolution, ...target } }],
  });

  it.each([
    ['no rule', { ...policy, rules: [] }, 'rules'],
    ['a last rule that has a condition', { ...policy, rules: [rule] }, 'rules.0'],
    ['a rule that is never reached', { ...policy, rules: [others, rule, { ...others, id: 'z' }] }, 'rules.0'],
    ['two rules of one id', { ...policy, rules: [{ ...rule!, id: 'others' }, others] }, 'rules.1'],
    ['a target of nothing', withTarget({ minutes: 0 }), 'rules.0.resolution.minutes'],
    ['a target of months', withTarget({ minutes: 43_201 }), 'rules.0.resolution.minutes'],
    [
      'a warning before the beginning',
      withTarget({ atRiskMinutes: 1561 }),
      'rules.0.resolution.atRiskMinutes',
    ],
    [
      'a pause for what nobody waits for',
      withTarget({ pausedBy: ['rain'] }),
      'rules.0.resolution.pausedBy.0',
    ],
    ['a pause named twice', withTarget({ pausedBy: ['parts', 'parts'] }), 'rules.0.resolution.pausedBy'],
  ])('is refused with %s', async (_, payload, pointer) => {
    const answer = await call('POST', 'policies', payload);
    expect(answer.json()).toMatchObject({ status: 400, code: 'VALIDATION_FAILED' });
    expect(answer.json().issues[0]).toMatchObject({ path: pointer });
  });

  it('takes open cases along only when it holds at once', async () => {
    const number = await drafted('policies', policy);
    const later = { validFrom: '2026-12-01T00:00:00Z', isForOpenCases: true };
    const answer = await call('POST', `policies/${number}/publish`, later);
    expect(answer.json()).toMatchObject({ status: 422, code: 'SLA_RETARGETING_TOO_EARLY' });
  });
});
