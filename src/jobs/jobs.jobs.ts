// Keeps the tables of jobs and events small; what was told of a job goes with it.
import { Inject, Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { z } from 'zod';
import { JobControl, JobType, RunsRegularly, type JobCaller, type JobRun } from '#libs/jobs';
import { OPEN_DATABASE, type OpenDatabase } from '#libs/orm';
import { Clock } from '#libs/time';
import { Settings } from '../config/settings.js';

const dayMs = 86_400_000;
/** Times as long as other jobs: somebody may want to do them again. */
const failedKept = 4;
/** Facts that everybody has heard. */
const eventsKeptDays = 30;
const removedAtOnce = 500;

@Injectable()
export class JobsJobs {
  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    @Inject(OPEN_DATABASE) private readonly database: OpenDatabase,
    private readonly control: JobControl,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {}

  @RunsRegularly({
    name: 'jobs.clean_up',
    description: 'Removes jobs and events that nobody needs any more.',
    cron: '*/20 * * * *',
  })
  @JobType({
    type: 'jobs.clean_up',
    description: 'Removes what is past its time.',
    input: z.strictObject({}),
    output: z.object({ jobs: z.number().int(), events: z.number().int() }),
    permission: null,
    cost: 'heavy',
    timeoutSeconds: 600,
  })
  async cleanUp(_caller: JobCaller, _input: object, run: JobRun) {
    const now = this.clock.now().getTime();
    const days = this.settings.JOB_RETENTION_DAYS;
    const before = (age: number): Date => new Date(now - age * dayMs);
    const jobs = await this.control.remove(before(days), before(days * failedKept), run.signal);
    const events = await this.removeEvents(before(eventsKeptDays), run.signal);
    await this.tidy();
    return { jobs, events };
  }

  private async removeEvents(before: Date, signal: AbortSignal): Promise<number> {
    for (let total = 0; ;) {
      const removed = await this.em
        .fork()
        .execute<unknown[]>(
          `delete from outbox_events where id in (select id from outbox_events where relayed_at < ? order by id limit ?) returning id`,
          [before, removedAtOnce],
        );
      total += removed.length;
      if (removed.length < removedAtOnce || signal.aborted) return total;
    }
  }

  /** A server does this by itself; the embedded database does not, and its queue would grow by the dead versions of its rows. */
  private async tidy(): Promise<void> {
    if (this.database.shared) return;
    for (const table of ['jobs', 'stream_entries', 'outbox_events', 'bullmq.job', 'bullmq.event'])
      await this.em.fork().execute(`vacuum (analyze) ${table}`);
  }
}
