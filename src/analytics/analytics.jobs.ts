import { Injectable } from '@nestjs/common';
import { JobType, RunsRegularly, type JobRun } from '#libs/jobs';
import type { Actor } from '../access/actor.js';
import {
  dailyInput,
  dailyResult,
  analyticsReport,
  reportInput,
  type DailyInput,
  type ReportInput,
} from './analytics.schemas.js';
import { AnalyticsService } from './analytics.service.js';

@Injectable()
export class AnalyticsJobs {
  constructor(private readonly analytics: AnalyticsService) {}

  @JobType({
    type: 'analytics.report',
    description: 'Bookings, revenue, conversations and complaints of a range of days.',
    input: reportInput,
    output: analyticsReport,
    permission: 'reports.read',
    audience: 'staff',
    cost: 'heavy',
    timeoutSeconds: 600,
    retry: { attempts: 2 },
    // The figures are the same for everybody who may look at them.
    cache: { seconds: 600, scope: 'permissions' },
    announced: true,
  })
  report(actor: Actor, input: ReportInput, run: JobRun) {
    return this.analytics.report(actor, input, run.signal, (done, of) =>
      run.progress(Math.round((100 * done) / of), 'counting', `${done} of ${of} days`),
    );
  }

  @JobType({
    type: 'analytics.daily',
    description: 'Keep the figures of yesterday.',
    input: dailyInput,
    output: dailyResult,
    permission: null,
    cost: 'heavy',
    timeoutSeconds: 600,
    retry: { attempts: 5, backoffSeconds: 60 },
  })
  @RunsRegularly({
    name: 'analytics.daily',
    description: 'Keeps the figures of the day before, and of days before it that are missing.',
    cron: '15 2 * * *',
  })
  async daily({ day }: DailyInput, run: JobRun) {
    return { days: await this.analytics.keepDaily(day, run.signal) };
  }
}
