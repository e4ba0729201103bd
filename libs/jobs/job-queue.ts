// Asks for work in the background. The row is written in the caller's transaction: there is a job exactly if there is what it is about.
import { Inject, Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { currentRequest } from '#libs/observability';
import { newId } from '#libs/orm';
import { insertEntries } from '#libs/realtime';
import { Clock } from '#libs/time';
import { JobAnnouncer } from './job-announcer.js';
import { JobRegistry } from './job.registry.js';
import { Job } from './job.entity.js';
import type { JobOwner, JobRequest } from './job-request.js';
import { maxAttemptsOf } from './job-type.js';
import { defaultPriority, secondsBehindOwn, secondsFor } from './job-order.js';
import { fingerprintOf } from './job-result-cache.js';

@Injectable()
export class JobQueue {
  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    private readonly registry: JobRegistry,
    private readonly announcer: JobAnnouncer,
    private readonly clock: Clock,
  ) {}

  /**
   * In the caller's transaction, or one of its own.
   * @throws Error for a type that is not registered, ZodError for an input that does not fit: whoever asks for others checks before
   */
  async enqueue(request: JobRequest): Promise<Job> {
    const [job] = await this.enqueueAll([request]);
    return job!;
  }

  /** Many in one statement. Those with a `debounceKey` one by one. In the order of the requests. */
  enqueueAll(requests: readonly JobRequest[]): Promise<Job[]> {
    return this.em.isInTransaction()
      ? this.addAll(requests)
      : this.em.transactional(() => this.addAll(requests));
  }

  /** How many of an owner's jobs have not ended; counted no further than `limit`. */
  async countOpen({ kind, id }: JobOwner, limit: number): Promise<number> {
    const [row] = await this.em.execute<{ open: number }[]>(
      `select count(*)::int as open from (select 1 from jobs where owner_id = ? and owner_kind = ?
         and status in ('queued', 'processing') limit ?) own`,
      [id, kind, limit],
    );
    return row!.open;
  }

  private async addAll(requests: readonly JobRequest[]): Promise<Job[]> {
    const now = this.clock.now();
    const rows = await Promise.all(requests.map((request) => this.rowOf(request, now)));
    const keyed = rows.filter((row) => row.debounce_key !== null);
    const others = rows.filter((row) => row.debounce_key === null);
    const added = [
      ...(others.length > 0
        ? await this.insert(others, now, 'on conflict (unique_key) where unique_key is not null do nothing')
        : []),
    ];
    for (const row of keyed) added.push(...(await this.insert([row], now, takeItsPlace)));
    const byId = new Map(added.map((job) => [job.id, job]));
    const missing = rows.filter((row) => !byId.has(row.id));
    const known = await this.findByKeys(missing);
    return rows.map(
      (row) => byId.get(row.id) ?? known.get(row.unique_key ?? '') ?? known.get(debounced(row))!,
    );
  }

  private async rowOf(request: JobRequest, now: Date): Promise<Row> {
    const registered = this.registry.find(request.type);
    if (!registered) throw new Error(`There is no job type ${request.type}.`);
    const { definition } = registered;
    const input = definition.input.parse(request.input);
    const subject = definition.subject?.(input) ?? null;
    const { owner, priority = defaultPriority, runAt = now } = request;
    const fingerprint = definition.cache ? fingerprintOf(definition, request) : null;
    const known = fingerprint && !request.isFresh ? await this.answerKnown(fingerprint, now) : null;
    return {
      id: newId(),
      type: request.type,
      owner_kind: owner.kind,
      owner_id: owner.id,
      subject_type: subject?.type ?? null,
      subject_id: subject?.id ?? null,
      // What was asked for, not what the schema makes of it: it is parsed when the job runs.
      input: request.input ?? null,
      cost: definition.cost,
      priority,
      max_attempts: maxAttemptsOf(definition),
      run_at: runAt,
      expires_at: request.expiresAt ?? null,
      tags: request.tags ?? [],
      sequence_key: request.sequenceKey ?? null,
      unique_key: request.uniqueKey ?? null,
      debounce_key: request.debounceKey ?? null,
      replay_of: request.replayOf ?? null,
      fingerprint,
      correlation_id: currentRequest()?.correlationId ?? null,
      credit: secondsFor(priority),
      behind: owner.kind === 'system' ? 0 : secondsBehindOwn,
      ...(known
        ? {
            status: 'completed',
            result: known.result,
            cached_from: known.id,
            finished_at: now,
            progress: 100,
          }
        : { status: 'queued', result: null, cached_from: null, finished_at: null, progress: 0 }),
    };
  }

  private async answerKnown(fingerprint: string, now: Date): Promise<Job | null> {
    const where = { fingerprint, cachedUntil: { $gt: now }, status: 'completed' } as const;
    return this.em.findOne(Job, where, { orderBy: { finishedAt: 'desc' }, disableIdentityMap: true });
  }

  private async insert(rows: readonly Row[], now: Date, onConflict: string): Promise<Job[]> {
    const written = await this.em.execute<Record<string, never>[]>(insertStatement(onConflict), [
      now,
      now,
      JSON.stringify(inLine(rows)),
    ]);
    const jobs = written.map((row) => this.em.map(Job, row));
    const answered = jobs.filter(({ status }) => status === 'completed');
    if (answered.length > 0) {
      await this.em.execute(tellAnswered, [now, JSON.stringify(answered.map(({ id }) => id))]);
      this.announcer.announce(answered);
    }
    return jobs;
  }

  private async findByKeys(rows: readonly Row[]): Promise<Map<string, Job>> {
    const found = new Map<string, Job>();
    for (const row of rows) {
      const where = row.unique_key
        ? { uniqueKey: row.unique_key }
        : { type: row.type, ownerId: row.owner_id, debounceKey: row.debounce_key, status: 'queued' as const };
      const job = await this.em.findOneOrFail(Job, where, { orderBy: { position: 'desc' } });
      found.set(row.unique_key ?? debounced(row), job);
    }
    return found;
  }
}

interface Row {
  id: string;
  type: string;
  owner_kind: string;
  owner_id: string;
  unique_key: string | null;
  debounce_key: string | null;
  [column: string]: unknown;
}

/** With the place of each among those of its owner and cost. */
function inLine(rows: readonly Row[]): Row[] {
  const counts = new Map<string, number>();
  return rows.map((row) => {
    const line = `${row.owner_id}\n${String(row.cost)}`;
    const nth = (counts.get(line) ?? 0) + 1;
    counts.set(line, nth);
    return { ...row, nth };
  });
}

const debounced = (row: Row): string => `${row.type}\n${row.owner_id}\n${row.debounce_key}`;

/** The place in the line stays; more haste or more patience comes from when it may run. */
const takeItsPlace = `on conflict (type, owner_id, debounce_key)
  where status = 'queued' and handed_at is null and debounce_key is not null
  do update set input = excluded.input, run_at = greatest(excluded.run_at, jobs.run_at), updated_at = excluded.updated_at`;

/** The jobs, and the signal to whoever hands them on. Parameters: now, now, the rows as JSON. */
const insertStatement = (onConflict: string): string => `
  insert into jobs (id, type, owner_kind, owner_id, subject_type, subject_id, status, cost, priority, input, result, progress,
    max_attempts, run_at, expires_at, tags, sequence_key, unique_key, debounce_key, replay_of, fingerprint, cached_from,
    correlation_id, finished_at, order_at, created_at, updated_at)
  select id, type, owner_kind, owner_id, subject_type, subject_id, status, cost, priority, input, result, progress,
    max_attempts, run_at, expires_at, tags, sequence_key, unique_key, debounce_key, replay_of, fingerprint, cached_from,
    correlation_id, finished_at,
    greatest(run_at, coalesce((
      select last.order_at from jobs last
      where new.behind > 0 and last.owner_id = new.owner_id and last.cost = new.cost and last.status = 'queued'
      order by last.order_at desc limit 1), run_at - make_interval(secs => behind))
      + make_interval(secs => behind * nth)) + make_interval(secs => credit), ?, ?
  from json_to_recordset(?::json) as new (
    id uuid, type text, owner_kind text, owner_id text, subject_type text, subject_id text, status text, cost text, priority int,
    input jsonb, result jsonb, progress int, max_attempts int, run_at timestamptz, expires_at timestamptz, tags text[],
    sequence_key text, unique_key text, debounce_key text, replay_of uuid, fingerprint text, cached_from uuid,
    correlation_id text, finished_at timestamptz, credit int, behind int, nth int)
  ${onConflict}
  returning jobs.*, pg_notify('jobs', cost)`;

/** Of those whose answer was known, in the transaction that has made them. Parameters: now, ids as JSON. */
const tellAnswered =
  insertEntries(`select 'job:' || id, 'job.completed', jsonb_build_object('status', status, 'progress', progress), ?
  from jobs where id in (select value::uuid from json_array_elements_text(?::json))`);
