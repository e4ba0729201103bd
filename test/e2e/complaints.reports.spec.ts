// What the figures of complaints say, held against the rows that they are counted from.
import { getDocumentProxy, extractText } from 'unpdf';
import { dayMs, hourMs, minuteMs } from '#libs/time';
import { Complaint } from '../../src/complaints/complaint.entity.js';
import { isUnsolved, type ComplaintStatus } from '../../src/complaints/complaint.states.js';
import { complaintCategories } from '../../src/complaints/complaint.terms.js';
import { ComplaintSurvey } from '../../src/complaints/surveys/survey.entity.js';
import { ComplaintTarget } from '../../src/complaints/targets/complaint-target.entity.js';
import { WeeklyComplaintReport } from '../../src/complaints/reports/weekly-report.entity.js';
import { Notification } from '../../src/notifications/notification.entity.js';
import { standardNow, startApp, type TestApp } from '../support/app.js';
import type { StaffSignedIn } from '../support/given-staff.js';
import { givenIn, type SignedIn } from '../support/given.js';
import { runJob } from '../support/job-run.js';
import { settle } from '../support/settle.js';

let test: TestApp;
let manager: StaffSignedIn;
let agent: StaffSignedIn;
let customer: SignedIn;
let rows: Complaint[];
const [from, to] = ['2026-11-01', '2026-11-14'];
const start = Date.parse('2026-10-31T18:30:00Z');
const end = start + 14 * dayMs;

/** Every number is as likely; the same row of them each time. */
let seed = 20_261_130;
function chance(below: number): number {
  seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
  return Math.floor((seed / 2 ** 31) * below);
}

beforeAll(async () => {
  test = await startApp();
  const given = givenIn(test);
  manager = await given.staffSignedIn({ role: 'ops_manager' });
  agent = await given.staffSignedIn({ role: 'ops_agent' });
  customer = await given.signedIn();
  const em = test.orm.em.fork();
  rows = Array.from({ length: 300 }, (_, number) => lived(em, number, customer.customer.id));
  await em.flush();
  await runJob(test, 'complaints.watch_targets');
  for (const complaint of rows.filter(({ resolvedAt }) => resolvedAt && chance(2) === 0))
    em.create(ComplaintSurvey, {
      complaint: complaint.id,
      resolvedAt: complaint.resolvedAt!,
      score: 1 + chance(5),
      answeredAt: standardNow,
    } as never);
  await em.flush();
});
afterAll(() => test.close());

/** Filed some time around the period, answered, solved and reopened or not. */
function lived(em: TestApp['orm']['em'], number: number, customerId: string): Complaint {
  const createdAt = new Date(start - 7 * dayMs + chance(28 * 24 * 60) * minuteMs);
  const complaint = em.create(Complaint, {
    reference: `CP-R${number}`,
    customer: customerId,
    assignee: chance(3) === 0 ? null : agent.staff.id,
    category: complaintCategories[chance(complaintCategories.length)]!,
    severity: 'medium',
    subject: 'Late',
    description: 'Two hours late.',
    createdAt,
  });
  let at = createdAt.getTime();
  const later = () => new Date((at += (1 + chance(40)) * hourMs));
  const staff = { kind: 'staff', id: agent.staff.id };
  if (chance(4) > 0) complaint.replied(staff, later(), {});
  if (chance(3) > 0) complaint.moveTo('resolved', staff, later());
  if (complaint.status === 'resolved' && chance(4) === 0) {
    complaint.reopen({ kind: 'customer', id: customerId }, later());
    if (chance(2) === 0) complaint.moveTo('resolved', staff, later());
  }
  return complaint;
}

const figuresOf = async (query = `from=${from}&to=${to}`, by: Pick<StaffSignedIn, 'headers'> = manager) =>
  test.http({ url: `/api/v1/ops/complaints/analytics?${query}`, headers: by.headers });
const stepsOf = (complaint: Complaint) =>
  complaint.history
    .getItems()
    .filter(({ kind }) => kind === 'status')
    .map(({ at, facts }) => ({ at: at.getTime(), ...(facts as { to: ComplaintStatus; reopened?: true }) }));
const isIn = (at: number) => at >= start && at < end;
const median = (values: number[]) => {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2;
};

describe('the figures', () => {
  it('are those of the rows', async () => {
    const { statusCode, body } = await figuresOf();
    expect(statusCode).toBe(200);
    const figures = JSON.parse(body);
    const filed = rows.filter(({ createdAt }) => isIn(createdAt.getTime()));
    const solved = filed.filter(({ resolvedAt }) => resolvedAt);
    expect(figures.total).toMatchObject({
      filed: filed.length,
      open: filed.filter((each) => each.isUnsolved).length,
      resolved: solved.length,
      reopened: filed.filter((each) => stepsOf(each).some(({ reopened }) => reopened)).length,
    });
    const targets = await test.orm.em.fork().find(ComplaintTarget, { complaint: { $in: filed } });
    for (const [name, metric] of [
      ['firstResponse', 'first_response'],
      ['resolution', 'resolution'],
    ] as const) {
      const of = filed.map(({ id }) =>
        targets.filter((each) => each.metric === metric && each.complaint.id === id),
      );
      const isMissed = (owed: ComplaintTarget[]) =>
        owed.some(
          ({ state, endedAt, dueAt }) => state === 'breached' || (!endedAt && dueAt && dueAt < standardNow),
        );
      const missed = of.filter(isMissed).length;
      const met = of.filter((owed) => owed.length > 0 && owed.every(({ state }) => state === 'met')).length;
      expect(figures.total.sla[name]).toMatchObject({ met, missed, pending: filed.length - met - missed });
      expect(Math.min(met, missed)).toBeGreaterThan(10);
    }
    const surveys = await test.orm.em.fork().find(ComplaintSurvey, { complaint: { $in: filed } });
    const stars = surveys.reduce((all, { score }) => all + score!, 0);
    expect(figures.total.survey.answers).toBe(surveys.length);
    expect(figures.total.survey.average).toBeCloseTo(stars / surveys.length, 1);
    const minutes = solved.map(({ resolvedAt, createdAt }) => (+resolvedAt! - +createdAt) / minuteMs);
    expect(figures.total.resolution.median).toBeCloseTo(median(minutes), 1);
    const steps = rows.flatMap(stepsOf).filter(({ at }) => isIn(at));
    expect(figures.steps).toEqual({
      resolved: steps.filter((step) => step.to === 'resolved').length,
      reopened: steps.filter(({ reopened }) => reopened).length,
      withdrawn: 0,
    });
    const openAt = (at: number) =>
      rows.filter((each) => {
        if (each.createdAt.getTime() >= at) return false;
        return isUnsolved(stepsOf(each).findLast((step) => step.at < at)?.to ?? 'open');
      }).length;
    expect(figures.backlog).toEqual({ before: openAt(start), after: openAt(end) });
    expect(figures.backlog.after).toBeGreaterThan(0);
  });

  it('of every group add up to those of all', async () => {
    const figures = (await figuresOf()).json();
    for (const name of ['byCategory', 'bySeverity', 'byCity', 'byProvider', 'byAssignee', 'byDay', 'byHour'])
      for (const what of ['filed', 'open', 'resolved', 'reopened'])
        expect([name, sum(figures[name], what)]).toEqual([name, figures.total[what]]);
    const labels = figures.byAssignee.map(({ label }: { label: string }) => label).sort();
    expect(labels).toEqual([agent.staff.name, 'none'].sort());
    const one = (await figuresOf(`from=${from}&to=${to}&category=damage`)).json();
    const damage = figures.byCategory.find(({ key }: { key: string }) => key === 'damage');
    expect({ key: 'damage', label: 'damage', ...one.total }).toEqual(damage);
  });

  it('are for staff who may read reports, and for whole days', async () => {
    expect((await figuresOf(undefined, agent)).statusCode).toBe(403);
    expect((await figuresOf(undefined, customer)).statusCode).toBe(403);
    for (const query of [
      'from=2026-11-02&to=2026-11-01',
      'from=2024-01-01&to=2026-01-01',
      'from=2026-02-30&to=2026-03-01',
    ])
      expect((await figuresOf(query)).statusCode).toBe(400);
    const none = (await figuresOf('from=2020-02-29&to=2020-02-29')).json();
    expect(none).toMatchObject({
      total: { filed: 0, sla: { resolution: { percent: null } } },
      byCategory: [],
    });
  });

  it('come as CSV and on paper as well, and say the same', async () => {
    const url = (format: string) =>
      `/api/v1/ops/complaints/analytics/export?format=${format}&from=${from}&to=${to}`;
    const { total, byCategory } = (await figuresOf()).json();
    const asCsv = await test.http({ url: url('csv'), headers: manager.headers });
    expect(asCsv.headers['content-type']).toBe('text/csv; charset=utf-8');
    const lines = asCsv.body.split('\n').map((line) => line.split(','));
    expect(lines[0]!.slice(0, 5)).toEqual(['by', 'key', 'label', 'filed', 'open']);
    expect(lines[1]!.slice(0, 5)).toEqual(['total', '', 'total', `${total.filed}`, `${total.open}`]);
    const categories = lines.filter(([by]) => by === 'category');
    expect(categories.map(([, key, , filed]) => [key, Number(filed)])).toEqual(
      byCategory.map(({ key, filed }: { key: string; filed: number }) => [key, filed]),
    );
    const onPaper = await test.http({ url: url('pdf'), headers: manager.headers });
    const { text } = await extractText(await getDocumentProxy(new Uint8Array(onPaper.rawPayload)), {
      mergePages: true,
    });
    expect(text).toContain(`Complaints ${from} – ${to} / `);
    expect(text).toMatch(new RegExp(`Total\\s+${total.filed}\\s+${total.open}\\s+${total.resolved}`));
    expect((await test.http({ url: url('csv'), headers: agent.headers })).statusCode).toBe(403);
  });
});

describe('a week', () => {
  it('is kept once, as it was, and those who take reports with them are told once', async () => {
    const results = await Promise.all([1, 2].map(() => runJob(test, 'complaints.weekly_report')));
    expect(results).toEqual([{ week: '2026-11-09' }, { week: '2026-11-09' }]);
    const kept = await test.orm.em.fork().find(WeeklyComplaintReport, {});
    expect(kept.map(({ week }) => week)).toEqual(['2026-11-09']);
    await test.orm.em.fork().nativeUpdate(Complaint, {}, { category: 'app' });
    const { items } = (
      await test.http({ url: '/api/v1/ops/complaints/reports', headers: manager.headers })
    ).json();
    expect(items[0].figures.byCategory.length).toBeGreaterThan(1);
    const file = await test.http({
      url: '/api/v1/ops/complaints/reports/2026-11-09/export',
      headers: manager.headers,
    });
    expect(file.body).toContain(`total,,total,${items[0].figures.total.filed}`);
    const missing = await test.http({
      url: '/api/v1/ops/complaints/reports/2026-11-02/export',
      headers: manager.headers,
    });
    expect(missing.json().code).toBe('WEEKLY_REPORT_NOT_FOUND');
    await settle(test);
    const told = await test.orm.em.fork().find(Notification, { kind: 'complaint.week_reported' });
    expect(told.map(({ personId }) => personId)).toEqual([manager.staff.id]);
  });
});

function sum(groups: Record<string, number>[], what: string): number {
  return groups.reduce((all, group) => all + group[what]!, 0);
}
