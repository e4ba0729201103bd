// The part of the program that works on jobs: takes deliveries, hands on what is due, and looks after what got stuck.
import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { OPEN_DATABASE, type OpenDatabase } from '#libs/orm';
import { OpenQueues } from '#libs/queue';
import { JobDispatcher } from './job-dispatcher.js';
import { jobCosts, type JobCost } from './job-type.js';
import { JobLedger } from './job-ledger.js';
import { WorkerHeartbeat } from './worker-heartbeat.js';
import { JobRunner } from './job-runner.js';

/** To inject {@link EngineOptions}. */
export const ENGINE_OPTIONS = Symbol('EngineOptions');

export interface EngineOptions {
  /** Whether this process works on jobs. */
  isWorking: boolean;
  /** How many of each kind at once. */
  concurrency: Record<JobCost, number>;
  /** For what is under way when the process is to stop; what is not done by then goes back into the line. */
  graceMs: number;
}

const lookAfterMs = 2_000;
const tellProgressMs = 200;
/** For attempts that do not stop when they are told to. */
const lastMs = 2_000;

@Injectable()
export class JobEngine implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Jobs');
  private timers: NodeJS.Timeout[] = [];
  private stopListening: (() => Promise<void>) | undefined;
  private lookingAfter: Promise<void> | undefined;
  private started = 0;

  constructor(
    @Inject(ENGINE_OPTIONS) private readonly options: EngineOptions,
    @Inject(OPEN_DATABASE) private readonly database: OpenDatabase,
    private readonly queues: OpenQueues,
    private readonly dispatcher: JobDispatcher,
    private readonly runner: JobRunner,
    private readonly ledger: JobLedger,
    private readonly presence: WorkerHeartbeat,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    if (this.options.isWorking) await this.start();
  }

  async onModuleDestroy(): Promise<void> {
    if (this.timers.length > 0) await this.stop();
  }

  private async start(): Promise<void> {
    await this.presence.announce();
    await this.presence.buryOthers();
    await this.presence.takeBack();
    this.stopListening = await this.database.signals.listen('job_cancelled', (id) => this.cancel(id));
    this.timers = [
      setInterval(() => this.lookAfterAll(), lookAfterMs).unref(),
      setInterval(() => void this.tellProgress(), tellProgressMs).unref(),
    ];
    await this.dispatcher.start();
    for (const cost of jobCosts)
      this.queues.lane(cost).work(this.options.concurrency[cost], (delivery) => {
        this.makeRoom(cost);
        return this.runner.handle(this.presence.workerId, delivery);
      });
    this.lookAfterAll();
  }

  /** Takes nothing new, lets what is under way end or puts it back. */
  private async stop(): Promise<void> {
    await this.dispatcher.stop();
    const ended = Promise.all(jobCosts.map((cost) => this.queues.lane(cost).stopWorking()));
    const putBack = setTimeout(() => this.runner.stopAll(), this.options.graceMs);
    const abandon = setTimeout(() => this.runner.abandon(), this.options.graceMs + lastMs);
    await ended;
    clearTimeout(putBack);
    clearTimeout(abandon);
    // Not before: whoever is not seen for a while is taken for dead, and its work is given to others.
    for (const timer of this.timers) clearInterval(timer);
    await this.lookingAfter;
    await this.tellProgress();
    await this.stopListening?.();
    await this.presence.leave().catch(() => undefined);
  }

  /** When half of what waits in the queue has been taken, more is handed on. */
  private makeRoom(cost: JobCost): void {
    if (++this.started % Math.ceil(this.dispatcher.windowOf(cost) / 2) === 0) this.dispatcher.wake(cost);
  }

  /** @param id of the job; null when signals were missed: the next look finds it */
  private cancel(id: string | null): void {
    for (const attempt of this.runner.underWay.values()) if (attempt.id === id) attempt.stop('cancelled');
  }

  private lookAfterAll(): void {
    this.lookingAfter ??= this.lookAfter()
      .catch((error) => this.logger.warn({ err: error }, 'could not look after jobs'))
      .finally(() => (this.lookingAfter = undefined));
  }

  private async lookAfter(): Promise<void> {
    const before = this.runner.runIds();
    const mine = await this.presence.announce();
    for (const { id, is_cancelled } of mine) if (is_cancelled) this.cancel(id);
    // What began after the look, and what ended before it, is no surprise: only what was unknown all along is.
    const after = this.runner.runIds();
    const unknown = mine.filter(({ run_id }) => !before.has(run_id) && !after.has(run_id));
    await this.presence.disown(unknown.map(({ run_id }) => run_id));
    await this.presence.takeBack();
    await this.presence.expire();
    await this.dispatcher.handOnAgain();
  }

  private async tellProgress(): Promise<void> {
    const said = [...this.runner.underWay.values()].flatMap((attempt) => {
      const progress = attempt.takeProgress();
      return progress ? [{ id: attempt.id, run_id: attempt.runId, ...progress }] : [];
    });
    await this.ledger
      .progress(said)
      .catch((error) => this.logger.warn({ err: error }, 'progress was not told'));
  }
}
