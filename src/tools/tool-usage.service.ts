// What staff see of how tools are used.
import { Inject, Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { PageReader } from '#libs/http';
import { deleteInBatches } from '#libs/orm';
import { Clock, dayMs } from '#libs/time';
import type { Actor } from '../access/actor.js';
import { Settings } from '../config/settings.js';
import { failureCodes } from './tool-metrics.js';
import { latencyBoundsMs, ToolUsageMinute } from './tool-usage.entity.js';
import type { ToolUsageQuery } from './tools.schemas.js';

interface UsageRow {
  key: string;
  calls: number;
  refused: number;
  failed: number;
  cacheHits: number;
  totalMs: number;
  buckets: number[];
  refusals: Record<string, number>;
}

@Injectable()
export class ToolUsageReports {
  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    private readonly pages: PageReader,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {}

  /** @throws ValidationFailed when the period does not end after it begins */
  async report(_actor: Actor, query: ToolUsageQuery) {
    const period = this.pages.period(query);
    const to = period.to ?? this.clock.now();
    const from = period.from ?? new Date(to.getTime() - dayMs);
    const rows = await this.em
      .fork()
      .execute<UsageRow[]>(usageBy(groups[query.by], query.by === 'hour' ? 'key' : 'calls desc, key'), [
        from,
        to,
        query.tool ?? '',
        query.tool ?? '',
        JSON.stringify(failureCodes),
        query.limit,
      ]);
    const items = rows.map(({ totalMs, buckets, ...row }) => ({
      ...row,
      errorRate: rounded(row.failed / row.calls, 4),
      averageMs: rounded(totalMs / row.calls),
      p50Ms: rounded(percentile(buckets, 0.5)),
      p95Ms: rounded(percentile(buckets, 0.95)),
    }));
    return { by: query.by, from, to, items };
  }

  /** Counts that are older than TOOL_USAGE_DAYS. @returns how many rows */
  removeOld(signal: AbortSignal): Promise<number> {
    const before = new Date(this.clock.now().getTime() - this.settings.TOOL_USAGE_DAYS * dayMs);
    return deleteInBatches(
      this.em,
      ToolUsageMinute,
      { minute: { $lt: before } },
      { orderBy: 'minute', signal },
    );
  }
}

/** As if calls lay evenly between the bounds of their class. What took longer than the last bound counts as that bound. */
export function percentile(buckets: readonly number[], share: number): number {
  const total = buckets.reduce((sum, count) => sum + count, 0);
  let before = 0;
  for (const [place, count] of buckets.entries()) {
    const wanted = share * total - before;
    if (count > 0 && wanted <= count) {
      const [lower = 0, upper = latencyBoundsMs.at(-1)!] = [
        latencyBoundsMs[place - 1],
        latencyBoundsMs[place],
      ];
      return lower + (upper - lower) * (wanted / count);
    }
    before += count;
  }
  return 0;
}

function rounded(value: number, digits = 2): number {
  return Number(value.toFixed(digits));
}

const groups: Readonly<Record<ToolUsageQuery['by'], string>> = {
  tool: 'tool',
  agent: 'agent',
  person: `coalesce(nullif(person_id, ''), 'none')`,
  via: 'via',
  hour: `to_char(date_trunc('hour', minute at time zone 'UTC'), 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`,
};

/** Parameters: from, to, tool twice ('' for all), codes of failures as JSON, limit. */
const usageBy = (group: string, order: string): string => `
  with used as (
    select ${group} as key, code, calls, cache_hits, total_ms, buckets from tool_usage
    where minute >= ? and minute < ? and (?::text = '' or tool = ?)),
  counts as (
    select key, sum(calls)::int as calls, (sum(calls) filter (where code <> ''))::int as refused,
      (sum(calls) filter (where code in (select json_array_elements_text(?::json))))::int as failed,
      sum(cache_hits)::int as hits, sum(total_ms)::float8 as ms
    from used group by key order by ${order} limit ?),
  classes as (
    select key, json_agg(calls order by place) as buckets from (
      select key, place, sum(bucket)::int as calls
      from used cross join lateral unnest(buckets) with ordinality as class (bucket, place)
      where key in (select key from counts) group by key, place) each
    group by key),
  codes as (
    select key, json_object_agg(code, calls order by code) as refusals from (
      select key, code, sum(calls)::int as calls from used where code <> '' and key in (select key from counts) group by key, code) each
    group by key)
  select key, calls, coalesce(refused, 0) as refused, coalesce(failed, 0) as failed, hits as "cacheHits", ms as "totalMs", buckets,
    coalesce(refusals, '{}') as refusals
  from counts join classes using (key) left join codes using (key) order by ${order}`;
