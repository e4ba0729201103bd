import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { JobType, RunsRegularly, type JobRun } from '#libs/jobs';
import { FileSweep } from '#libs/storage';

@Injectable()
export class FilesJobs {
  constructor(private readonly files: FileSweep) {}

  @JobType({
    type: 'files.sweep',
    description: 'Remove files of people that nothing in the database names any more.',
    input: z.strictObject({}),
    output: z.object({ removed: z.int() }),
    permission: null,
    cost: 'light',
    timeoutSeconds: 900,
    retry: { attempts: 3 },
  })
  @RunsRegularly({
    name: 'files.sweep',
    description: 'Removes files of people that nothing in the database names any more.',
    cron: '52 3 * * *',
  })
  async sweep(_input: object, { signal }: JobRun) {
    return { removed: await this.files.sweep(signal) };
  }
}
