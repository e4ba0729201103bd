import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { JobType, RunsRegularly, type JobRun } from '#libs/jobs';
import { TargetWatcher } from './target-watcher.js';

@Injectable()
export class TargetsJobs {
  constructor(private readonly targets: TargetWatcher) {}

  @JobType({
    type: 'complaints.watch_targets',
    description: 'Tell of the complaints whose target is near or was missed, and escalate the latter.',
    input: z.strictObject({}),
    output: z.object({ dueSoon: z.int(), overdue: z.int() }),
    permission: null,
    cost: 'light',
    timeoutSeconds: 50,
    retry: { attempts: 2 },
  })
  @RunsRegularly({
    name: 'complaints.targets',
    description: 'Watches the targets by which complaints are to be solved.',
    cron: '* * * * *',
  })
  async watchTargets(_input: object, run: JobRun) {
    const overdue = await this.targets.tellOverdue(run.signal);
    return { overdue, dueSoon: await this.targets.tellDueSoon(run.signal) };
  }
}
