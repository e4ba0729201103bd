// What runs regularly: staff see and change it, each due time makes one job, and what was missed is made up for as the schedule says.
import { readFileSync } from 'node:fs';
import { Injectable, Module } from '@nestjs/common';
import { z } from 'zod';
import { Job, JobType, RunsRegularly } from '#libs/jobs';
import { AuditEntry } from '../../src/audit/audit-entry.entity.js';
import { DefaultSchedules } from '../../src/schedules/default-schedules.js';
import { Schedule } from '../../src/schedules/schedule.entity.js';
import { ScheduleTicker } from '../../src/schedules/schedule-ticker.js';
import { standardNow, startApp, type TestApp } from '../support/app.js';
import { castIn, type Player } from '../support/cast.js';
import { freshDatabase } from '../support/database.js';

@Injectable()
class ChoreJobs {
  @JobType({
    type: 'chores.sweep',
    description: 'Sweep.',
    input: z.strictObject({ room: z.enum(['kitchen', 'hall']).default('hall') }),
    output: z.strictObject({}),
    permission: null,
    cost: 'light',
  })
  @RunsRegularly({ name: 'chores.sweep', description: 'Sweeps every hour.', cron: '0 * * * *' })
  sweep() {
    return {};
  }
}

@Module({ providers: [ChoreJobs] })
class ChoresModule {}

const minuteMs = 60_000;
const url = '/api/v1/ops/schedules';
let test: TestApp;
let elsewhere: TestApp;
let admin: Player;
beforeAll(async () => {
  const database = await freshDatabase();
  // On a server a program of its own, over other connections.
  elsewhere = await startApp({ database: { ...database, close: async () => {} }, modules: [ChoresModule] });
  test = await startApp({ database, clock: elsewhere.clock, modules: [ChoresModule] });
  admin = await castIn(test)('admin');
});
afterAll(async () => {
  await elsewhere.close();
  await test.close();
});
beforeEach(async () => {
  test.clock.set(standardNow);
  // Each story is about its own.
  await test.orm.em.fork().nativeUpdate(Schedule, {}, { enabled: false, nextRunAt: null });
  await test.orm.em.fork().nativeDelete(Job, {});
});

const send = (
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  path: string,
  payload?: object,
  by = admin,
  more = {},
) => test.http({ method, url: `${url}${path}`, payload, headers: { ...by.headers, ...more } });
const tick = (app = test) => app.app.get(ScheduleTicker, { strict: false }).tick();
const jobs = () => test.orm.em.fork().find(Job, {}, { orderBy: { position: 'asc' } });
const builtIn = () => test.orm.em.fork().findOneOrFail(Schedule, { name: 'chores.sweep' });
let count = 0;

async function created(story: object = {}) {
  const payload = {
    name: `story-${++count}`,
    jobType: 'chores.sweep',
    cron: '0 * * * *',
    timeZone: 'UTC',
    ...story,
  };
  const answer = await send('POST', '', payload);
  if (answer.statusCode !== 201) throw new Error(answer.body);
  return answer.json();
}

describe('what is declared in the code', () => {
  it('is there after the start, once, however many processes start', async () => {
    const { items } = (await send('GET', '')).json();
    const names = items.map(({ name }: Schedule) => name);
    expect(names).toEqual(
      expect.arrayContaining([
        'analytics.daily',
        'bookings.provider_statistics',
        'bookings.reminders',
        'catalogue.warm_up',
        'chores.sweep',
        'complaints.targets',
        'knowledge.clean_up',
        'knowledge.embedding',
        'sessions.clean_up',
        'access.remove_old_decisions',
        'auth.remove_expired_tokens',
        'customers.erase',
        'sessions.forget_attempts',
        'staff.remove_forgotten_registrations',
      ]),
    );
    expect(new Set(names).size).toBe(names.length);
    expect(items.find(({ name }: Schedule) => name === 'analytics.daily')).toMatchObject({
      cron: '15 2 * * *',
      timeZone: 'Asia/Kolkata',
      builtIn: true,
      problem: null,
      input: {},
    });
  });

  it('stays as staff have changed it, also over a restart', async () => {
    const { id } = await builtIn();
    const changes = {
      cron: '*/10 * * * *',
      timeZone: 'Europe/Berlin',
      missed: 'all',
      input: { room: 'kitchen' },
    };
    expect((await send('PATCH', `/${id}`, { ...changes, enabled: true })).statusCode).toBe(200);
    await test.app.get(DefaultSchedules, { strict: false }).onApplicationBootstrap();
    expect((await send('GET', `/${id}`)).json()).toMatchObject({ ...changes, enabled: true, builtIn: true });
    await send('PATCH', `/${id}`, { enabled: false });
    await test.app.get(DefaultSchedules, { strict: false }).onApplicationBootstrap();
    expect((await send('GET', `/${id}`)).json()).toMatchObject({ ...changes, enabled: false, upcoming: [] });
  });

  it('cannot be deleted', async () => {
    const answer = await send('DELETE', `/${(await builtIn()).id}`);
    expect([answer.statusCode, answer.json().code]).toEqual([409, 'SCHEDULE_BUILT_IN']);
  });

  it('is shown and does not run when its type is gone, and waits for a process that knows it', async () => {
    const { id } = await created();
    const due = new Date('2026-11-20T05:00:00Z');
    await test.orm.em.fork().nativeUpdate(Schedule, { id }, { jobType: 'chores.ironing' });
    test.clock.set(due);
    expect([await tick(), await jobs()]).toEqual([0, []]);
    expect((await send('GET', `/${id}`)).json()).toMatchObject({ problem: 'type_unknown', upcoming: [] });
    await test.orm.em.fork().nativeUpdate(Schedule, { id }, { jobType: 'chores.sweep' });
    expect(await tick()).toBe(1);
  });
});

describe('a due time', () => {
  it('makes one job, of nobody, with the input of the schedule', async () => {
    const { id, name } = await created({ input: { room: 'kitchen' } });
    expect(await tick()).toBe(0);
    test.clock.set(new Date('2026-11-20T05:00:00Z'));
    expect(await tick()).toBe(1);
    expect(await tick()).toBe(0);
    const [job] = await jobs();
    expect(job).toMatchObject({
      type: 'chores.sweep',
      input: { room: 'kitchen' },
      ownerKind: 'system',
      ownerId: `schedule:${name}`,
      uniqueKey: `schedule:${id}:2026-11-20T05:00:00.000Z`,
      status: 'queued',
    });
    expect((await send('GET', `/${id}`)).json()).toMatchObject({
      lastJobId: job!.id,
      lastRunAt: '2026-11-20T05:00:00.000Z',
      version: 1,
      upcoming: [6, 7, 8, 9, 10].map((hour) => `2026-11-20T${String(hour).padStart(2, '0')}:00:00.000Z`),
    });
  });

  it('makes one job although several processes look at the same moment', async () => {
    for (let round = 0; round < 5; round++) {
      await created({ cron: '* * * * *' });
      test.clock.advance(minuteMs);
      await Promise.all([tick(), tick(elsewhere), tick(), tick(elsewhere)]);
    }
    const made = await jobs();
    // One more schedule in each round.
    expect(made).toHaveLength(1 + 2 + 3 + 4 + 5);
    expect(new Set(made.map(({ uniqueKey }) => uniqueKey)).size).toBe(made.length);
  });

  it('is as if nothing had happened when its transaction fails, and is made up for', async () => {
    const { id } = await created();
    test.clock.set(new Date('2026-11-20T05:00:00Z'));
    const execute = (sql: string) => (test.orm.em.fork() as any).execute(sql);
    await execute(
      `create function broken() returns trigger language plpgsql as $$ begin raise exception 'broken'; end $$`,
    );
    await execute(`create trigger broken before update on schedules for each row execute function broken()`);
    await expect(tick()).rejects.toThrow('broken');
    expect(await jobs()).toEqual([]);
    await execute('drop trigger broken on schedules');
    expect(await tick()).toBe(1);
    expect((await jobs())[0]!.uniqueKey).toContain(id);
  });

  it('of a schedule whose input is no longer taken makes no job, and does not keep the others', async () => {
    const [bad, good] = [await created(), await created()];
    await test.orm.em.fork().nativeUpdate(Schedule, { id: bad.id }, { input: { room: 'cellar' } });
    test.clock.set(new Date('2026-11-20T05:00:00Z'));
    expect(await tick()).toBe(1);
    expect((await jobs())[0]!.uniqueKey).toContain(good.id);
    expect((await send('GET', `/${bad.id}`)).json().problem).toBe('input_invalid');
  });
});

describe('times that were missed', () => {
  const keys = async () => (await jobs()).map(({ uniqueKey }) => uniqueKey!.slice(-24, -8));

  it.each([
    ['skip', []],
    ['once', ['2026-11-20T08:00']],
    ['all', ['2026-11-20T05:00', '2026-11-20T06:00', '2026-11-20T07:00', '2026-11-20T08:00']],
  ])('are made up for as the schedule says: %s', async (missed, expected) => {
    await created({ missed });
    test.clock.set(new Date('2026-11-20T08:20:00Z'));
    await tick();
    expect(await keys()).toEqual(expected);
    test.clock.set(new Date('2026-11-20T09:00:20Z'));
    await tick();
    expect(await keys()).toEqual([...expected, '2026-11-20T09:00']);
  });

  it('are at most the last 24', async () => {
    await created({ missed: 'all', cron: '* * * * *' });
    test.clock.advance(30 * 86_400_000);
    expect(await tick()).toBe(24);
    const times = await keys();
    expect([times[0], times.at(-1)]).toEqual(['2026-12-20T04:07', '2026-12-20T04:30']);
  });

  it('are none of those before it was switched on again, or was given other times', async () => {
    const { id } = await created({ missed: 'all' });
    await send('PATCH', `/${id}`, { enabled: false });
    test.clock.set(new Date('2026-11-20T08:20:00Z'));
    expect(await tick()).toBe(0);
    await send('PATCH', `/${id}`, { enabled: true });
    expect(await tick()).toBe(0);
    test.clock.set(new Date('2026-11-20T10:20:00Z'));
    await send('PATCH', `/${id}`, { cron: '30 * * * *' });
    expect(await tick()).toBe(0);
  });
});

describe('the clock', () => {
  it.each([
    ['Europe/Berlin', '30 2 * * *', '2026-03-28T12:00Z', ['2026-03-29T01:30', '2026-03-30T00:30']],
    ['America/New_York', '30 2 * * *', '2026-03-07T12:00Z', ['2026-03-08T07:30', '2026-03-09T06:30']],
    ['Europe/Berlin', '30 2 * * *', '2026-10-24T12:00Z', ['2026-10-25T00:30', '2026-10-26T01:30']],
    ['America/New_York', '30 1 * * *', '2026-10-31T12:00Z', ['2026-11-01T05:30', '2026-11-02T06:30']],
  ])('may be put forward or back: %s, %s', async (timeZone, cron, from, expected) => {
    test.clock.set(new Date(from));
    await created({ timeZone, cron, missed: 'all' });
    for (let halfHour = 0; halfHour < 2 * 43; halfHour++) {
      test.clock.advance(30 * minuteMs);
      await tick();
    }
    expect((await jobs()).map(({ uniqueKey }) => uniqueKey!.slice(-24, -8))).toEqual(expected);
  });
});

describe('staff', () => {
  it('make, change and delete their own, and the log keeps who did', async () => {
    const { id, version } = await created({ description: 'For a test.' });
    const stale = await send('PATCH', `/${id}`, { missed: 'skip' }, admin, { 'if-match': '"7"' });
    expect([stale.statusCode, stale.json().code]).toEqual([412, 'PRECONDITION_FAILED']);
    const changed = await send('PATCH', `/${id}`, { missed: 'skip' }, admin, { 'if-match': `"${version}"` });
    expect([changed.statusCode, changed.json().missed, changed.headers.etag]).toEqual([200, 'skip', '"2"']);
    expect((await send('DELETE', `/${id}`)).statusCode).toBe(204);
    expect((await send('GET', `/${id}`)).statusCode).toBe(404);
    const entries = await test.orm.em
      .fork()
      .find(AuditEntry, { objectId: id }, { orderBy: { at: 1, id: 1 } });
    expect(entries.map(({ action, actorId }) => [action, actorId])).toEqual([
      ['schedule.created', admin.id],
      ['schedule.changed', admin.id],
      ['schedule.deleted', admin.id],
    ]);
  });

  it('run one now, also when it is switched off', async () => {
    const { id, name } = await created({ enabled: false, input: { room: 'kitchen' } });
    const answer = await send('POST', `/${id}/run`);
    expect(answer.statusCode).toBe(202);
    const [job] = await jobs();
    expect(job).toMatchObject({
      id: answer.json().jobId,
      ownerId: `schedule:${name}`,
      input: { room: 'kitchen' },
    });
    expect((await send('GET', `/${id}`)).json()).toMatchObject({ lastJobId: job!.id, enabled: false });
  });

  it.each([
    ['five fields', { cron: '0 0 0 * * *' }, 400, 'cron'],
    ['a day that never comes', { cron: '0 0 30 2 *' }, 400, 'cron'],
    ['a zone', { timeZone: 'Asia/Kalkutta-City' }, 400, 'timeZone'],
    ['what the type takes', { input: { room: 'cellar' } }, 400, 'input.room'],
    ['a name', { name: 'No Name' }, 400, 'name'],
    ['a policy', { missed: 'twice' }, 400, 'missed'],
  ])('must give %s', async (_, fault, status, path) => {
    const payload = { name: 'faulty', jobType: 'chores.sweep', cron: '0 * * * *', ...fault };
    const answer = await send('POST', '', payload);
    expect([answer.statusCode, answer.json().issues[0].path]).toEqual([status, path]);
    if (path === 'name') return;
    const { id } = await created();
    const change = await send('PATCH', `/${id}`, fault);
    expect([change.statusCode, change.json().issues[0].path]).toEqual([status, path]);
  });

  it.each([
    ['chores.ironing', 'JOB_TYPE_UNKNOWN'],
    ['customer.export_data', 'JOB_TYPE_PERSONAL'],
    ['chat.reply', 'JOB_TYPE_PERSONAL'],
  ])('cannot make one of %s', async (jobType, code) => {
    const answer = await send('POST', '', { name: 'unfit', jobType, cron: '0 * * * *' });
    expect([answer.statusCode, answer.json().code]).toEqual([422, code]);
  });

  it('cannot make a second one of a name', async () => {
    const { name } = await created();
    const answer = await send('POST', '', { name, jobType: 'chores.sweep', cron: '0 * * * *' });
    expect([answer.statusCode, answer.json().code]).toEqual([409, 'SCHEDULE_EXISTS']);
  });

  it('cannot have done regularly what they may not do', async () => {
    const headers = { ...admin.headers };
    const role = {
      name: 'configurer',
      label: 'Configurer',
      permissions: ['agents.read', 'system.configure'],
    };
    const chief = await castIn(test)('super_admin');
    const made = await test.http({
      method: 'POST',
      url: '/api/v1/ops/roles',
      headers: chief.headers,
      payload: { ...role, description: 'For a test.' },
    });
    expect([made.statusCode, made.body]).toEqual([201, expect.any(String)]);
    const configurer = await castIn(test)('configurer');
    const payload = {
      name: 'report',
      jobType: 'analytics.report',
      cron: '0 6 * * 1',
      input: { from: '2026-11-01', to: '2026-11-19' },
    };
    expect((await send('POST', '', payload, configurer)).statusCode).toBe(403);
    const report = await test.http({ method: 'POST', url, payload, headers });
    expect(report.statusCode).toBe(201);
    const { id } = report.json();
    expect((await send('POST', `/${id}/run`, undefined, configurer)).statusCode).toBe(403);
    expect((await send('PATCH', `/${id}`, { cron: '0 7 * * 1' }, configurer)).statusCode).toBe(403);
    // Stopping it is no matter of reports.
    expect((await send('PATCH', `/${id}`, { enabled: false }, configurer)).statusCode).toBe(200);
  });
});

it('can be looked at by a viewer, who changes nothing, and is none of a customer’s business', async () => {
  const { id } = await created();
  const [viewer, customer] = [await castIn(test)('viewer'), await castIn(test)('customer')];
  expect((await send('GET', '', undefined, viewer)).statusCode).toBe(200);
  expect((await send('GET', `/${id}`, undefined, viewer)).statusCode).toBe(200);
  const payload = { name: 'by-viewer', jobType: 'chores.sweep', cron: '0 * * * *' };
  for (const by of [viewer, customer]) {
    const refused = [
      await send('POST', '', payload, by),
      await send('PATCH', `/${id}`, { enabled: false }, by),
      await send('POST', `/${id}/run`, undefined, by),
      await send('DELETE', `/${id}`, undefined, by),
    ];
    expect(refused.map(({ statusCode }) => statusCode)).toEqual([403, 403, 403, 403]);
  }
  expect((await send('GET', '', undefined, customer)).statusCode).toBe(403);
  expect((await send('GET', `/${id}`, undefined, customer)).statusCode).toBe(403);
  expect(await jobs()).toEqual([]);
});

it('runs by itself where jobs are worked on', async () => {
  const working = await startApp({
    database: { ...test.database, close: async () => {} },
    modules: [ChoresModule],
    settings: { ROLE: 'all' },
  });
  try {
    const { id } = await created({ cron: '* * * * *' });
    working.clock.advance(minuteMs);
    let made: Job[] = [];
    while (made[0]?.finishedAt == null) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      made = await jobs();
    }
    expect(made.map(({ status, uniqueKey }) => [status, uniqueKey])).toEqual([
      ['completed', `schedule:${id}:2026-11-20T04:31:00.000Z`],
    ]);
  } finally {
    await working.close();
  }
});

it('has every schedule of the code in the document, and no other', async () => {
  const own = await test.orm.em
    .fork()
    .find(Schedule, { builtIn: true, name: { $ne: 'chores.sweep' } }, { orderBy: { name: 'asc' } });
  const rows = readFileSync('docs/schedules.md', 'utf8').matchAll(/^[|] `([a-z_.]+)` /gm);
  expect([...rows].map(([, name]) => name)).toEqual(own.map(({ name }) => name).toSorted());
});
