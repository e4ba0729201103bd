// Says that this process is alive, and finds what dead ones, or a lost answer of the database, have left behind. The queue gives the work
// of a dead process to another one within seconds by itself; this is for what the queue has lost as well.
import { hostname } from 'node:os';
import { Inject, Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { inBatches, newId, OPEN_DATABASE, type OpenDatabase } from '#libs/orm';
import { insertEntries } from '#libs/realtime';
import { Clock } from '#libs/time';
import { JobAnnouncer, endedColumns } from './job-announcer.js';
import type { EndedJob } from './job-actors.js';

/** A process that was not seen for this long is dead. By the clock of the database. */
const deadAfterSeconds = 10;
/** In one transaction. */
const expiredAtOnce = 200;

export interface OwnAttempt {
  id: string;
  run_id: string;
  is_cancelled: boolean;
}

@Injectable()
export class WorkerHeartbeat {
  /** Of this process, as a worker. */
  readonly workerId = newId();

  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    @Inject(OPEN_DATABASE) private readonly database: OpenDatabase,
    private readonly announcer: JobAnnouncer,
    private readonly clock: Clock,
  ) {}

  /** To be repeated every few seconds. @returns the attempts that are this process's, as the database has them */
  async announce(): Promise<OwnAttempt[]> {
    const em = this.em.fork();
    await em.execute(
      `insert into job_workers (id, host, pid, started_at, seen_at) values (?, ?, ?, now(), now())
       on conflict (id) do update set seen_at = now(), updated_at = now()`,
      [this.workerId, hostname().slice(0, 120), process.pid],
    );
    return em.execute<OwnAttempt[]>(
      `select id, run_id, cancel_requested_at is not null as is_cancelled from jobs where worker_id = ? and status = 'processing'`,
      [this.workerId],
    );
  }

  async leave(): Promise<void> {
    await this.em.fork().execute('delete from job_workers where id = ?', [this.workerId]);
  }

  /** On the embedded database nobody else can be alive. */
  async buryOthers(): Promise<void> {
    if (!this.database.shared)
      await this.em.fork().execute('delete from job_workers where id <> ?', [this.workerId]);
  }

  /** Puts back into the line what dead processes had. Several may do it at once. */
  async takeBack(): Promise<void> {
    const now = this.clock.now();
    const em = this.em.fork();
    await em.execute(takeBackStatement, [deadAfterSeconds, now, now, now]);
    await em.execute(`delete from job_workers where seen_at < now() - make_interval(secs => ?)`, [
      deadAfterSeconds * 6,
    ]);
  }

  /** The same for attempts of this process that it knows nothing of: the answer to their beginning was lost. */
  async disown(runIds: readonly string[]): Promise<void> {
    if (runIds.length === 0) return;
    const now = this.clock.now();
    await this.em.fork().execute(disownStatement, [JSON.stringify(runIds), now, now, now]);
  }

  /** What did not begin in time is not done. Several may do it at once. */
  async expire(): Promise<void> {
    await inBatches(expiredAtOnce, (limit) => this.expireSome(limit));
  }

  private expireSome(limit: number): Promise<number> {
    const now = this.clock.now();
    return this.em.fork().transactional(async (em) => {
      const expired = await (em as SqlEntityManager).execute<EndedJob[]>(expireStatement, [
        now,
        limit,
        now,
        now,
        now,
      ]);
      this.announcer.announce(expired);
      return expired.length;
    });
  }
}

const putBack = `
  ), back as (
    update jobs j set status = 'queued', run_id = null, worker_id = null, handed_at = null, losses = losses + 1, updated_at = ?
    from found f where j.id = f.id
    returning j.id, j.status, j.progress, j.cost, f.attempt, f.run_id, f.worker_id, f.started_at
  ), recorded as (
    insert into job_attempts (job_id, run_id, number, worker_id, outcome, started_at, finished_at)
    select id, run_id, attempt, worker_id, 'lost', started_at, ? from back
    on conflict do nothing
  ), told as (
    ${insertEntries(`select 'job:' || id, 'job.lost', jsonb_build_object('status', status, 'attempt', attempt, 'progress', progress), ? from back`)}
  )
  select pg_notify('jobs', cost) from back`;

/** Parameters: seconds, now × 3. */
const takeBackStatement = `
  with found as (
    select j.id, j.attempt, j.run_id, j.worker_id, j.started_at from jobs j
    where j.status = 'processing'
      and not exists (select 1 from job_workers w where w.id = j.worker_id and w.seen_at > now() - make_interval(secs => ?))
    order by j.id for update of j skip locked
${putBack}`;

/** Parameters: run ids as JSON, now × 3. */
const disownStatement = `
  with found as (
    select j.id, j.attempt, j.run_id, j.worker_id, j.started_at from jobs j
    where j.status = 'processing' and j.run_id in (select value::uuid from json_array_elements_text(?::json))
    order by j.id for update of j
${putBack}`;

/** Parameters: now, how many, now × 3. */
const expireStatement = `
  with late as (
    select id from jobs where status = 'queued' and expires_at <= ? order by expires_at limit ? for update skip locked
  ), ended as (
    update jobs j set status = 'failed', finished_at = ?, updated_at = ?, handed_at = null,
      error = '{"category":"expired","code":"EXPIRED","message":"It did not begin in time."}'
    from late where j.id = late.id
    returning j.*
  ), told as (
    ${insertEntries(`select 'job:' || id, 'job.failed', jsonb_build_object('status', status, 'attempt', attempt, 'progress', progress, 'error', error), ?
    from ended`)}
  )
  select ${endedColumns} from ended`;
