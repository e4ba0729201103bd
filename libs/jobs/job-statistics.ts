// How the work stands: what waits, who works on it, how it went. For a dashboard, and for the metrics.
import { Inject, Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { OpenQueues, type BackendName } from '#libs/queue';
import { Clock, dayMs } from '#libs/time';
import { jobCosts } from './job-type.js';
import { JobWorker } from './job.entity.js';

/** Of the jobs of one cost. */
export interface JobLineStatistics {
  cost: string;
  /** Due, and nobody is at them. */
  waiting: number;
  /** Not due yet. */
  later: number;
  processing: number;
  /** Since the job that waits for longest was due; 0 where none does. */
  oldestWaitingSeconds: number;
}

/** Of the jobs of one type that have ended within a day. */
export interface JobTypeStatistics {
  type: string;
  completed: number;
  failed: number;
  cancelled: number;
  /** Of those that are completed: without having run, because the answer was known. */
  cached: number;
  /** How long half of them, and all but one in twenty, took at most. */
  p50Seconds: number | null;
  p95Seconds: number | null;
}

export interface JobOverview {
  backend: BackendName;
  lines: JobLineStatistics[];
  /** Longest at work first. */
  workers: JobWorker[];
  types: JobTypeStatistics[];
}

@Injectable()
export class JobStatistics {
  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    private readonly queues: OpenQueues,
    private readonly clock: Clock,
  ) {}

  async overview(): Promise<JobOverview> {
    const since = new Date(this.clock.now().getTime() - dayMs);
    return {
      backend: this.queues.backendName,
      lines: await this.lines(),
      workers: await this.em.find(JobWorker, {}, { orderBy: { startedAt: 'asc' } }),
      types: await this.em.execute<JobTypeStatistics[]>(typesQuery, [since]),
    };
  }

  /** All of them, also those in which nothing is. */
  async lines(): Promise<JobLineStatistics[]> {
    const now = this.clock.now();
    const rows = await this.em.fork().execute<JobLineStatistics[]>(linesQuery, [now, now, now, now]);
    const nothing = { waiting: 0, later: 0, processing: 0, oldestWaitingSeconds: 0 };
    return jobCosts.map((cost) => rows.find((row) => row.cost === cost) ?? { cost, ...nothing });
  }
}

/** Parameters: now × 4. */
const linesQuery = `
  select cost, count(*) filter (where status = 'queued' and run_at <= ?)::int as waiting,
    count(*) filter (where status = 'queued' and run_at > ?)::int as later,
    count(*) filter (where status = 'processing')::int as processing,
    coalesce(extract(epoch from ?::timestamptz - min(run_at) filter (where status = 'queued' and run_at <= ?)), 0)::float
      as "oldestWaitingSeconds"
  from jobs where status in ('queued', 'processing') group by cost`;

/** Parameter: since when. */
const typesQuery = `
  select type, count(*) filter (where status = 'completed')::int as completed,
    count(*) filter (where status = 'failed')::int as failed,
    count(*) filter (where status = 'cancelled')::int as cancelled,
    count(*) filter (where cached_from is not null)::int as cached,
    percentile_cont(0.5) within group (order by extract(epoch from finished_at - started_at)) as "p50Seconds",
    percentile_cont(0.95) within group (order by extract(epoch from finished_at - started_at)) as "p95Seconds"
  from jobs where finished_at is not null and finished_at >= ? group by type order by type`;
