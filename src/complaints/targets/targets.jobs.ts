import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { JobType, RunsRegularly, type JobRun } from '#libs/jobs';
import { TargetWatcher } from './target-watcher.js';

@Injectable()
export class TargetsJobs {
  constructor(private readonly targets: TargetWatcher) {}

  @JobType({
    type: 'complaints.watch_targets',
    description:
      'Tell of what is promised to who complains and is near or was missed, and escalate the latter.',
    input: z.strictObject({}),
    output: z.object({
      dueSoon: z.int(),
      overdue: z.int(),
      measured: z.int().describe('Complaints that had no targets yet.'),
    }),
    permission: null,
    cost: 'light',
    timeoutSeconds: 50,
    retry: { attempts: 2 },
  })
  @RunsRegularly({
    name: 'complaints.targets',
    description: 'Watches the targets by which complaints are to be answered and solved.',
    cron: '* * * * *',
  })
  async watchTargets(_input: object, run: JobRun) {
    const overdue = await this.targets.tellOverdue(run.signal);
    const dueSoon = await this.targets.tellDueSoon(run.signal);
    // Last: where there are many, it goes on in the next minute.
    return { overdue, dueSoon, measured: await this.targets.measure(run.signal) };
  }
}
