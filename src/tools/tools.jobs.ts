import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { JobType, RunsRegularly, type JobRun } from '#libs/jobs';
import { ToolConfirmations } from './tool-confirmations.service.js';
import { ToolUsageReports } from './tool-usage.service.js';

const upkeep = {
  input: z.strictObject({}),
  output: z.object({ removed: z.int() }),
  permission: null,
  cost: 'light',
  timeoutSeconds: 300,
  retry: { attempts: 3, backoffSeconds: 60 },
} as const;

@Injectable()
export class ToolsJobs {
  constructor(
    private readonly confirmations: ToolConfirmations,
    private readonly usage: ToolUsageReports,
  ) {}

  @JobType({
    ...upkeep,
    type: 'tools.remove_expired_confirmations',
    description: 'Remove what was answered to confirmed calls of tools more than a day ago.',
  })
  @RunsRegularly({
    name: 'tools.remove_expired_confirmations',
    description: 'Removes what was answered to confirmed calls of tools more than a day ago.',
    cron: '23 * * * *',
  })
  async removeExpiredConfirmations(_input: object, run: JobRun) {
    return { removed: await this.confirmations.removeExpired(run.signal) };
  }

  @JobType({
    ...upkeep,
    type: 'tools.remove_old_usage',
    description: 'Remove the counts of calls of tools that are older than TOOL_USAGE_DAYS.',
  })
  @RunsRegularly({
    name: 'tools.remove_old_usage',
    description: 'Removes the counts of calls of tools that are past their time.',
    cron: '47 3 * * *',
  })
  async removeOldUsage(_input: object, run: JobRun) {
    return { removed: await this.usage.removeOld(run.signal) };
  }
}
