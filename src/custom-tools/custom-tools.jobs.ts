import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { z } from 'zod';
import { JobType, RunsRegularly, type JobRun } from '#libs/jobs';
import { deleteInBatches } from '#libs/orm';
import { Clock, dayMs } from '#libs/time';
import { CustomToolConfirmation } from './confirmations/custom-tool-confirmation.entity.js';

const nothing = z.strictObject({});
/** Nobody says yes to a question that is so old. */
const keptMs = 30 * dayMs;

@Injectable()
export class CustomToolsJobs {
  constructor(
    private readonly em: EntityManager,
    private readonly clock: Clock,
  ) {}

  @JobType({
    type: 'custom_tools.clean_up',
    description: 'Forgets which confirmations tools of staff were called for, after 30 days.',
    input: nothing,
    output: nothing,
    permission: null,
    cost: 'light',
    timeoutSeconds: 300,
    retry: { attempts: 3 },
  })
  @RunsRegularly({
    name: 'custom_tools.clean_up',
    description: 'Confirmations of tools of staff older than 30 days',
    cron: '50 3 * * *',
  })
  async cleanUp(_input: object, run: JobRun): Promise<Record<string, never>> {
    const before = new Date(this.clock.now().getTime() - keptMs);
    const options = { orderBy: 'createdAt', signal: run.signal } as const;
    await deleteInBatches(this.em, CustomToolConfirmation, { createdAt: { $lt: before } }, options);
    return {};
  }
}
