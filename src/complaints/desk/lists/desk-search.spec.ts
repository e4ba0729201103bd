// That what staff ask for is found by indexes: the plans, on so many complaints that reading them all would show.
import type { SqlEntityManager } from '@mikro-orm/sql';
import { RequestContext } from '@mikro-orm/core';
import { startApp, type TestApp } from '../../../../test/support/app.js';
import { givenIn } from '../../../../test/support/given.js';
import { systemActor } from '../../../access/actor.js';
import { ComplaintDeskService } from './complaint-desk.service.js';
import { deskList } from './desk.schemas.js';

const tables = ['complaints', 'complaint_updates', 'complaint_targets'];
const many = 20_000;
/** A statement may not take long. */
const atOnce = 2_000;

let test: TestApp;
let em: SqlEntityManager;
beforeAll(async () => {
  test = await startApp();
  em = test.orm.em.fork() as SqlEntityManager;
  const { id: customer } = await givenIn(test).customer();
  for (let from = 1; from <= many; from += atOnce)
    await em.execute(
      `with filed as (
         insert into complaints (id, reference, customer_id, category, severity, status, subject, description,
           priority_score, escalation_level, due_at, ended_at, created_at)
         select gen_random_uuid(), 'CP-' || lpad(n::text, 6, '0'), ?, (array['quality', 'lateness', 'billing', 'app'])[1 + n % 4],
           (array['low', 'medium', 'high', 'critical'])[1 + n % 4], case when n % 50 = 0 then 'open' else 'closed' end,
           'The tap number ' || n, 'It drips in flat ' || n || ' नल टपकता है', n % 100, case when n % 5000 = 0 then 2 else 0 end,
           now() + n * interval '1 minute', case when n % 50 = 0 then null else now() end, now() - n * interval '1 minute'
         from generate_series(?::int, ?::int) n
         returning id, subject, due_at, ended_at, created_at
       ), promised as (
         insert into complaint_targets (id, complaint_id, metric, cycle, state, starts_at, ended_at, due_at, at_risk_at, policy, rule)
         select gen_random_uuid(), id, 'resolution', 0, case when ended_at is null then 'running' else 'met' end, created_at,
           ended_at, due_at, due_at - interval '2 hours', 1, 'usual' from filed
       )
       insert into complaint_updates (id, complaint_id, author_kind, visibility, body)
       select gen_random_uuid(), id, 'staff', 'public', 'We come on day ' || subject from filed`,
      [customer, from, from + atOnce - 1],
    );
  for (const table of tables) await em.execute(`analyze ${table}`);
}, 120_000);
afterAll(() => test.close());

interface Plan {
  'Node Type': string;
  'Relation Name'?: string;
  Plans?: Plan[];
}

const nodesOf = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];

/** The tables that are read from end to end to answer `query`. */
async function scannedBy(query: Record<string, string>): Promise<string[]> {
  const desk = test.app.get(ComplaintDeskService, { strict: false });
  const [sql, params] = await statementOf(() => desk.list(systemActor('test'), deskList.query.parse(query)));
  const plans = await em.execute<{ 'QUERY PLAN': [{ Plan: Plan }] }[]>(
    `explain (format json) ${sql}`,
    params,
  );
  return nodesOf(plans[0]!['QUERY PLAN'][0].Plan)
    .filter((node) => node['Node Type'] === 'Seq Scan')
    .map((node) => node['Relation Name']!)
    .filter((table) => tables.includes(table));
}

type Statement = [sql: string, params: unknown[]];

/** With which complaints are read while `work` is done. */
async function statementOf(work: () => Promise<unknown>): Promise<Statement> {
  const connection = (test.orm.em as SqlEntityManager).getConnection();
  const execute = connection.execute.bind(connection);
  const asked: Statement[] = [];
  connection.execute = ((...args: Parameters<typeof execute>) => {
    asked.push([String(args[0]), [...((args[1] ?? []) as unknown[])]]);
    return execute(...args);
  }) as typeof connection.execute;
  try {
    await RequestContext.create(test.orm.em, work);
  } finally {
    Reflect.deleteProperty(connection, 'execute');
  }
  return asked.find(([sql]) => sql.includes('from "complaints"'))!;
}

it.each([
  {},
  { sort: '-priorityScore' },
  { sort: 'dueAt' },
  { status: 'open', sort: '-priorityScore' },
  { unsolved: 'true' },
  { due: 'overdue' },
  { due: 'at_risk' },
  { category: 'billing' },
  { severity: 'critical' },
  { escalationLevel: '2' },
  { assignee: 'nobody' },
  { assignee: '019d45d6-6ddb-7692-9f4f-68a7e873909f' },
  { providerId: '019d45d6-6ddb-7692-9f4f-68a7e873909f' },
  { bookingId: '019d45d6-6ddb-7692-9f4f-68a7e873909f' },
  { pincode: '560034' },
  { topicId: '019d45d6-6ddb-7692-9f4f-68a7e873909f' },
  { from: '2026-11-01', to: '2026-11-02' },
  { q: 'flat 4711' },
  { q: 'CP-004711' },
  { q: 'day 4711' },
])('reads no table from end to end: %j', async (query) => {
  expect(await scannedBy(query as never)).toEqual([]);
});
