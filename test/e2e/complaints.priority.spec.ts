// The line in which complaints are worked, over the API: its order, why each stands where it stands, and what moves it.
import type { SqlEntityManager } from '@mikro-orm/sql';
import { dayMs, hourMs } from '#libs/time';
import { Complaint } from '../../src/complaints/complaint.entity.js';
import { PriorityEntry } from '../../src/complaints/priority/priority-entry.entity.js';
import { standardNow, startApp, type TestApp } from '../support/app.js';
import { emptyDesk } from '../support/complaints-desk.js';
import type { StaffSignedIn } from '../support/given-staff.js';
import { givenIn, type Given, type SignedIn } from '../support/given.js';
import { runJob } from '../support/job-run.js';
import { statementsDuring } from '../support/queries.js';
import { settle } from '../support/settle.js';

let test: TestApp;
let given: Given;
let asha: SignedIn;
let agent: StaffSignedIn;
let viewer: StaffSignedIn;
beforeAll(async () => {
  test = await startApp();
  given = givenIn(test);
  agent = await given.staffSignedIn({ role: 'ops_agent' });
  viewer = await given.staffSignedIn({ role: 'viewer' });
});
beforeEach(async () => {
  asha = await given.signedIn();
  await emptyDesk(test);
});
afterEach(() => test.clock.set(standardNow));
afterAll(() => test.close());

type Method = 'GET' | 'POST' | 'PUT';
async function call(by: { headers: object }, method: Method, path: string, payload?: object) {
  const answer = await test.http({ method, url: `/api/v1${path}`, headers: { ...by.headers }, payload });
  return { status: answer.statusCode, body: answer.json() };
}

async function filed(more: object = {}, by = asha): Promise<{ id: string }> {
  const told = { category: 'quality', subject: 'The tap', description: 'It drips.', ...more };
  const { status, body } = await call(by, 'POST', '/complaints', told);
  expect([status, body.code]).toEqual([201, undefined]);
  return body;
}

const line = async (query = '') => (await call(agent, 'GET', `/ops/complaints/priority${query}`)).body;
const idsOf = async (query = '') => (await line(query)).items.map(({ id }: { id: string }) => id);

async function partsOf(id: string) {
  const found = (await line()).items.find((each: { id: string }) => each.id === id);
  const parts = found.reasons.map(({ factor, points }: { factor: string; points: number }) => [
    factor,
    points,
  ]);
  return Object.fromEntries(parts);
}

describe('the line', () => {
  it('is in the order of severity and waiting, and says why', async () => {
    const old = await filed({ category: 'app' });
    test.clock.advance(dayMs);
    const bad = await filed({ category: 'safety' });
    const middling = await filed();
    expect(await idsOf()).toEqual([bad.id, middling.id, old.id]);
    await runJob(test, 'complaints.score_again');
    expect(await partsOf(old.id)).toEqual({ severity: 10, age: 1 });
    expect((await line()).items[2]).toMatchObject({ score: 11, assigneeId: null, status: 'open' });
  });

  it('lets an old one pass a worse one, without any job', async () => {
    const old = await filed({ category: 'app' });
    test.clock.advance(16 * dayMs);
    const fresh = await filed();
    expect(await idsOf()).toEqual([old.id, fresh.id]);
  });

  it('comes in pages and by category, person and level', async () => {
    const [one, two, three] = [
      await filed({ category: 'damage' }),
      await filed(),
      await filed({ category: 'app' }),
    ];
    await call(asha, 'POST', `/complaints/${three.id}/escalate`);
    await call(agent, 'POST', `/ops/complaints/${two.id}/assign`, { assigneeId: agent.staff.id });
    expect(await idsOf()).toEqual([one.id, two.id, three.id]);
    const first = await line('?limit=2');
    expect(first.items.map(({ id }: { id: string }) => id)).toEqual([one.id, two.id]);
    expect(await idsOf(`?limit=2&cursor=${first.nextCursor}`)).toEqual([three.id]);
    expect(await idsOf('?category=damage')).toEqual([one.id]);
    expect(await idsOf(`?assignee=${agent.staff.id}`)).toEqual([two.id]);
    expect(await idsOf('?unassigned=true')).toEqual([one.id, three.id]);
    expect(await idsOf('?escalated=true')).toEqual([three.id]);
    expect((await call(agent, 'GET', '/ops/complaints/priority?severity=low')).status).toBe(400);
  });

  it('is left by what is solved, and come back to with all that is known', async () => {
    const { id } = await filed({ description: 'There is a strong smell of gas in the kitchen!' });
    await settle(test);
    const parts = await partsOf(id);
    await call(asha, 'POST', `/complaints/${id}/resolve`);
    expect(await idsOf()).toEqual([]);
    expect(await test.orm.em.fork().count(PriorityEntry, { complaint: id })).toBe(0);
    await call(asha, 'POST', `/complaints/${id}/reopen`);
    await settle(test);
    expect(await partsOf(id)).toEqual(parts);
  });

  it('is for staff', async () => {
    await filed();
    expect((await call(asha, 'GET', '/ops/complaints/priority')).status).toBe(403);
    expect((await call(viewer, 'GET', '/ops/complaints/priority')).status).toBe(200);
  });
});

describe('what moves a complaint', () => {
  it('are danger and anger in the words, read after it was filed, and of the customer only', async () => {
    const { id } = await filed();
    await settle(test);
    expect(await partsOf(id)).toEqual({ severity: 25 });
    const before = await test.orm.em.fork().findOneOrFail(Complaint, { id });
    const path = `/complaints/${id}/updates`;
    await call(agent, 'POST', path, { body: 'What a horrible, disgusting mess! There is a gas leak!' });
    await settle(test);
    expect(await partsOf(id)).toEqual({ severity: 25 });
    const words = 'There is a gas leak in the kitchen now! This is horrible, I am furious and disgusted!';
    await call(asha, 'POST', path, { body: words });
    const { version } = await test.orm.em.fork().findOneOrFail(Complaint, { id });
    await settle(test);
    expect(await partsOf(id)).toMatchObject({ severity: 25, safety: 20, sentiment: expect.any(Number) });
    const after = await test.orm.em.fork().findOneOrFail(Complaint, { id });
    expect(after.version).toBe(version);
    expect(after.priorityScore).toBeGreaterThan(before.priorityScore);
  });

  it('is a second complaint about the same professional, of the same customer', async () => {
    const bala = await given.signedIn();
    const [visit, later] = [
      await given.confirmedBooking({ customer: asha.customer, status: 'completed', startsIn: '-9d' }),
      await given.confirmedBooking({ customer: bala.customer, status: 'completed', startsIn: '-5d' }),
    ];
    await filed({ bookingId: visit.id });
    const second = await filed({ bookingId: visit.id });
    const others = await filed({ bookingId: later.id }, bala);
    expect(await partsOf(second.id)).toMatchObject({ repeat: 5 });
    expect(await partsOf(others.id)).not.toHaveProperty('repeat');
  });

  it('is a missed target, age and escalation; and waiting for somebody else moves it back', async () => {
    const { id } = await filed();
    await call(asha, 'POST', `/complaints/${id}/escalate`);
    expect(await partsOf(id)).toEqual({ severity: 25, escalation: 10 });
    await call(agent, 'PUT', `/ops/complaints/${id}/status`, { status: 'waiting_for_parts' });
    expect(await partsOf(id)).toEqual({ severity: 25, escalation: 10, waiting: -20 });
    await call(agent, 'PUT', `/ops/complaints/${id}/status`, { status: 'in_progress' });
    await test.orm.em
      .fork()
      .nativeUpdate(Complaint, { id }, { dueAt: new Date(standardNow.getTime() + hourMs) });
    await test.orm.em
      .fork()
      .nativeUpdate(
        PriorityEntry,
        { complaint: id },
        { changesAt: new Date(standardNow.getTime() + hourMs) },
      );
    expect(await runJob(test, 'complaints.score_again')).toEqual({ scored: 0 });
    test.clock.advance(hourMs);
    expect(await runJob(test, 'complaints.score_again')).toEqual({ scored: 1 });
    expect(await partsOf(id)).toEqual({ severity: 25, escalation: 10, overdue: 15 });
    expect(await runJob(test, 'complaints.score_again')).toEqual({ scored: 0 });
  });

  it('is scored once by two processes, and none is lost between them', async () => {
    for (let number = 0; number < 6; number++) await filed();
    test.clock.advance(dayMs);
    await Promise.all([1, 2, 3].map(() => runJob(test, 'complaints.score_again')));
    const entries = await test.orm.em.fork().find(PriorityEntry, {}, { populate: ['complaint'] });
    expect(entries.map(({ score, complaint }) => [score, complaint.priorityScore])).toEqual(
      Array.from({ length: 6 }, () => [26, 26]),
    );
  });
});

it('is read in the order of an index, of whichever part of it', async () => {
  const em = test.orm.em.fork() as SqlEntityManager;
  await em.execute(
    `insert into complaints (id, reference, customer_id, category, severity, subject, description, status, rank_at, escalation_level, assignee_id)
     select gen_random_uuid(), 'X' || n, ?, case when n % 500 = 0 then 'app' else 'quality' end, 'low', '', '', 'open',
       timestamptz '2026-11-01' + n * interval '1 second', case when n % 500 = 1 then 1 else 0 end,
       case when n % 20 = 2 then null else ?::uuid end
     from generate_series(1, 100000) n`,
    [asha.customer.id, agent.staff.id],
  );
  await em.execute('analyze complaints');
  const indexes = {
    '': 'complaints_line_index',
    '?category=app': 'complaints_line_category_index',
    '?unassigned=true': 'complaints_line_unassigned_index',
    '?escalated=true': 'complaints_line_escalated_index',
  };
  for (const [query, index] of Object.entries(indexes)) {
    const asked = await statementsDuring(test.orm, () => line(query));
    const [list] = asked.filter(({ sql }) => sql.includes('order by') && sql.includes('rank_at'));
    const plan = JSON.stringify(await em.execute(`explain ${list!.sql}`, list!.parameters));
    expect(plan).toContain(index);
    expect(plan).not.toMatch(/Seq Scan|Sort/);
  }
});
