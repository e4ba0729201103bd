// Does what a delivery asks for: begins an attempt, lets its handler work, and writes how it ended. It settles everything by itself; while
// the database is away it waits, because only the row says what became of a job.
import { setTimeout as wait } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { MikroORM, RequestContext, type EntityManager } from '@mikro-orm/core';
import { runInRequest } from '#libs/observability';
import { newId } from '#libs/orm';
import type { LaneDelivery } from '#libs/queue';
import { Clock } from '#libs/time';
import { JobAnnouncer } from './job-announcer.js';
import { JobAttempt } from './job-attempt.js';
import { isBusy, isOfTheMoment, isUnwritable } from './job-fault.js';
import { JobActors } from './job-actors.js';
import { JobMetrics } from './job-metrics.js';
import { timeoutOf } from './job-type.js';
import { JobRegistry, type RegisteredJobType } from './job.registry.js';
import { JobLedger, type AttemptEnd, type EndedAttempt } from './job-ledger.js';
import { delayBefore, toJobFailure, failureOf, AttemptStopped, type JobFailure } from './job-retry.js';

/** Processes that may be lost with one job until it is taken for the cause. */
export const mostLosses = 3;
/** What met a database that was away or busy is put back for this long, each time for twice as long as before, and only so often. */
const firstReturnMs = 1_000;
const longestReturnMs = 60_000;
const mostReturns = 6;
/** In one attempt: effects that are always too slow would hold its place for ever. */
const busyEffectsAtMost = 4;
const firstPauseMs = 50;
const longestPauseMs = 1_000;

@Injectable()
export class JobRunner {
  private readonly logger = new Logger('Jobs');
  /** By run id. */
  readonly underWay = new Map<string, JobAttempt>();
  /** Run ids of which the database may know before we do. */
  private readonly beginning = new Set<string>();
  private readonly giveUp = new AbortController();

  constructor(
    private readonly orm: MikroORM,
    private readonly registry: JobRegistry,
    private readonly ledger: JobLedger,
    private readonly actors: JobActors,
    private readonly announcer: JobAnnouncer,
    private readonly metrics: JobMetrics,
    private readonly clock: Clock,
  ) {}

  /** @param workerId of this process */
  async handle(workerId: string, { id: deliveryId, isRepeated }: LaneDelivery): Promise<void> {
    const [id, delivery] = deliveryId.split('.') as [string, string];
    // The queue has taken this process for lost because it stood still for a while: its own work is not begun a second time.
    const own = isRepeated && this.attemptAt(id);
    if (own) return own.over;
    const start = {
      id,
      delivery: Number(delivery),
      is_repeated: isRepeated,
      run_id: newId(),
      worker_id: workerId,
    };
    this.beginning.add(start.run_id);
    const job = await this.insist(() => this.ledger.start(start));
    const attempt = job && new JobAttempt(job, start.run_id);
    if (attempt) this.underWay.set(start.run_id, attempt);
    this.beginning.delete(start.run_id);
    if (!attempt) return;
    const started = performance.now();
    try {
      const ended = await this.settle(attempt, await this.outcomeOf(attempt));
      this.metrics.ended(job, ended?.status, (performance.now() - started) / 1000);
    } finally {
      this.underWay.delete(start.run_id);
      attempt.end();
    }
  }

  private attemptAt(id: string): JobAttempt | undefined {
    return [...this.underWay.values()].find((attempt) => attempt.id === id);
  }

  /** The run ids of this process. */
  runIds(): Set<string> {
    return new Set([...this.beginning, ...this.underWay.keys()]);
  }

  /** Stops all attempts; they go back into the line without having counted. */
  stopAll(): void {
    for (const attempt of this.underWay.values()) attempt.stop('shutdown');
  }

  /** Nothing is insisted on any more: what could not be written is found again by others. */
  abandon(): void {
    this.giveUp.abort();
  }

  private async outcomeOf(attempt: JobAttempt): Promise<AttemptEnd> {
    const { job, runId } = attempt;
    // Its process was lost after it had been told to stop.
    if (job.cancelRequestedAt) return { id: job.id, run_id: runId, outcome: 'cancelled' };
    const type = this.registry.find(job.type);
    if (!type)
      return ending(
        attempt,
        toJobFailure('unknown_type', 'UNKNOWN_TYPE', `There is no job type ${job.type}.`),
      );
    if (job.losses > mostLosses)
      return ending(attempt, toJobFailure('lost', 'LOST', 'The processes that worked on it were lost.'));
    if (job.expiresAt && job.expiresAt <= this.clock.now())
      return ending(attempt, toJobFailure('expired', 'EXPIRED', 'It did not begin in time.'));
    const { cache } = type.definition;
    const timer = setTimeout(() => attempt.stop('timed_out'), timeoutOf(type.definition) * 1_000);
    try {
      const work = runInRequest({ correlationId: job.correlationId ?? job.id }, () =>
        RequestContext.create(this.orm.em, () => this.work(attempt, type)),
      );
      const result = await Promise.race([work, attempt.untilStopped()]);
      const cached_until = cache && new Date(this.clock.now().getTime() + cache.seconds * 1_000);
      return { id: job.id, run_id: runId, outcome: 'completed', result, cached_until };
    } catch (error) {
      return this.afterFailure(attempt, type, attempt.signal.aborted ? attempt.signal.reason : error);
    } finally {
      clearTimeout(timer);
    }
  }

  /** @returns the result, as its schema lets it out */
  private async work(attempt: JobAttempt, { definition, run }: RegisteredJobType): Promise<unknown> {
    const { job } = attempt;
    const owner = { kind: job.ownerKind, id: job.ownerId };
    const caller = await this.actors.actorFor(owner);
    if (!caller || !this.actors.may(caller, definition)) throw new OwnerMayNot();
    const input = definition.input.safeParse(job.input);
    if (!input.success) throw new InputUnfit();
    return definition.output.parse(await run(caller, input.data, attempt));
  }

  private afterFailure(attempt: JobAttempt, type: RegisteredJobType, error: unknown): AttemptEnd {
    const { job } = attempt;
    if (error instanceof AttemptStopped && error.because !== 'timed_out') {
      const outcome = error.because === 'shutdown' ? 'returned' : 'cancelled';
      return { id: job.id, run_id: attempt.runId, outcome, run_at: this.clock.now() };
    }
    // Each delivery begins an attempt, and those that were put back did not count.
    const returns = job.delivery - job.attempt;
    if (isOfTheMoment(error) && returns < mostReturns) {
      const pause = Math.min(firstReturnMs * 2 ** Math.max(0, returns), longestReturnMs);
      const run_at = new Date(this.clock.now().getTime() + pause);
      return { id: job.id, run_id: attempt.runId, outcome: 'returned', run_at };
    }
    if (error instanceof OwnerMayNot)
      return ending(attempt, toJobFailure('forbidden', 'FORBIDDEN', 'Its owner may no longer do this.'));
    if (error instanceof InputUnfit)
      return ending(attempt, toJobFailure('rejected', 'INPUT_INVALID', 'The input does not fit the type.'));
    const what = failureOf(error);
    const tries = job.attempt - job.losses;
    const mayRetry = what.mayRetry && tries < job.maxAttempts;
    if (what.error.code === 'FAILED')
      this.logger.error(
        { err: error, jobId: job.id, jobType: job.type, attempt: job.attempt, mayRetry },
        'job failed',
      );
    if (!mayRetry) return ending(attempt, what);
    const seconds = delayBefore(type.definition, tries, what.notBeforeSeconds);
    const run_at = new Date(this.clock.now().getTime() + seconds * 1_000);
    return { id: job.id, run_id: attempt.runId, outcome: 'retried', error: what.error, run_at };
  }

  /** Writes the end, together with what the handler has left for it. What cannot be written has failed. */
  private async settle(attempt: JobAttempt, end: AttemptEnd): Promise<EndedAttempt | null> {
    const { job } = attempt;
    const type = this.registry.find(job.type);
    try {
      return await this.insist(() => this.write(attempt, end));
    } catch (error) {
      if (!(error instanceof EffectFailed) && !isUnwritable(error)) throw error;
      this.logger.error({ err: error, jobId: job.id, jobType: job.type }, 'the end of a job does not fit');
      attempt.effects.length = 0;
      const cause = error instanceof EffectFailed ? error.cause : error;
      if (type && end.outcome === 'completed')
        return this.settle(attempt, this.afterFailure(attempt, type, cause));
      // Its own words may be what does not fit, or whoever would be told.
      return this.insist(() => this.ledger.end(ending(attempt, unwritable)));
    }
  }

  private write(attempt: JobAttempt, end: AttemptEnd): Promise<EndedAttempt | null> {
    const isOver = end.outcome !== 'retried' && end.outcome !== 'returned';
    const hasEffects = end.outcome === 'completed' && attempt.effects.length > 0;
    if (!hasEffects && !(isOver && this.announcer.isAnnounced(attempt.job.type))) return this.ledger.end(end);
    return this.endWithEffects(attempt, end);
  }

  private endWithEffects(attempt: JobAttempt, end: AttemptEnd): Promise<EndedAttempt | null> {
    const { job } = attempt;
    return runInRequest({ correlationId: job.correlationId ?? job.id }, () =>
      this.orm.em.fork().transactional(async (em) => {
        const ended = await this.ledger.endIn(em, end);
        if (!ended) return null;
        if (ended.status === 'completed') await this.haveEffects(attempt, em);
        const { id, type, ownerKind, ownerId } = job;
        const { status } = ended;
        if (status !== 'queued')
          this.announcer.announce([{ id, type, ownerKind, ownerId, status, error: end.error }]);
        return ended;
      }),
    );
  }

  /** All that they leave to the commit is written here, so that it is known whose fault it is. */
  private async haveEffects(attempt: JobAttempt, em: EntityManager): Promise<void> {
    try {
      for (const effect of attempt.effects) await effect(em);
      await em.flush();
    } catch (error) {
      if (isBusy(error)) attempt.busyEffects += 1;
      const mayWorkInAMoment = isOfTheMoment(error) && attempt.busyEffects < busyEffectsAtMost;
      throw mayWorkInAMoment ? error : new EffectFailed(error);
    }
  }

  /** While the database is away, again and again. */
  private async insist<Result>(write: () => Promise<Result>): Promise<Result> {
    for (let pause = firstPauseMs; ; pause = Math.min(pause * 2, longestPauseMs)) {
      try {
        return await write();
      } catch (error) {
        const isInVain = error instanceof EffectFailed || isUnwritable(error);
        if (isInVain || this.giveUp.signal.aborted) throw error;
        this.logger.warn({ err: error }, 'a job could not be written down, to be tried again');
        await wait(pause, undefined, { signal: this.giveUp.signal, ref: false });
      }
    }
  }
}

const unwritable = toJobFailure('failed', 'UNWRITABLE', 'What became of it could not be written down.');

/** What was left for the end could not be done: the attempt has failed. */
class EffectFailed extends Error {
  constructor(cause: unknown) {
    super('effect failed', { cause });
  }
}
class OwnerMayNot extends Error {}
class InputUnfit extends Error {}

function ending({ job, runId }: JobAttempt, { error }: JobFailure): AttemptEnd {
  return { id: job.id, run_id: runId, outcome: 'failed', error };
}
