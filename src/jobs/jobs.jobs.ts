// Keeps the tables of jobs, events and repeatable answers small; what was told of a job goes with it.
import { Inject, Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { z } from 'zod';
import { OutboxEvent } from '#libs/events';
import { IdempotencyKey } from '#libs/http';
import { JobControl, JobType, RunsRegularly, type JobRun } from '#libs/jobs';
import { deleteInBatches, OPEN_DATABASE, type OpenDatabase } from '#libs/orm';
import { Clock, dayMs } from '#libs/time';
import { Settings } from '../config/settings.js';

/** Times as long as other jobs: somebody may want to do them again. */
const failedKept = 4;
/** Facts that everybody has heard. */
const eventsKeptDays = 30;

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
    description: 'Removes jobs, events and repeatable answers that nobody needs any more.',
    cron: '*/20 * * * *',
  })
  @JobType({
    type: 'jobs.clean_up',
    description: 'Removes what is past its time.',
    input: z.strictObject({}),
    output: z
      .object({ jobs: z.int(), events: z.int(), answers: z.int() })
      .describe('How many were removed; answers: those kept under an `Idempotency-Key`.'),
    permission: null,
    cost: 'heavy',
    timeoutSeconds: 600,
  })
  async cleanUp(_input: object, run: JobRun) {
    const now = this.clock.now().getTime();
    const days = this.settings.JOB_RETENTION_DAYS;
    const before = (age: number): Date => new Date(now - age * dayMs);
    const jobs = await this.control.remove(before(days), before(days * failedKept), run.signal);
    const events = await deleteInBatches(
      this.em,
      OutboxEvent,
      { relayedAt: { $lt: before(eventsKeptDays) } },
      { orderBy: 'id', signal: run.signal },
    );
    const answers = await deleteInBatches(
      this.em,
      IdempotencyKey,
      { expiresAt: { $lte: new Date(now) } },
      { orderBy: 'expiresAt', signal: run.signal },
    );
    await this.tidy();
    return { jobs, events, answers };
  }

  /** A server does this by itself; the embedded database does not, and its queue would grow by the dead versions of its rows. */
  private async tidy(): Promise<void> {
    if (this.database.shared) return;
    for (const table of ['jobs', 'stream_entries', 'outbox_events', 'bullmq.job', 'bullmq.event'])
      await this.em.fork().execute(`vacuum (analyze) ${table}`);
  }
}
