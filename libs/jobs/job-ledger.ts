// Writes how jobs begin, get on and end, each change with what is told of it. Whoever ends an attempt must know its run id: an attempt that
// was given to somebody else meanwhile can change nothing any more.
import { Inject, Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { Clock } from '#libs/time';
import { isUnwritable } from './job-fault.js';
import { JobGrouping } from './job-grouping.js';
import { Job, type JobError, type JobStatus } from './job.entity.js';
import { endStatement, progressStatement, startStatement } from './job-ledger.sql.js';

export interface AttemptStart {
  id: string;
  delivery: number;
  /** Made up for this attempt. */
  run_id: string;
  worker_id: string;
  is_repeated: boolean;
}

export interface AttemptEnd {
  id: string;
  run_id: string;
  /** `retried` and `returned` go back into the line; a `returned` attempt does not count. */
  outcome: 'completed' | 'failed' | 'cancelled' | 'retried' | 'returned';
  result?: unknown;
  error?: JobError;
  /** Of what goes back into the line. */
  run_at?: Date;
  cached_until?: Date;
}

export interface EndedAttempt {
  id: string;
  status: JobStatus;
}

export interface JobProgress {
  id: string;
  run_id: string;
  progress: number;
  step: string | null;
  message: string | null;
}

/** In one statement. It holds the embedded database for some milliseconds. */
const most = 100;

@Injectable()
export class JobLedger {
  private readonly starts = new JobGrouping<AttemptStart, Job | null>(
    (starts) => this.startAll(starts),
    most,
    isUnwritable,
  );
  private readonly ends = new JobGrouping<AttemptEnd, EndedAttempt | null>(
    (ends) => this.endAll(this.sql(), ends),
    most,
    isUnwritable,
  );

  constructor(
    private readonly em: EntityManager,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** The job, which is now in this attempt; null when there is nothing to do: cancelled, done, or in other hands. Asking again is safe. */
  start(start: AttemptStart): Promise<Job | null> {
    return this.starts.add(start);
  }

  /** Null when the attempt is no longer the job's. What was cancelled meanwhile ends as cancelled. */
  end(end: AttemptEnd): Promise<EndedAttempt | null> {
    return this.ends.add(end);
  }

  /** The same as part of a transaction. */
  async endIn(em: EntityManager, end: AttemptEnd): Promise<EndedAttempt | null> {
    const [ended] = await this.endAll(em as SqlEntityManager, [end]);
    return ended!;
  }

  async progress(progress: readonly JobProgress[]): Promise<void> {
    if (progress.length === 0) return;
    const now = this.clock.now();
    await this.sql().execute(progressStatement, [JSON.stringify(progress), now, now]);
  }

  private async startAll(starts: readonly AttemptStart[]): Promise<(Job | null)[]> {
    const now = this.clock.now();
    const em = this.sql();
    const rows = await em.execute<{ id: string }[]>(startStatement, [
      JSON.stringify(starts),
      now,
      now,
      now,
      now,
    ]);
    const started = new Map(rows.map((row) => [row.id, em.map(Job, row)]));
    return starts.map(({ id }) => started.get(id) ?? null);
  }

  private async endAll(em: SqlEntityManager, ends: readonly AttemptEnd[]): Promise<(EndedAttempt | null)[]> {
    const now = this.clock.now();
    const rows = await em.execute<EndedAttempt[]>(endStatement, [
      JSON.stringify(ends),
      ...Array(5).fill(now),
    ]);
    const ended = new Map(rows.map(({ id, status }) => [id, { id, status }]));
    return ends.map(({ id }) => ended.get(id) ?? null);
  }

  /** Of its own: what it writes belongs to no request, and is looked up by nobody. */
  private sql(): SqlEntityManager {
    return this.em.fork() as SqlEntityManager;
  }
}
