import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { JobType, RunsRegularly, type JobRun } from '#libs/jobs';
import { ModelReports } from './model-reports.service.js';

@Injectable()
export class ModelsJobs {
  constructor(private readonly reports: ModelReports) {}

  @JobType({
    type: 'models.remove_old_calls',
    description: 'Remove the log of calls of models that is older than MODEL_CALL_DAYS.',
    input: z.strictObject({}),
    output: z.object({ removed: z.int() }),
    permission: null,
    cost: 'light',
    timeoutSeconds: 300,
    retry: { attempts: 3, backoffSeconds: 60 },
  })
  @RunsRegularly({
    name: 'models.remove_old_calls',
    description:
      'Removes the log of calls of models that is past its time, and reservations of processes that died.',
    cron: '37 3 * * *',
  })
  async removeOldCalls(_input: object, run: JobRun) {
    return { removed: await this.reports.removeOld(run.signal) };
  }
}
