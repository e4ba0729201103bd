import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { JobType, RunsRegularly, type JobRun } from '#libs/jobs';
import { DecisionsService } from './decisions.service.js';

@Injectable()
export class AccessJobs {
  constructor(private readonly decisions: DecisionsService) {}

  @JobType({
    type: 'access.remove_old_decisions',
    description: 'Remove the reasons of refusals that are older than thirty days.',
    input: z.strictObject({}),
    output: z.object({ removed: z.int() }),
    permission: null,
    cost: 'light',
    timeoutSeconds: 300,
    retry: { attempts: 3, backoffSeconds: 60 },
  })
  @RunsRegularly({
    name: 'access.remove_old_decisions',
    description: 'Removes the reasons of refusals that are older than thirty days.',
    cron: '53 * * * *',
  })
  async removeOldDecisions(_input: object, run: JobRun) {
    return { removed: await this.decisions.removeOld(run.signal) };
  }
}
