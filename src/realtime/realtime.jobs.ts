import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { JobType, RunsRegularly, type JobRun } from '#libs/jobs';
import { StreamLog } from '#libs/realtime';
import { Clock, dayMs } from '#libs/time';
import { Settings } from '../config/settings.js';

@Injectable()
export class RealtimeJobs {
  constructor(
    private readonly streams: StreamLog,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {}

  /** What they told of is still there: messages, jobs, notices. */
  @JobType({
    type: 'realtime.remove_old_entries',
    description: 'Removes what nobody who follows a stream can have missed any more',
    input: z.strictObject({}),
    output: z.object({ removed: z.int() }),
    permission: null,
    cost: 'light',
    timeoutSeconds: 600,
    retry: { attempts: 3, backoffSeconds: 60 },
  })
  @RunsRegularly({
    name: 'realtime.remove_old_entries',
    description: 'Removes old entries of streams',
    cron: '17 3 * * *',
    input: {},
  })
  async removeOldEntries(_input: object, run: JobRun) {
    const before = new Date(this.clock.now().getTime() - this.settings.STREAM_DAYS * dayMs);
    return { removed: await this.streams.removeOlder(before, run.signal) };
  }
}
