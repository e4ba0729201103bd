import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { JobType, RunsRegularly, type JobRun } from '#libs/jobs';
import type { Actor } from '../access/actor.js';
import { SessionCleanUp } from './session-clean-up.js';

@Injectable()
export class SessionsJobs {
  constructor(private readonly cleanUp: SessionCleanUp) {}

  @JobType({
    type: 'sessions.clean_up',
    description: 'Remove sessions and signing keys that are past their time.',
    input: z.strictObject({}),
    output: z.object({ removed: z.int().describe('Sessions.') }),
    permission: null,
    cost: 'light',
    timeoutSeconds: 300,
    retry: { attempts: 3 },
  })
  @RunsRegularly({
    name: 'sessions.clean_up',
    description: 'Removes sessions that are past their time.',
    cron: '17 * * * *',
  })
  async removeOld(_actor: Actor, _input: object, run: JobRun) {
    return { removed: await this.cleanUp.run(run.signal) };
  }
}
