// What can be done to jobs that are there. Who may is for the caller to say; rows are found by ids that it has checked.
import { Inject, Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { inBatches, OPEN_DATABASE, vacuumTables, type OpenDatabase } from '#libs/orm';
import { insertEntries, removeStreams } from '#libs/realtime';
import { Clock } from '#libs/time';
import { JobAnnouncer, endedColumns } from './job-announcer.js';
import type { EndedJob } from './job-actors.js';
import type { Job } from './job.entity.js';
import { JobQueue } from './job-queue.js';

@Injectable()
export class JobControl {
  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    @Inject(OPEN_DATABASE) private readonly database: OpenDatabase,
    private readonly jobs: JobQueue,
    private readonly announcer: JobAnnouncer,
    private readonly clock: Clock,
  ) {}

  /**
   * In the caller's transaction, or one of its own. What waits is cancelled at once; what is under way is told to stop, and has no effect
   * from now on, whether it stops or not. What has ended stays as it is.
   * @returns how many it meant something to
   */
  cancel(ids: readonly string[]): Promise<number> {
    return this.em.isInTransaction() ? this.cancelAll(ids) : this.em.transactional(() => this.cancelAll(ids));
  }

  private async cancelAll(ids: readonly string[]): Promise<number> {
    const now = this.clock.now();
    const changed = await this.em.execute<EndedJob[]>(cancelStatement, [
      JSON.stringify(ids),
      ...Array(4).fill(now),
    ]);
    this.announcer.announce(changed.filter(({ status }) => status === 'cancelled'));
    return changed.length;
  }

  /**
   * A new job that asks for the same as `job`, or for `input`, in the caller's transaction and unit of work. As its owner: they are asked again
   * whether they may.
   */
  async replay(job: Job, input: unknown = job.input): Promise<Job> {
    const again = await this.jobs.enqueue({
      type: job.type,
      input,
      priority: job.priority,
      tags: job.tags,
      replayOf: job.id,
      owner: { kind: job.ownerKind, id: job.ownerId },
      sequenceKey: job.sequenceKey ?? undefined,
      isFresh: true,
    });
    job.replayedAs = again.id;
    return again;
  }

  /** Results so far answer no new question. @param type of one type only @returns how many */
  async invalidateResults(type?: string): Promise<number> {
    const rows = await this.em.execute<unknown[]>(
      `update jobs set cached_until = null, updated_at = ? where cached_until is not null ${type ? 'and type = ?' : ''} returning id`,
      [this.clock.now(), ...(type ? [type] : [])],
    );
    return rows.length;
  }

  /**
   * Removes jobs that ended before `before`, those that failed before `failedBefore`, with what was told of them. In batches, each of which is
   * short.
   * @returns how many
   */
  remove(before: Date, failedBefore: Date, signal: AbortSignal): Promise<number> {
    const removeSome = async (limit: number) => {
      const removed = await this.em.fork().execute<unknown[]>(removeStatement, [before, failedBefore, limit]);
      return removed.length;
    };
    return inBatches(removedAtOnce, removeSome, signal);
  }

  /** After much was removed. */
  vacuum(): Promise<void> {
    return vacuumTables(this.em, this.database, 'jobs');
  }
}

const removedAtOnce = 500;

/** Parameters: ids as JSON, now × 4. */
const cancelStatement = `
  with wanted as (
    select j.id, j.status from jobs j where j.id in (select value::uuid from json_array_elements_text(?::json))
      and j.status in ('queued', 'processing') order by j.id for update of j
  ), changed as (
    update jobs j set
      status = case when w.status = 'queued' then 'cancelled' else j.status end,
      finished_at = case when w.status = 'queued' then ?::timestamptz end,
      cancel_requested_at = coalesce(j.cancel_requested_at, ?), handed_at = null, updated_at = ?
    from wanted w where j.id = w.id
    returning j.*
  ), told as (
    ${insertEntries(`select 'job:' || id, case when status = 'cancelled' then 'job.cancelled' else 'job.cancel_requested' end,
      jsonb_build_object('status', status, 'attempt', attempt, 'progress', progress), ?
    from changed`)}
  )
  select ${endedColumns}, case when status = 'processing' then pg_notify('job_cancelled', id::text)::text end from changed`;

/** Parameters: time, time for failures, how many. */
const removeStatement = `
  with old as (
    select id from jobs where finished_at is not null and finished_at < ? and (status <> 'failed' or finished_at < ?)
    order by finished_at limit ? for update skip locked
  ), ${removeStreams(`select 'job:' || id from old`)}
  delete from jobs where id in (select id from old) returning id`;
