import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { z } from 'zod';
import { JobType, RunsRegularly, type JobRun } from '#libs/jobs';
import { deleteInBatches } from '#libs/orm';
import { Clock, dayMs } from '#libs/time';
import { ToolProposal } from './tool-proposal.entity.js';

const nothing = z.strictObject({});

@Injectable()
export class ToolProposalsJobs {
  constructor(
    private readonly em: EntityManager,
    private readonly clock: Clock,
  ) {}

  @JobType({
    type: 'mcp.forget_proposals',
    description: 'Deletes what programs have proposed over MCP, a day after it could be agreed to.',
    input: nothing,
    output: nothing,
    permission: null,
    cost: 'light',
    timeoutSeconds: 300,
    retry: { attempts: 3 },
  })
  @RunsRegularly({
    name: 'mcp.forget_proposals',
    description: 'Proposals over MCP that are a day old',
    cron: '17 * * * *',
    missed: 'skip',
  })
  async forget(_input: object, run: JobRun): Promise<Record<string, never>> {
    const before = new Date(this.clock.now().getTime() - dayMs);
    const options = { orderBy: 'expiresAt', signal: run.signal } as const;
    await deleteInBatches(this.em, ToolProposal, { expiresAt: { $lt: before } }, options);
    return {};
  }
}
