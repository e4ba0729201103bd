// What is promised to who complains: reckoned with every change, explained, watched, and shown before another calendar or policy moves it.
import type { SqlEntityManager } from '@mikro-orm/sql';
import { OutboxEvent } from '#libs/events';
import { Job } from '#libs/jobs';
import { dayMs, hourMs, minuteMs } from '#libs/time';
import { ComplaintChanges } from '../../src/complaints/complaint-changes.js';
import { Complaint, ComplaintEvent } from '../../src/complaints/complaint.entity.js';
import { AuditEntry } from '../../src/audit/audit-entry.entity.js';
import { PriorityEntry } from '../../src/complaints/priority/priority-entry.entity.js';
import { ComplaintTarget } from '../../src/complaints/targets/complaint-target.entity.js';
import { systemActor } from '../../src/access/actor.js';
import { slaExamples } from '../../src/sla/sla.examples.js';
import { standardNow, startApp, type TestApp } from '../support/app.js';
import { emptyDesk } from '../support/complaints-desk.js';
import { givenIn, type Given, type SignedIn } from '../support/given.js';
import { runJob } from '../support/job-run.js';
import { settle } from '../support/settle.js';

type Caller = { headers: object };
type Method = 'GET' | 'POST' | 'PUT';

let test: TestApp;
let given: Given;
let asha: SignedIn;
let bala: SignedIn;
let agent: Caller;
let admin: Caller;
beforeAll(async () => {
  test = await startApp();
  given = givenIn(test);
  [asha, bala] = [await given.signedIn(), await given.signedIn()];
  agent = await given.staffSignedIn({ role: 'ops_agent' });
  admin = await given.staffSignedIn({ role: 'admin' });
});
beforeEach(async () => {
  test.clock.set(standardNow);
  await emptyDesk(test);
});
afterAll(() => test.close());

const fork = () => test.orm.em.fork();
/** 10 in the morning, Friday the 20th, in India. */
const at = (day: number, time: string) => new Date(`2026-11-${day}T${time}:00+05:30`);

async function call(by: Caller, method: Method, path: string, payload?: object) {
  const headers = by.headers as Record<string, string>;
  const answer = await test.http({ method, url: `/api/v1${path}`, headers, payload });
  return { status: answer.statusCode, body: answer.json() };
}
async function filed(category = 'damage', more: object = {}): Promise<string> {
  const payload = { category, subject: 'It broke', description: 'The shelf fell.', ...more };
  const { status, body } = await call(asha, 'POST', '/complaints', payload);
  expect([status, body.code]).toEqual([201, undefined]);
  return body.id;
}
const shown = async (id: string) => {
  const { firstResponseDueAt, nextResponseDueAt, dueAt } = (await call(asha, 'GET', `/complaints/${id}`))
    .body;
  const dates = [firstResponseDueAt, nextResponseDueAt, dueAt];
  return dates.map((date: string | null) => (date === null ? null : new Date(date)));
};
const write = (by: Caller, id: string) => call(by, 'POST', `/complaints/${id}/updates`, { body: 'A word.' });
const setStatus = (id: string, status: string) =>
  call(agent, 'PUT', `/ops/complaints/${id}/status`, { status });
const targets = (id: string) =>
  fork().find(ComplaintTarget, { complaint: id }, { orderBy: { startsAt: 'asc', metric: 'asc' } });
const told = async (id: string) => {
  const types = ['complaint.due_soon', 'complaint.overdue', 'complaint.escalated'];
  const where = { aggregateId: id, type: { $in: types } };
  const events = await fork().find(OutboxEvent, where, { orderBy: { position: 'asc' } });
  return events.map(({ type, data }) => [type, (data as { metric?: string }).metric ?? null]);
};
const watch = () => runJob(test, 'complaints.watch_targets');
/** Several processes, at the same moment. */
const watchTogether = () => Promise.all([1, 2, 3].map(watch));

describe('what is promised', () => {
  it('is by when one hears from us and has a solution, and moves with what happens', async () => {
    const id = await filed();
    expect(await shown(id)).toEqual([at(20, '14:00'), null, at(22, '10:00')]);
    test.clock.set(at(20, '12:00'));
    await write(agent, id);
    expect(await shown(id)).toEqual([null, null, at(22, '10:00')]);
    await write(asha, id);
    expect(await shown(id)).toEqual([null, at(20, '16:00'), at(22, '10:00')]);
    await write(agent, id);
    await setStatus(id, 'waiting_for_customer');
    // Nobody knows how long.
    expect(await shown(id)).toEqual([null, null, null]);
    test.clock.set(at(21, '09:00'));
    await write(asha, id);
    // Nine hours of Friday and one of Saturday were waited.
    expect(await shown(id)).toEqual([null, at(21, '13:00'), at(22, '20:00')]);
    test.clock.set(at(21, '10:00'));
    expect((await call(asha, 'POST', `/complaints/${id}/resolve`)).status).toBe(200);
    expect((await targets(id)).map(({ metric, cycle, state }) => [metric, cycle, state])).toEqual([
      ['first_response', 0, 'met'],
      ['resolution', 0, 'met'],
      ['next_response', 0, 'met'],
      ['next_response', 1, 'met'],
    ]);
  });

  it('begins anew with a reopening, and leaves what was kept', async () => {
    const id = await filed();
    await call(asha, 'POST', `/complaints/${id}/resolve`);
    test.clock.set(at(23, '10:00'));
    await call(asha, 'POST', `/complaints/${id}/reopen`, { reason: 'It fell again.' });
    expect((await shown(id))[2]).toEqual(at(25, '10:00'));
    expect((await targets(id)).filter(({ metric }) => metric === 'resolution')).toMatchObject([
      { cycle: 0, state: 'met', endedAt: standardNow },
      { cycle: 1, state: 'running', dueAt: at(25, '10:00') },
    ]);
  });

  it('is reckoned from the filing when it turns out to be worse', async () => {
    const id = await filed('quality');
    test.clock.set(at(20, '10:20'));
    const actor = systemActor('test');
    await test.app
      .get(ComplaintChanges)
      .change(actor, id, 'complaint.reclassified', ({ complaint, now }) =>
        complaint.reclassify(
          { category: 'safety', severity: 'critical', topic: null, wanted: null },
          actor,
          now,
        ),
      );
    expect(await shown(id)).toEqual([at(20, '10:30'), null, at(21, '10:00')]);
    const { body } = await call(asha, 'GET', `/complaints/${id}/sla/explain`);
    expect(body.cycles[0]).toMatchObject({
      rule: 'critical',
      replaced: [{ rule: 'medium', wasMissed: false }],
    });
  });
});

describe('the explanation', () => {
  it('is its customer’s and staff’s, and nobody else’s', async () => {
    const id = await filed();
    test.clock.set(at(20, '12:00'));
    await setStatus(id, 'waiting_for_customer');
    test.clock.set(at(20, '15:00'));
    const path = `/complaints/${id}/sla/explain`;
    const { body } = await call(asha, 'GET', path);
    const resolution = body.cycles.find(({ metric }: { metric: string }) => metric === 'resolution');
    expect(resolution).toMatchObject({
      state: 'paused',
      pausedFor: 'customer',
      countedMs: 2 * hourMs,
      pausedMs: 3 * hourMs,
      remainingMs: 24 * hourMs,
      deadlineWithoutPauses: at(22, '10:00').toISOString(),
      deadline: at(22, '13:00').toISOString(),
      intervals: [
        { kind: 'counted', ms: 2 * hourMs, reason: 'working_time', calendar: 1 },
        { kind: 'paused', ms: 3 * hourMs, reason: 'waiting_for_customer', calendar: null },
      ],
    });
    expect((await call(agent, 'GET', path)).body).toEqual(body);
    expect(await call(bala, 'GET', path)).toMatchObject({
      status: 404,
      body: { code: 'COMPLAINT_NOT_FOUND' },
    });
    expect((await call({ headers: {} }, 'GET', path)).status).toBe(401);
  });
});

describe('the watcher', () => {
  it('tells of each target once, near and missed, however many watch, and escalates once', async () => {
    const id = await filed();
    await watchTogether();
    expect(await told(id)).toEqual([]);
    test.clock.set(at(20, '13:00'));
    const near = await watchTogether();
    expect(near.reduce((sum, { dueSoon }) => sum + dueSoon, 0)).toBe(1);
    // Until the very deadline it is in time.
    test.clock.set(at(20, '14:00'));
    await watchTogether();
    expect(await told(id)).toEqual([['complaint.due_soon', 'first_response']]);
    test.clock.advance(minuteMs);
    const missed = await watchTogether();
    expect(missed.reduce((sum, { overdue }) => sum + overdue, 0)).toBe(1);
    expect(await told(id)).toEqual([
      ['complaint.due_soon', 'first_response'],
      ['complaint.escalated', null],
      ['complaint.overdue', 'first_response'],
    ]);
    expect((await targets(id))[0]).toMatchObject({ state: 'breached', breachedAt: at(20, '14:00') });
    const lines = await fork().find(ComplaintEvent, { complaint: id, kind: 'target' });
    expect(lines).toMatchObject([
      { byKind: 'system', visibility: 'internal', facts: { metric: 'first_response' } },
    ]);
  });

  it('does so when the clock jumps, and when it jumps back', async () => {
    const id = await filed();
    test.clock.advance(30 * dayMs);
    await watchTogether();
    const all = [
      ['complaint.escalated', null],
      ['complaint.overdue', 'first_response'],
      ['complaint.overdue', 'resolution'],
    ];
    expect((await told(id)).toSorted()).toEqual(all);
    test.clock.set(standardNow);
    await watchTogether();
    test.clock.advance(30 * dayMs);
    await watchTogether();
    expect((await told(id)).toSorted()).toEqual(all);
    expect(await fork().findOneOrFail(Complaint, { id })).toMatchObject({ escalationLevel: 1 });
  });

  it('says nothing of what was done in time, stands still, or has ended', async () => {
    const answered = await filed();
    await write(agent, answered);
    const paused = await filed();
    await write(agent, paused);
    await setStatus(paused, 'waiting_for_customer');
    const withdrawn = await filed();
    await call(asha, 'POST', `/complaints/${withdrawn}/withdraw`);
    test.clock.set(at(21, '20:00'));
    expect(await watch()).toEqual({ dueSoon: 0, overdue: 0, measured: 0 });
    test.clock.set(at(26, '20:00'));
    expect(await watch()).toMatchObject({ overdue: 1 });
    expect(await told(paused)).toEqual([]);
    expect(await told(withdrawn)).toEqual([]);
  });

  it('tells again of another target', async () => {
    const id = await filed();
    await write(agent, id);
    test.clock.set(at(22, '09:00'));
    await watch();
    await setStatus(id, 'waiting_for_customer');
    test.clock.set(at(22, '12:00'));
    await setStatus(id, 'in_progress');
    await watch();
    const near = ['complaint.due_soon', 'resolution'];
    expect(await told(id)).toEqual([near, near]);
  });

  it('of one that somebody answers in that moment, tells before or not at all', async () => {
    const id = await filed();
    test.clock.set(at(20, '14:01'));
    const [runs] = await Promise.all([watchTogether(), write(agent, id)]);
    const overdue = runs.reduce((sum, run) => sum + run.overdue, 0);
    expect(overdue).toBeLessThanOrEqual(1);
    expect((await told(id)).filter(([type]) => type === 'complaint.overdue')).toHaveLength(overdue);
    // That it was late stays, whoever was first.
    expect((await targets(id))[0]).toMatchObject({ state: 'breached', endedAt: at(20, '14:01') });
  });

  it('reckons what was filed before there were targets, and keeps quiet about its past', async () => {
    const [open, told_] = [await filed(), await filed()];
    const solved = await filed();
    await call(asha, 'POST', `/complaints/${solved}/resolve`);
    const em = fork();
    await em.nativeDelete(ComplaintTarget, { complaint: { $in: [open, solved] } });
    await em.nativeDelete(ComplaintTarget, { complaint: told_, metric: 'first_response' });
    await em.nativeUpdate(Complaint, {}, { slaPolicy: null, firstResponseDueAt: null });
    const missed = at(22, '09:55');
    await em.nativeUpdate(ComplaintTarget, { complaint: told_ }, { dueAt: missed, overdueToldFor: missed });
    test.clock.set(at(23, '10:00'));
    await fork().nativeDelete(OutboxEvent, { type: 'complaint.overdue' });
    const runs = await watchTogether();
    expect(runs.reduce((sum, { measured }) => sum + measured, 0)).toBe(3);
    expect(await watchTogether()).toEqual(
      Array.from({ length: 3 }, () => expect.objectContaining({ measured: 0 })),
    );
    // The answer was promised to nobody; of the solution one had been told, of the other one not.
    expect([await told(told_), await told(open)]).toEqual([
      [],
      [
        ['complaint.escalated', null],
        ['complaint.overdue', 'resolution'],
      ],
    ]);
    expect((await shown(open))[2]).toEqual(at(22, '10:00'));
    expect((await targets(solved)).map(({ state }) => state)).toEqual(['met', 'met']);
  });
});

const { CreateBusinessCalendar: office, CreateSlaPolicy: policy } = slaExamples;
const drafted = async (path: string, payload: object): Promise<number> =>
  (await call(admin, 'POST', `/ops/sla/${path}`, payload)).body.number;
const simulate = (by: Caller, payload: object) => call(by, 'POST', '/ops/sla/simulate', payload);
const recalculate = () => settle(test, 'complaints.recalculate_targets');

describe('another calendar', () => {
  it('shows what it moves, moves it when it is published, and back when it is taken back', async () => {
    const id = await filed();
    const calendar = { ...office, holidays: [{ date: '2026-11-20', name: 'Closed', intervals: [] }] };
    const number = await drafted('calendars', calendar);
    const { body } = await simulate(admin, { calendar: number });
    // Nothing more of Friday, eight hours a working day: four hours on Monday, and 26 until Thursday.
    const [first, solution] = [at(23, '13:00'), at(26, '11:00')];
    const move = { complaintId: id, isBreachedNow: false, isBreachedThen: false };
    expect(body).toEqual({
      jobId: null,
      result: {
        considered: 1,
        moved: 2,
        breachedNow: 0,
        breachedThen: 0,
        moves: [
          expect.objectContaining({ ...move, metric: 'first_response', to: first.toISOString() }),
          expect.objectContaining({
            ...move,
            metric: 'resolution',
            from: at(22, '10:00').toISOString(),
            to: solution.toISOString(),
          }),
        ],
      },
    });
    expect(await shown(id)).toEqual([at(20, '14:00'), null, at(22, '10:00')]);
    await call(admin, 'POST', `/ops/sla/calendars/${number}/publish`);
    await recalculate();
    expect(await shown(id)).toEqual([first, null, solution]);
    expect((await simulate(admin, { calendar: number })).body.code).toBe('SLA_VERSION_NOT_DRAFT');
    await call(admin, 'POST', `/ops/sla/calendars/${number}/retire`);
    await recalculate();
    expect(await shown(id)).toEqual([at(20, '14:00'), null, at(22, '10:00')]);
  });

  it('of a city moves what was complained of there', async () => {
    const visit = await given.confirmedBooking({
      customer: asha.customer,
      status: 'completed',
      startsIn: '-2d',
    });
    const there = await filed('damage', { bookingId: visit.id });
    const nowhere = await filed();
    const { city } = await given.pincode();
    const day = {
      ...office,
      cityId: city.id,
      holidays: [{ date: '2026-11-20', name: 'Closed', intervals: [] }],
    };
    const number = await drafted('calendars', day);
    await call(admin, 'POST', `/ops/sla/calendars/${number}/publish`);
    await recalculate();
    expect([(await shown(there))[2], (await shown(nowhere))[2]]).toEqual([at(26, '11:00'), at(22, '10:00')]);
    await call(admin, 'POST', `/ops/sla/calendars/${number}/retire`);
  });
});

describe('another policy', () => {
  const [, others] = policy.rules;
  const faster = {
    ...policy,
    rules: [{ ...others!, resolution: { ...others!.resolution, minutes: 60, atRiskMinutes: 0 } }],
  };

  it('leaves what is open, unless it is meant for that: then once, however often it is done', async () => {
    // After all other stories, which are not to come under it.
    test.clock.set(at(26, '10:00'));
    const id = await filed();
    test.clock.advance(minuteMs);
    const keeping = await drafted('policies', faster);
    await call(admin, 'POST', `/ops/sla/policies/${keeping}/publish`);
    await recalculate();
    expect((await shown(id))[2]).toEqual(at(28, '10:00'));
    expect((await shown(await filed()))[2]).toEqual(at(26, '11:01'));
    test.clock.advance(minuteMs);
    await call(admin, 'POST', `/ops/sla/policies/${keeping}/retire`);

    const taking = await drafted('policies', faster);
    test.clock.set(at(26, '12:00'));
    const { body } = await simulate(admin, { policy: taking });
    expect(body.result).toMatchObject({ considered: 2, breachedNow: 1, breachedThen: 2 });
    await call(admin, 'POST', `/ops/sla/policies/${taking}/publish`, { isForOpenCases: true });
    await recalculate();
    const again = { cityId: null, policy: taking };
    await Promise.all([1, 2].map(() => runJob(test, 'complaints.recalculate_targets', again)));
    expect((await shown(id))[2]).toEqual(at(26, '11:00'));
    const lines = await fork().find(ComplaintEvent, { complaint: id, kind: 'target' });
    expect(lines.map(({ facts }) => facts)).toEqual([{ policy: taking }]);
    await call(admin, 'POST', `/ops/sla/policies/${taking}/retire`);
  });
});

describe('the tier of a customer', () => {
  const [, others] = policy.rules;
  const when = { categories: null, severities: null, customerTiers: ['plus', 'premium'] };
  const resolution = { ...others!.resolution, minutes: 60, atRiskMinutes: 0 };
  const forTiers = { ...policy, rules: [{ ...others!, id: 'better', when, resolution }, others!] };
  const setTier = (by: Caller, tier: string, who = asha) =>
    call(by, 'PUT', `/ops/customers/${who.customer.id}/tier`, { tier, reason: 'Four flats' });
  const linesOf = async (id: string) =>
    (await fork().find(ComplaintEvent, { complaint: id, kind: 'target' })).map(({ facts }) => facts);

  it('decides by which rule it is promised, when it is filed and when staff change it, once', async () => {
    test.clock.set(at(27, '10:00'));
    const number = await drafted('policies', forTiers);
    await call(admin, 'POST', `/ops/sla/policies/${number}/publish`);
    test.clock.advance(minuteMs);
    const [id, solved] = [await filed(), await filed()];
    await call(asha, 'POST', `/complaints/${solved}/resolve`);
    const others = await call(bala, 'POST', '/complaints', {
      category: 'damage',
      subject: 'It broke',
      description: 'The shelf fell.',
    });
    const before = (await shown(id))[2];
    expect(before).not.toEqual(at(27, '11:01'));
    for (const by of [agent, asha]) expect((await setTier(by, 'plus')).status).toBe(403);
    expect((await setTier(admin, 'gold')).status).toBe(400);
    expect((await setTier(admin, 'plus')).body).toMatchObject({ tier: 'plus' });
    await settle(test);
    expect((await shown(id))[2]).toEqual(at(27, '11:01'));
    expect((await shown(await filed()))[2]).toEqual(at(27, '11:01'));
    expect((await setTier(admin, 'premium')).body.tier).toBe('premium');
    expect((await setTier(admin, 'premium')).body.tier).toBe('premium');
    await settle(test);
    expect(await linesOf(id)).toEqual([{ customerTier: 'plus' }, { customerTier: 'premium' }]);
    expect([await linesOf(solved), await linesOf(others.body.id)]).toEqual([[], []]);
    const { body } = await call(agent, 'GET', `/ops/complaints/${id}`);
    expect(body.customer.tier).toBe('premium');
    const entry = await fork().findOneOrFail(PriorityEntry, { complaint: id });
    expect(entry.reasons).toContainEqual({
      factor: 'customer',
      points: 4,
      because: 'Customer of the tier premium',
    });
    await setTier(admin, 'standard');
    await settle(test);
    expect((await shown(id))[2]).toEqual(before);
    const audit = { action: 'customer.tier_set', objectId: asha.customer.id };
    expect(await fork().count(AuditEntry, audit)).toBe(3);
    await call(admin, 'POST', `/ops/sla/policies/${number}/retire`);
  });

  it('is not set of who is not there, or by who has seen another version', async () => {
    const nobody = '019aa000-0000-7000-8000-000000000000';
    const input = { tier: 'plus', reason: 'Four flats' };
    expect((await call(admin, 'PUT', `/ops/customers/${nobody}/tier`, input)).body.code).toBe(
      'CUSTOMER_NOT_FOUND',
    );
    const stale = { headers: { ...admin.headers, 'if-match': '"999"' } };
    expect((await setTier(stale, 'plus', bala)).status).toBe(412);
    expect((await call(admin, 'GET', `/ops/customers/${bala.customer.id}`)).body.tier).toBe('standard');
  });
});

describe('the simulation', () => {
  it('is for those who publish, of one draft that is there', async () => {
    const number = await drafted('calendars', office);
    for (const by of [agent, asha]) expect((await simulate(by, { calendar: number })).status).toBe(403);
    expect((await simulate({ headers: {} }, { calendar: number })).status).toBe(401);
    expect((await simulate(admin, {})).body.code).toBe('VALIDATION_FAILED');
    expect((await simulate(admin, { calendar: number, policy: 1 })).body.code).toBe('VALIDATION_FAILED');
    expect((await simulate(admin, { calendar: 9999 })).body.code).toBe('BUSINESS_CALENDAR_NOT_FOUND');
    expect((await simulate(admin, { policy: 9999 })).body.code).toBe('SLA_POLICY_NOT_FOUND');
  });

  it('of many is a job, whose result is the same', async () => {
    const id = await filed();
    const number = await drafted('calendars', { ...office, holidays: [] });
    await (fork() as SqlEntityManager).execute(
      `insert into complaints (id, reference, customer_id, category, severity, subject, description, status, created_at)
       select gen_random_uuid(), 'CP-M' || n, customer_id, category, severity, subject, description, status, created_at
       from complaints, generate_series(1, 2000) n where id = ?`,
      [id],
    );
    const { body } = await simulate(admin, { calendar: number });
    expect(body).toMatchObject({ jobId: expect.any(String), result: null });
    const job = await fork().findOneOrFail(Job, { id: body.jobId });
    expect(job).toMatchObject({ type: 'complaints.simulate_targets', input: { calendar: number } });
    const result = await runJob(test, job.type, job.input);
    expect(result).toMatchObject({ considered: 2001, moved: 4002 });
    expect(result.moves).toHaveLength(200);
  });
});
