import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { JobType, RunsRegularly, type JobRun } from '#libs/jobs';
import { EmbeddingService } from './embedding.service.js';
import { MeaningService } from './meaning.service.js';

export const embedJob = 'knowledge.embed';

@Injectable()
export class KnowledgeJobs {
  constructor(
    private readonly embedding: EmbeddingService,
    private readonly meanings: MeaningService,
  ) {}

  @JobType({
    type: embedJob,
    description: 'Cut and embed the documents that are new or were changed, so that they can be searched.',
    input: z.strictObject({}),
    output: z.object({
      documents: z.int(),
      pieces: z.int(),
      refitted: z.boolean().describe('So much was new that everything was embedded again.'),
    }),
    permission: null,
    cost: 'heavy',
    timeoutSeconds: 1_800,
    retry: { attempts: 3, backoffSeconds: 30 },
  })
  @RunsRegularly({
    name: 'knowledge.embedding',
    description: 'Embeds documents that are new or were changed.',
    cron: '41 * * * *',
  })
  async embed(_input: object, run: JobRun) {
    const embedded = await this.embedding.embedAll(run.signal, (done, of) =>
      run.progress(Math.round((100 * done) / of), 'embedding', `${done} of ${of} documents`),
    );
    await this.meanings.addMeanings(run.signal);
    return embedded;
  }
}
