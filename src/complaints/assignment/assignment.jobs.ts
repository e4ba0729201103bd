import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { JobType, RunsRegularly, type JobRun } from '#libs/jobs';
import { HandingOn } from './handing-on.service.js';

@Injectable()
export class AssignmentJobs {
  constructor(private readonly handingOn: HandingOn) {}

  @JobType({
    type: 'complaints.assign_waiting',
    description: 'Give complaints that nobody has to whoever is free, and hand on those of people on leave.',
    input: z.strictObject({}),
    output: z.object({ assigned: z.int(), leaves: z.int() }),
    permission: null,
    cost: 'light',
    timeoutSeconds: 50,
    retry: { attempts: 2 },
  })
  @RunsRegularly({
    name: 'complaints.assignment',
    description:
      'Gives complaints that nobody has to whoever is free, and hands on those of people on leave.',
    cron: '* * * * *',
  })
  async assignWaiting(_input: object, { signal }: JobRun) {
    const leaves = await this.handingOn.handOnLeave(signal);
    return { leaves, assigned: await this.handingOn.assignWaiting(signal) };
  }
}
