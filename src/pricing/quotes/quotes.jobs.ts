import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { JobType, RunsRegularly, type JobRun } from '#libs/jobs';
import { QuotesService } from './quotes.service.js';

@Injectable()
export class QuotesJobs {
  constructor(private readonly quotes: QuotesService) {}

  @JobType({
    type: 'pricing.clear_quotes',
    description: 'Delete quotes that nothing was booked from, a month after they expired.',
    input: z.strictObject({}),
    output: z.object({ deleted: z.int() }),
    permission: null,
    cost: 'light',
    timeoutSeconds: 600,
    retry: { attempts: 3, backoffSeconds: 60 },
  })
  @RunsRegularly({
    name: 'pricing.clear_quotes',
    description: 'Deletes quotes that nothing was booked from, a month after they expired.',
    cron: '17 2 * * *',
  })
  async clear(_input: object, run: JobRun) {
    return { deleted: await this.quotes.clearAway(run.signal) };
  }
}
