// The whole of the database, but for what talking itself writes, as one line a table: whether anything else was touched.
import type { MikroORM } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';

/**
 * What a message leaves by being said: the conversation, what was proposed and kept for it, what it did cost, that somebody was there, and the
 * record of a danger that was heard.
 */
const writtenByTalking = new Set([
  'access_decisions',
  'agent_checkpoints',
  'attempts',
  'audit_chain',
  'audit_entries',
  'audit_person_keys',
  'conversations',
  'customers',
  'daily_figures',
  'danger_reports',
  'job_attempts',
  'job_workers',
  'jobs',
  'knowledge_gap_askers',
  'knowledge_gaps',
  'messages',
  'migrations',
  'misunderstood_messages',
  'model_calls',
  'model_reservations',
  'model_spendings',
  'outbox_events',
  'proposals',
  'quotes',
  'refresh_tokens',
  'schedules',
  'sessions',
  'slot_holds',
  'stream_entries',
  'stream_trims',
  'tool_usage',
]);

/** By table; two that are equal say that nothing else was written in between. Who customers are and what they may do is part of it. */
export async function untouchedIn(orm: MikroORM): Promise<Record<string, string>> {
  const em = orm.em.fork() as SqlEntityManager;
  const names = await em.execute<{ name: string }[]>(
    `select table_name as name from information_schema.tables
     where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`,
  );
  const watched = names.map(({ name }) => name).filter((name) => !writtenByTalking.has(name));
  // A hold is written as a reservation as well, which ends with it.
  const where = (name: string) => (name === 'slot_reservations' ? "where kind = 'booking'" : '');
  const sums = watched.map(
    (
      name,
    ) => `(select '${name}' as name, count(*) || ' ' || coalesce(md5(string_agg(t::text, '' order by t::text)), '') as sum
       from "${name}" t ${where(name)})`,
  );
  sums.push(
    `(select 'customers', count(*) || ' ' || coalesce(md5(string_agg(concat_ws('|', id, name, email, phone), '' order by id::text)), '') from customers)`,
  );
  const rows = await em.execute<{ name: string; sum: string }[]>(sums.join(' union all '));
  return Object.fromEntries(rows.map(({ name, sum }) => [name, sum]));
}
