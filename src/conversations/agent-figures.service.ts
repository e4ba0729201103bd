// How the agents do, counted from the answers that are kept: a turn writes nothing for it.
import { Inject, Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';

export interface AgentFigures {
  agent: string;
  /** Of its configuration; null for all of them together. */
  version: number | null;
  /** Turns in which it answered or failed. */
  turns: number;
  /** Turns in which it failed, and the customer was told so. */
  errors: number;
  /** Turns of which it made nothing. */
  misses: number;
  /** What it brought about: bookings, cancellations, calls. */
  conversions: number;
  /** Milliseconds that it took itself; null when it only failed. */
  meanMs: number | null;
  p95Ms: number | null;
  lastUsedAt: Date;
}

type Row = Omit<AgentFigures, 'lastUsedAt'> & { lastUsedAt: Date | string };

/** Only what an agent was asked for has a time; a question that is put again has none. */
const counted = `
  select agent, version, count(distinct message)::int as turns,
    count(*) filter (where has_failed)::int as errors, count(*) filter (where is_missed)::int as misses,
    coalesce(sum(effects), 0)::int as conversions, avg(ms) as "meanMs",
    percentile_cont(0.95) within group (order by ms) as "p95Ms", max(created_at) as "lastUsedAt"
  from (
    select m.id as message, m.created_at, coalesce(part ->> 'failed', part ->> 'agent') as agent,
      coalesce((part ->> 'version')::int, 0) as version, part ->> 'failed' is not null as has_failed,
      coalesce((part ->> 'isMissed')::boolean, false) as is_missed, (part ->> 'effects')::int as effects,
      (part ->> 'ms')::float8 as ms
    from messages m cross join lateral jsonb_array_elements(m.parts) as part
    where m.role = 'assistant' and m.created_at >= ? and (part ->> 'ms' is not null or part ->> 'failed' is not null)
  ) as parts
  group by grouping sets ((agent), (agent, version))
  order by agent, version nulls first`;

@Injectable()
export class AgentFiguresService {
  constructor(@Inject(EntityManager) private readonly em: SqlEntityManager) {}

  /** Of the answers since then: for each agent all together, and for each version of its configuration. */
  async since(then: Date): Promise<AgentFigures[]> {
    const rows = await this.em.fork().execute<Row[]>(counted, [then]);
    return rows.map((row) => ({ ...row, lastUsedAt: new Date(row.lastUsedAt) }));
  }
}
