import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { JobType, RunsRegularly, type JobRun } from '#libs/jobs';
import { HoldExpiryService } from './hold-expiry.service.js';

@Injectable()
export class SlotsJobs {
  constructor(private readonly expiry: HoldExpiryService) {}

  @JobType({
    type: 'slots.expire_holds',
    description: 'Write off the holds of slots whose time is over, and delete those that ended a month ago.',
    input: z.strictObject({}),
    output: z.object({ expired: z.int(), deleted: z.int() }),
    permission: null,
    cost: 'light',
    timeoutSeconds: 120,
    retry: { attempts: 3 },
  })
  @RunsRegularly({
    name: 'slots.holds',
    description: 'Writes off the holds of slots whose time is over.',
    cron: '*/5 * * * *',
  })
  expireHolds(_input: object, run: JobRun) {
    return this.expiry.run(run.signal);
  }
}
