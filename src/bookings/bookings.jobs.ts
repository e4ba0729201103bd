import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { JobType, RunsRegularly, type JobRun } from '#libs/jobs';
import { ProviderStatisticsCounter } from './provider-statistics-counter.js';
import { RemindersService } from './reminders.service.js';

@Injectable()
export class BookingsJobs {
  constructor(
    private readonly reminders: RemindersService,
    private readonly statistics: ProviderStatisticsCounter,
  ) {}

  @JobType({
    type: 'bookings.send_reminders',
    description: 'Tell of the visits that are a day, or two hours, ahead.',
    input: z.strictObject({}),
    output: z.object({ day: z.int(), hours: z.int() }).describe('How many, by how long ahead.'),
    permission: null,
    cost: 'light',
    timeoutSeconds: 120,
    retry: { attempts: 3 },
  })
  @RunsRegularly({
    name: 'bookings.reminders',
    description: 'Reminds customers of their visits, a day and two hours ahead.',
    cron: '*/5 * * * *',
  })
  async sendReminders(_input: object, run: JobRun) {
    const day = await this.reminders.send('day', run.signal);
    return { day, hours: await this.reminders.send('hours', run.signal) };
  }

  @JobType({
    type: 'bookings.refresh_provider_statistics',
    description: 'Count the visits of every provider.',
    input: z.strictObject({}),
    output: z.object({ providers: z.int() }),
    permission: null,
    cost: 'heavy',
    timeoutSeconds: 900,
    retry: { attempts: 3 },
  })
  @RunsRegularly({
    name: 'bookings.provider_statistics',
    description: 'Counts the visits of every provider.',
    cron: '23 * * * *',
  })
  async refreshProviderStatistics(_input: object, run: JobRun) {
    const tell = (done: number, of: number): void =>
      run.progress(
        Math.round((100 * done) / Math.max(done, of, 1)),
        'counting',
        `${done} of ${of} providers`,
      );
    return { providers: await this.statistics.count(run.signal, tell) };
  }
}
