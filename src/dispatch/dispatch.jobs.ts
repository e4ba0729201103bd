import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { JobType, RunsRegularly, type JobRun } from '#libs/jobs';
import { SweepService } from './searches/sweep.service.js';

@Injectable()
export class DispatchJobs {
  constructor(private readonly sweeps: SweepService) {}

  @JobType({
    type: 'dispatch.sweep',
    description:
      'End offers of substitutes whose time is over, and go on with searches that nobody goes on with.',
    input: z.strictObject({}),
    output: z.object({ opened: z.int(), expired: z.int(), advanced: z.int() }),
    permission: null,
    cost: 'standard',
    timeoutSeconds: 300,
    retry: { attempts: 3 },
  })
  @RunsRegularly({
    name: 'dispatch.searches',
    description:
      'Ends offers of substitutes whose time is over, and goes on with searches that a process has left.',
    cron: '* * * * *',
  })
  sweep(_input: object, run: JobRun) {
    return this.sweeps.run(run.signal);
  }
}
