// Counts calls of tools as they end, in memory, and writes the counts every few seconds: whoever calls does not wait for it. What a process has not
// written when it is killed is lost.
import {
  Inject,
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { MikroORM } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { newId } from '#libs/orm';
import { Clock, minuteMs } from '#libs/time';
import { ObservesTools, type ToolUse } from '#libs/tools';
import { ToolMetrics } from './tool-metrics.js';
import { latencyBoundsMs } from './tool-usage.entity.js';

const flushEveryMs = 5_000;
/** Different calls within one minute that are kept apart: by tool, way, caller and outcome. What comes on top is counted without its caller. */
const mostKept = 5_000;
/** With those without a caller: beyond it calls are not counted, which the log says. */
const mostInAll = 8_000;
const writtenAtOnce = 1_000;

interface Counted {
  id: string;
  minute: string;
  tool: string;
  via: string;
  agent: string;
  person: string;
  code: string;
  calls: number;
  hits: number;
  ms: number;
  buckets: number[];
}

@Injectable()
export class ToolUsageRecorder implements OnModuleInit, BeforeApplicationShutdown {
  private readonly logger = new Logger(ToolUsageRecorder.name);
  private counted = new Map<string, Counted>();
  private dropped = 0;
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    @Inject(MikroORM) private readonly orm: MikroORM,
    private readonly metrics: ToolMetrics,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.timer = setInterval(() => void this.flush(), flushEveryMs).unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.flush();
  }

  @ObservesTools('tools.usage')
  observe(use: ToolUse): void {
    this.metrics.ended(use);
    const { tool, caller, via, refusal, milliseconds, isCached } = use;
    const minute = new Date(Math.floor(this.clock.now().getTime() / minuteMs) * minuteMs).toISOString();
    const known = {
      minute,
      tool: tool.name.slice(0, 128),
      via,
      agent: (caller.kind === 'agent' ? (caller.id ?? 'agent') : caller.kind).slice(0, 80),
      code: (refusal ?? '').slice(0, 80),
    };
    const person = caller.kind === 'system' ? '' : (caller.onBehalfOf ?? caller.id ?? '').slice(0, 80);
    const row = this.rowOf({ ...known, person }) ?? this.rowOf({ ...known, person: '' });
    if (!row) return void this.dropped++;
    row.calls += 1;
    row.hits += Number(isCached);
    row.ms += milliseconds;
    const place = latencyBoundsMs.findIndex((bound) => milliseconds <= bound);
    row.buckets[place === -1 ? latencyBoundsMs.length : place]! += 1;
  }

  /** Writes what was counted. Where that fails it is counted on, and written the next time. */
  flush(): Promise<void> {
    this.writing = this.writing.then(() => this.write());
    return this.writing;
  }

  /** What was counted of a person and is not written yet. */
  forget(person: string): void {
    for (const [key, row] of this.counted) if (row.person === person) this.counted.delete(key);
  }

  private rowOf(
    facts: Pick<Counted, 'minute' | 'tool' | 'via' | 'agent' | 'person' | 'code'>,
  ): Counted | undefined {
    const key = Object.values(facts).join('\n') + `\n${facts.person}`;
    const known = this.counted.get(key);
    if (known) return known;
    if (this.counted.size >= (facts.person === '' ? mostInAll : mostKept)) return undefined;
    const buckets = Array.from({ length: latencyBoundsMs.length + 1 }, () => 0);
    const row = { ...facts, id: newId(), calls: 0, hits: 0, ms: 0, buckets };
    this.counted.set(key, row);
    return row;
  }

  private async write(): Promise<void> {
    if (this.counted.size === 0) return;
    const rows = this.counted;
    this.counted = new Map();
    if (this.dropped > 0) this.logger.warn({ calls: this.dropped }, 'calls of tools were not counted');
    this.dropped = 0;
    const left = [...rows];
    try {
      while (left.length > 0) {
        const batch = left.slice(0, writtenAtOnce).map(([, row]) => row);
        await (this.orm.em.fork() as SqlEntityManager).execute(add, [JSON.stringify(batch)]);
        left.splice(0, writtenAtOnce);
      }
    } catch (error) {
      this.logger.warn({ err: error }, 'usage of tools not written');
      this.keep(left);
    }
  }

  /** As far as there is room; what has been counted since has its own row, under the same key. */
  private keep(rows: readonly [string, Counted][]): void {
    for (const [key, row] of rows) {
      const since = this.counted.get(key);
      if (!since && this.counted.size >= mostInAll) this.dropped += row.calls;
      else if (!since) this.counted.set(key, row);
      else {
        since.calls += row.calls;
        since.hits += row.hits;
        since.ms += row.ms;
        row.buckets.forEach((count, place) => (since.buckets[place]! += count));
      }
    }
  }
}

/** In the order of the key, so that two processes never wait for each other. Parameter: rows as JSON. */
const add = `
  insert into tool_usage (id, minute, tool, via, agent, person_id, code, calls, cache_hits, total_ms, buckets)
  select id, minute, tool, via, agent, person, code, calls, hits, ms,
    (select array_agg(value::int order by place) from json_array_elements_text(buckets) with ordinality as bucket (value, place))
  from json_to_recordset(?::json) as counted (
    id uuid, minute timestamptz, tool text, via text, agent text, person text, code text, calls int, hits int, ms float8, buckets json)
  order by minute, tool, via, agent, person, code
  on conflict (minute, tool, via, agent, person_id, code) do update set
    calls = tool_usage.calls + excluded.calls,
    cache_hits = tool_usage.cache_hits + excluded.cache_hits,
    total_ms = tool_usage.total_ms + excluded.total_ms,
    buckets = (
      select array_agg(coalesce(old, 0) + coalesce(new, 0) order by place)
      from unnest(tool_usage.buckets, excluded.buckets) with ordinality as both_of_them (old, new, place))`;
