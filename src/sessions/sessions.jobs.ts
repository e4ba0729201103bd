import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { JobType, RunsRegularly, type JobRun } from '#libs/jobs';
import { AttemptsService } from './attempts.service.js';
import { SessionCleanUp } from './session-clean-up.js';

@Injectable()
export class SessionsJobs {
  constructor(
    private readonly cleanUp: SessionCleanUp,
    private readonly attempts: AttemptsService,
  ) {}

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
  async removeOld(_input: object, run: JobRun) {
    return { removed: await this.cleanUp.run(run.signal) };
  }

  @JobType({
    type: 'sessions.forget_attempts',
    description: 'Forget attempts that count for nothing any more.',
    input: z.strictObject({}),
    output: z.object({ removed: z.int() }),
    permission: null,
    cost: 'light',
    timeoutSeconds: 300,
    retry: { attempts: 3, backoffSeconds: 60 },
  })
  @RunsRegularly({
    name: 'sessions.forget_attempts',
    description: 'Forgets attempts at passwords and codes that count for nothing any more.',
    cron: '7 * * * *',
  })
  async forgetAttempts(_input: object, run: JobRun) {
    return { removed: await this.attempts.removeForgotten(run.signal) };
  }
}
