import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { JobType, RunsRegularly } from '#libs/jobs';
import { systemActor } from '../../access/actor.js';
import { ComplaintReports } from './reports.service.js';

@Injectable()
export class ComplaintReportsJobs {
  constructor(private readonly reports: ComplaintReports) {}

  @JobType({
    type: 'complaints.weekly_report',
    description: 'Keep the figures of complaints of the last week.',
    input: z.strictObject({}),
    output: z.object({ week: z.iso.date() }),
    permission: null,
    cost: 'heavy',
    timeoutSeconds: 300,
    retry: { attempts: 5, backoffSeconds: 60 },
  })
  @RunsRegularly({
    name: 'complaints.weekly_report',
    description: 'Keeps the figures of complaints of the week before.',
    cron: '30 5 * * 1',
  })
  async keepWeek() {
    return { week: await this.reports.keepWeek(systemActor('complaints.weekly_report')) };
  }
}
