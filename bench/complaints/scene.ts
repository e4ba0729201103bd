// Open complaints of 1,000 customers, a tenth of them with one of 200 people of the desk.
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { MikroORM } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';

const portion = 5_000;

export interface ComplaintsScene {
  app: NestFastifyApplication;
  orm: MikroORM;
  em: SqlEntityManager;
}

export async function openComplaints(app: NestFastifyApplication, count: number): Promise<ComplaintsScene> {
  const orm = app.get<MikroORM>(MikroORM);
  const em = orm.em.fork() as SqlEntityManager;
  for (const statement of people) await em.execute(statement);
  // In portions: no statement may take as long as all of it does.
  for (let from = 1; from <= count; from += portion)
    await em.execute(complaints, [from, Math.min(from + portion - 1, count)]);
  for (const statement of entries) await em.execute(statement);
  return { app, orm, em };
}

const week = JSON.stringify(
  [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, fromMinute: 0, toMinute: 1440 })),
);
const people = [
  `insert into customers (id, name, email, password_hash, language) select gen_random_uuid(), 'C' || n, n || '@bench.example', '', 'en' from generate_series(1, 1000) n`,
  `insert into staff (id, name, email, role, status) select gen_random_uuid(), 'S' || n, n || '@desk.example', 'ops_agent', 'active' from generate_series(1, 200) n`,
  `insert into desk_profiles (id, staff_id, skills, languages, capacity, week) select gen_random_uuid(), id, '[]', '["en"]', 1000, '${week}' from staff`,
];

const complaints = `insert into complaints (id, reference, customer_id, assignee_id, category, severity, subject, description, status, escalation_level, priority_score, created_at, rank_at)
   select gen_random_uuid(), 'B' || n, c.id, case when n % 10 = 0 then s.id end,
     (array['quality', 'lateness', 'no_show', 'damage', 'billing', 'app'])[1 + n % 6], (array['low', 'medium', 'high'])[1 + n % 3],
     'Bench', repeat('It drips. ', 20), 'open', case when n % 40 = 0 then 1 else 0 end, n % 70, now() - n * interval '4 minutes',
     now() - n * interval '4 minutes' - (n % 50) * interval '1 day'
   from generate_series(?::int, ?::int) n
   join (select id, row_number() over () as at from customers) c on c.at = 1 + n % 1000
   join (select id, row_number() over () as at from staff) s on s.at = 1 + (n / 10) % 200`;

const entries = [
  `insert into priority_queue (complaint_id, score, reasons, facts, changes_at)
   select id, priority_score, '[]', '{"bookingPaise":null,"visits":0,"earlier":0,"upset":0,"reportsDanger":false}', now() + random() * interval '1 day' from complaints`,
  'analyze',
];
