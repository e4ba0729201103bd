// Asks for the jobs that are due. Every process that works on jobs looks; the row of the schedule decides which of them is first.
import { AsyncLocalStorage } from 'node:async_hooks';
import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { EntityManager, LockMode } from '@mikro-orm/core';
import { JobRegistry, JobQueue } from '#libs/jobs';
import { Clock } from '#libs/time';
import { Settings } from '../config/settings.js';
import { dueTimes, problemWith, runsAfter } from './due.js';
import { Schedule } from './schedule.entity.js';
import { ownerOf } from './schedules.service.js';

/** At the next due time, and at least this often: staff may have changed something, on another process too. */
const lookEveryMs = 5_000;
const shortestMs = 50;
/** Of one transaction. */
const batch = 20;

@Injectable()
export class ScheduleTicker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Schedules');
  private readonly outside = AsyncLocalStorage.snapshot();
  private timer: NodeJS.Timeout | undefined;
  private look: Promise<void> = Promise.resolve();
  private isOver = false;

  constructor(
    private readonly em: EntityManager,
    private readonly registry: JobRegistry,
    private readonly jobs: JobQueue,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {}

  onApplicationBootstrap(): void {
    if (this.settings.ROLE !== 'api') this.lookIn(shortestMs);
  }

  /** While the database is still there. */
  async beforeApplicationShutdown(): Promise<void> {
    this.isOver = true;
    clearTimeout(this.timer);
    await this.look;
  }

  /**
   * Asks for what is due, and plans what comes next, in one transaction: a crash leaves both or neither. What another process is at
   * is passed over, and so are schedules of types that this process does not know: one that does may come.
   * @returns how many jobs
   */
  async tick(): Promise<number> {
    let made = 0;
    for (let isMore = true; isMore && !this.isOver;) {
      const [jobs, schedules] = await this.em.fork().transactional((em) => this.tickBatch(em));
      made += jobs;
      isMore = schedules === batch;
    }
    return made;
  }

  private async tickBatch(em: EntityManager): Promise<[jobs: number, schedules: number]> {
    const now = this.clock.now();
    const due = await em.find(
      Schedule,
      { ...this.runnable(), nextRunAt: { $lte: now } },
      { orderBy: { nextRunAt: 'asc' }, limit: batch, lockMode: LockMode.PESSIMISTIC_PARTIAL_WRITE },
    );
    let jobs = 0;
    for (const schedule of due) jobs += await this.start(schedule, now);
    return [jobs, due.length];
  }

  private async start(schedule: Schedule, now: Date): Promise<number> {
    const problem = problemWith(schedule, this.registry);
    if (problem) {
      this.logger.error({ schedule: schedule.name, problem }, 'a schedule does not run');
      schedule.nextRunAt = problem === 'time_invalid' ? null : (runsAfter(schedule, now, 1)[0] ?? null);
      return 0;
    }
    const times = dueTimes(schedule, schedule.nextRunAt!, now);
    schedule.nextRunAt = runsAfter(schedule, now, 1)[0] ?? null;
    if (times.length === 0) return 0;
    const requests = times.map((time) => ({
      type: schedule.jobType,
      input: schedule.input,
      owner: ownerOf(schedule),
      uniqueKey: `schedule:${schedule.id}:${time.toISOString()}`,
      isFresh: true,
    }));
    const jobs = await this.jobs.enqueueAll(requests);
    Object.assign(schedule, { lastRunAt: now, lastJobId: jobs.at(-1)!.id });
    return jobs.length;
  }

  private runnable() {
    return { enabled: true, jobType: { $in: this.registry.all().map(({ definition }) => definition.type) } };
  }

  private lookIn(milliseconds: number): void {
    if (this.isOver) return;
    this.timer = this.outside(() => setTimeout(() => (this.look = this.lookAround()), milliseconds)).unref();
  }

  /** Never throws. */
  private async lookAround(): Promise<void> {
    let pause = lookEveryMs;
    try {
      await this.tick();
      pause = await this.untilNext();
    } catch (error) {
      this.logger.error({ err: error }, 'could not look for due schedules');
    }
    this.lookIn(pause);
  }

  private async untilNext(): Promise<number> {
    const next = await this.em.fork().findOne(
      Schedule,
      { ...this.runnable(), nextRunAt: { $ne: null } },
      {
        orderBy: { nextRunAt: 'asc' },
        fields: ['nextRunAt'],
      },
    );
    if (!next?.nextRunAt) return lookEveryMs;
    const away = next.nextRunAt.getTime() - this.clock.now().getTime();
    return Math.min(Math.max(away, shortestMs), lookEveryMs);
  }
}
