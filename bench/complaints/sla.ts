// Deadlines reckoned anew: by the pure clock beside a walker that goes minute by minute, in processor time; and by the job, by the wall.
import { RequestContext, type MikroORM as Orm } from '@mikro-orm/core';
import { MikroORM } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { dayMs, minuteMs } from '#libs/time';
import { TargetRecalculation } from '../../src/complaints/targets/target-recalculation.js';
import {
  firstCalendarTerms,
  firstSlaRules,
} from '../../src/migrations/Migration20261130000230_SlaVersions.js';
import { readSla } from '../../src/sla/clock/sla-clock.js';
import type { SlaEvent, SlaRule } from '../../src/sla/clock/sla-terms.entity.js';
import {
  SlaVersions,
  type CalendarVersion,
  type SlaPolicyVersion,
} from '../../src/sla/clock/sla-versions.js';
import { walk } from '../../test/support/minute-walker.js';
import { figure, type Figure } from '../support/figure.js';
import { withProgram } from '../support/program.js';

/** Of the walker: it is far too slow for all. */
const sample = 100;
const start = Date.parse('2026-11-01T00:00:00Z');
const customer = '019aa000-0000-7000-8000-00000000be0c';
const severities = ['critical', 'high', 'medium', 'low'];
const always = { number: 1, validFrom: new Date('2000-01-01T00:00:00Z'), retiredAt: null };
const calendars: CalendarVersion[] = [{ ...always, city: null, terms: firstCalendarTerms }];
const policies: SlaPolicyVersion[] = [{ ...always, rules: firstSlaRules as SlaRule[] }];

/** Filed over three weeks, answered, asked back, and paused for a night: seven events each. */
function historyOf(index: number): SlaEvent[] {
  const filed = start + (index % 30_000) * minuteMs;
  const at = (minutes: number) => new Date(filed + minutes * minuteMs);
  const severity = severities[index % 4]!;
  return [
    { at: at(0), kind: 'filed', city: null, subject: { category: 'quality', severity, customerTier: null } },
    { at: at(20), kind: 'staff_replied' },
    { at: at(90), kind: 'customer_wrote' },
    { at: at(120), kind: 'staff_replied' },
    { at: at(121), kind: 'waiting', reason: 'customer' },
    { at: at(900), kind: 'customer_wrote' },
    { at: at(900), kind: 'working' },
  ];
}

export async function slaFigures(count: number): Promise<Figure[]> {
  return [...clockFigures(count), ...(await jobFigures(count))];
}

function clockFigures(count: number): Figure[] {
  const histories = Array.from({ length: count }, (_, index) => historyOf(index));
  const now = new Date(start + 25 * dayMs);
  // Warm, as in a program that runs; the calendar is laid out anew.
  for (const events of histories.slice(0, 2000)) readSla(events, new SlaVersions(calendars, policies), now);
  const versions = new SlaVersions(calendars, policies);
  const clock = timed(() => {
    for (const events of histories) readSla(events, versions, now);
  });
  const walked = histories.slice(0, Math.min(sample, count));
  const walker = timed(() => {
    for (const events of walked) walk(events, calendars, policies, now);
  });
  const perWalk = (1000 * walker) / walked.length;
  const perRead = (1000 * clock) / count;
  return [
    figure(`clock, ${count} complaints of 7 events`, Math.round(clock), 'ms'),
    figure('clock, one complaint', perRead, 'µs'),
    figure(`minute walker, one complaint (of ${walked.length})`, perWalk, 'µs'),
    figure('walker / clock', Math.round(perWalk / perRead), '×'),
  ];
}

/** The whole job: rows held, histories read, targets compared and written. First all are written, then nothing moves, then everything does. */
function jobFigures(count: number): Promise<Figure[]> {
  return withProgram(async (app) => {
    const orm = app.get<Orm>(MikroORM);
    const em = orm.em.fork() as SqlEntityManager;
    await insertComplaints(em, count);
    const recalculate = () =>
      RequestContext.create(orm.em, () =>
        app.get(TargetRecalculation, { strict: false }).recalculate({ cityId: null, policy: null }, {
          signal: new AbortController().signal,
          progress: () => undefined,
        } as never),
      );
    const timedRun = async (what: string): Promise<Figure> => {
      const began = performance.now();
      const { complaints } = await recalculate();
      const seconds = (performance.now() - began) / 1000;
      return figure(`job, ${complaints} complaints, ${what}`, seconds, 's');
    };
    const first = await timedRun('all targets written');
    const second = await timedRun('nothing moves');
    await em.execute(`update complaint_targets set due_at = due_at + interval '1 minute'`);
    const third = await timedRun('every deadline moves');
    await em.execute('delete from complaints where customer_id = ?', [customer]);
    await em.execute('delete from customers where id = ?', [customer]);
    return [first, second, third];
  });
}

async function insertComplaints(em: SqlEntityManager, count: number): Promise<void> {
  await em.execute(
    `insert into customers (id, name, email, password_hash) values (?, 'Bench', 'bench@example.com', '-')`,
    [customer],
  );
  await em.execute(
    `insert into complaints (id, reference, customer_id, category, severity, subject, description, status, created_at)
     select ('019aa000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'CP-' || lpad(n::text, 8, '0'),
       ?, 'quality', (array['critical', 'high', 'medium', 'low'])[1 + n % 4], 'Drips', 'It drips.',
       'in_progress', date_trunc('milliseconds', now()) - (n % 2000) * interval '1 minute'
     from generate_series(1, ?) n`,
    [customer, count],
  );
  await em.execute(
    `insert into complaint_events (id, complaint_id, kind, at, by_kind, by_id, facts)
     select gen_random_uuid(), complaint.id, line.kind, complaint.created_at + line.minutes * interval '1 minute', line.by_kind, 'bench',
       case line.kind when 'filed' then jsonb_build_object('category', complaint.category, 'severity', complaint.severity) else line.facts end
     from complaints complaint cross join (values
       ('filed', 0, 'customer', '{}'::jsonb), ('replied', 1, 'staff', '{}'), ('status', 2, 'staff', '{"from":"open","to":"waiting_for_customer"}'),
       ('replied', 3, 'customer', '{}'), ('status', 3, 'customer', '{"from":"waiting_for_customer","to":"in_progress"}')
     ) line (kind, minutes, by_kind, facts)`,
  );
}

/** Processor time, in milliseconds: others on the machine do not count. */
function timed(work: () => void): number {
  const began = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(began);
  return (user + system) / 1000;
}
