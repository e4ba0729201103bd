// Hands what is due on to the queue, a little at a time and in the order of the line: what is in the queue already cannot be overtaken, so it
// is kept short. One process at a time; the row says what was handed on, so that nothing is lost between the two.
import { Inject, Injectable, Logger } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { OPEN_DATABASE, tryLockFor, type OpenDatabase } from '#libs/orm';
import { OpenQueues } from '#libs/queue';
import { Clock } from '#libs/time';
import { jobCosts, type JobCost } from './job-type.js';

/** How many may wait in the queue of each line: enough to keep its workers busy until the next look. */
const windows: Record<JobCost, number> = { light: 512, standard: 128, heavy: 16 };
/** Between two looks at one line while it is busy. */
const restMs = 10;
/** Whoever has just asked for something is answered before. */
const answerFirstMs = 2;
/** A signal may be missed. */
const lookAgainMs = 1_000;
/** While another process looks, which may have looked a moment too early. */
const contendedMs = 50;
/** What was handed on and is not in the queue after this time is handed on again: the queue may have lost it. */
const missedAfterSeconds = 2;

interface Handed {
  id: string;
  delivery: number;
  /** It was begun already by a process that is gone: it has waited for its turn. */
  was_lost: boolean;
}

@Injectable()
export class JobDispatcher {
  private readonly logger = new Logger('Jobs');
  private readonly lines = new Map<JobCost, Line>();
  private stopListening: (() => Promise<void>) | undefined;

  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    @Inject(OPEN_DATABASE) private readonly database: OpenDatabase,
    private readonly queues: OpenQueues,
    private readonly clock: Clock,
  ) {}

  /** Resolves when what was due has been handed on for the first time: workers that begin then find what was lost in front. */
  async start(): Promise<void> {
    for (const cost of jobCosts) this.lines.set(cost, new Line(() => this.handOn(cost)));
    this.stopListening = await this.database.signals.listen('jobs', (cost) => {
      if (cost) this.lines.get(cost as JobCost)?.wake();
      else this.wakeAll();
    });
    await Promise.all([...this.lines.values()].map((line) => line.begin()));
  }

  async stop(): Promise<void> {
    await this.stopListening?.();
    await Promise.all([...this.lines.values()].map((line) => line.stop()));
  }

  /** There is room again, or something is due. */
  wake(cost: JobCost): void {
    this.lines.get(cost)?.wake();
  }

  wakeAll(): void {
    for (const line of this.lines.values()) line.wake();
  }

  /** How many of a line may wait in the queue. */
  windowOf(cost: JobCost): number {
    return windows[cost];
  }

  /** @returns milliseconds until it is worth looking again */
  private async handOn(cost: JobCost): Promise<number> {
    const now = this.clock.now();
    // Where no other process can be there is no turn to wait for, and no transaction that would keep others from the database.
    const handed = this.database.shared
      ? await this.markInTurn(cost, now)
      : await this.mark(this.em.fork(), cost, now);
    if (!handed) return contendedMs;
    await this.add(cost, handed);
    return handed.length > 0 ? restMs : Math.min(lookAgainMs, await this.untilNextDue(cost, now));
  }

  /** Null while another process is at it. */
  private markInTurn(cost: JobCost, now: Date): Promise<Handed[] | null> {
    return this.em.fork().transactional(async (em) => {
      const sql = em as SqlEntityManager;
      return (await tryLockFor(em, 'jobs.dispatch', cost)) ? this.mark(sql, cost, now) : null;
    });
  }

  private mark(em: SqlEntityManager, cost: JobCost, now: Date): Promise<Handed[]> {
    return em.execute<Handed[]>(handOnStatement, [windows[cost], cost, cost, cost, now, now]);
  }

  private async add(cost: JobCost, jobs: readonly Handed[]): Promise<void> {
    try {
      const lane = this.queues.lane(cost);
      await lane.add(deliveries(jobs.filter(({ was_lost }) => was_lost)), 'front');
      await lane.add(deliveries(jobs.filter(({ was_lost }) => !was_lost)));
    } catch (error) {
      this.logger.warn({ err: error, cost }, 'the queue is away: what is due waits');
    }
  }

  private async untilNextDue(cost: JobCost, now: Date): Promise<number> {
    const [row] = await this.em.fork().execute<{ ms: number | null }[]>(
      `select (extract(epoch from min(run_at) - ?::timestamptz) * 1000)::float as ms from jobs
         where cost = ? and status = 'queued' and handed_at is null and run_at > ?`,
      [now, cost, now],
    );
    return Math.max(restMs, row!.ms ?? lookAgainMs);
  }

  /** Hands on again what was handed on and is in the queue no more. Adding what is there still changes nothing. */
  async handOnAgain(): Promise<void> {
    for (const cost of jobCosts) {
      const missing = await this.em.fork().execute<(Handed & { handed: number })[]>(
        `select id, delivery, losses > 0 as was_lost, (select count(*)::int from jobs where cost = ? and status = 'queued' and handed_at is not null) as handed
         from jobs where cost = ? and status = 'queued' and handed_at < now() - make_interval(secs => ?)
         order by order_at, position limit ?`,
        [cost, cost, missedAfterSeconds, windows[cost]],
      );
      if (missing.length === 0) continue;
      // All that was handed on, not only what is missed: what came after a lost one must not hide that it is.
      const waiting = await this.queues
        .lane(cost)
        .waiting()
        .catch(() => 0);
      if (waiting < missing[0]!.handed) await this.add(cost, missing);
    }
  }
}

const deliveries = (jobs: readonly Handed[]): string[] => jobs.map(({ id, delivery }) => `${id}.${delivery}`);

/** One look at a time, as soon as it is woken, but not more often than `restMs` allows. */
class Line {
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> | undefined;
  private isAsked = false;
  private isStopped = false;
  private restedAt = 0;

  /** @param look answers how long to wait until the next, in milliseconds */
  constructor(private readonly look: () => Promise<number>) {}

  wake(): void {
    this.isAsked = true;
    this.schedule(this.restedAt - performance.now());
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    clearTimeout(this.timer);
    await this.looking;
  }

  private schedule(inMs: number): void {
    if (this.isStopped || this.looking) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.begin(), Math.max(inMs, answerFirstMs)).unref();
  }

  /** Without waiting. */
  begin(): Promise<void> {
    clearTimeout(this.timer);
    this.isAsked = false;
    return (this.looking ??= this.lookOnce());
  }

  private async lookOnce(): Promise<void> {
    const waitMs = await this.look().catch(() => lookAgainMs);
    this.looking = undefined;
    this.restedAt = performance.now() + restMs;
    this.schedule(this.isAsked ? restMs : waitMs);
  }
}

/**
 * In the order of the line. What has an earlier one of its sequence before it waits; for what was lost there is room besides, however much is in
 * the queue. Parameters: window, cost × 3, now, now.
 */
const handOnStatement = `
  with room as (
    select greatest(0, ? - count(*)) as free from jobs where cost = ? and status = 'queued' and handed_at is not null
  ), lost as (
    select count(*) as number from jobs where cost = ? and status = 'queued' and handed_at is null and losses > 0
  ), due as (
    select j.id from jobs j
    where j.cost = ? and j.status = 'queued' and j.handed_at is null and j.run_at <= ?
      and (j.expires_at is null or j.expires_at > ?)
      and (j.sequence_key is null or not exists (
        select 1 from jobs earlier where earlier.sequence_key = j.sequence_key and earlier.position < j.position
          and earlier.status in ('queued', 'processing')))
    order by j.order_at, j.position
    limit (select free + number from room, lost)
    for update of j skip locked
  ), handed as (
    update jobs j set handed_at = now(), delivery = delivery + 1 from due where j.id = due.id
    returning j.id, j.delivery, j.losses > 0 as was_lost, j.order_at, j.position
  )
  select id, delivery, was_lost from handed order by order_at, position`;
