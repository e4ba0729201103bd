import { Inject, Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { z } from 'zod';
import { JobType, RunsRegularly, type JobRun } from '#libs/jobs';
import { inBatches } from '#libs/orm';
import { ComplaintScores } from './complaint-scores.js';

/** Of one transaction. */
const batchSize = 200;

@Injectable()
export class PriorityJobs {
  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    private readonly scores: ComplaintScores,
  ) {}

  @JobType({
    type: 'complaints.score_again',
    description: 'Score complaints anew that have become a day older, or have missed their target.',
    input: z.strictObject({}),
    output: z.object({ scored: z.int() }),
    permission: null,
    cost: 'light',
    timeoutSeconds: 240,
    retry: { attempts: 2 },
  })
  @RunsRegularly({
    name: 'complaints.scores',
    description: 'Lets age and missed targets count for where complaints stand in line.',
    cron: '*/5 * * * *',
  })
  async scoreAgain(_input: object, { signal }: JobRun) {
    const scoreSome = (limit: number) =>
      this.em.fork().transactional((em) => this.scores.refreshAged(em as SqlEntityManager, limit));
    return { scored: await inBatches(batchSize, scoreSome, signal) };
  }
}
