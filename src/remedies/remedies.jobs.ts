import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { z } from 'zod';
import { JobType, RunsRegularly, type JobRun } from '#libs/jobs';
import { Remedy } from './remedy.entity.js';
import { RemedySettlement } from './remedy-settlement.service.js';

/** Of one run; what is left is done by the next. */
const remediesAtMost = 200;

@Injectable()
export class RemediesJobs {
  constructor(
    private readonly em: EntityManager,
    private readonly settlement: RemedySettlement,
  ) {}

  @JobType({
    type: 'remedies.settle',
    description: 'Do the redress that was approved and, because a process died, not done.',
    input: z.strictObject({}),
    output: z.object({ settled: z.int() }),
    permission: null,
    cost: 'light',
    timeoutSeconds: 50,
    retry: { attempts: 2 },
  })
  @RunsRegularly({
    name: 'remedies.settlement',
    description: 'Does the redress that was approved and is not done yet.',
    cron: '* * * * *',
  })
  async settle(_input: object, { signal }: JobRun) {
    const waiting = await this.em
      .fork()
      .find(
        Remedy,
        { status: 'approved' },
        { fields: ['id'], orderBy: { createdAt: 'asc', id: 'asc' }, limit: remediesAtMost },
      );
    const faults: unknown[] = [];
    for (const { id } of waiting) {
      signal.throwIfAborted();
      // One that cannot be done must not keep the others waiting.
      await this.settlement.settle(id).catch((error: unknown) => faults.push(error));
    }
    if (faults.length > 0) throw faults[0];
    return { settled: waiting.length };
  }
}
