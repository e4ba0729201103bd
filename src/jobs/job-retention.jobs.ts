// Keeps the tables of jobs, events and repeatable answers small; what was told of a job goes with it.
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { EventOutbox } from '#libs/events';
import { IdempotencyKeys } from '#libs/http';
import { JobControl, JobType, RunsRegularly, type JobRun } from '#libs/jobs';
import { OpenQueues } from '#libs/queue';
import { StreamLog } from '#libs/realtime';
import { Clock, dayMs } from '#libs/time';
import { Settings } from '../config/settings.js';

/** Times as long as other jobs: somebody may want to do them again. */
const failedKept = 4;
/** Facts that everybody has heard. */
const eventsKeptDays = 30;

@Injectable()
export class JobRetentionJobs {
  constructor(
    private readonly control: JobControl,
    private readonly events: EventOutbox,
    private readonly answers: IdempotencyKeys,
    private readonly streams: StreamLog,
    private readonly queues: OpenQueues,
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
    const events = await this.events.removeRelayed(before(eventsKeptDays), run.signal);
    const answers = await this.answers.removeExpired(new Date(now), run.signal);
    for (const owner of [this.control, this.events, this.streams, this.queues]) await owner.vacuum();
    return { jobs, events, answers };
  }
}
