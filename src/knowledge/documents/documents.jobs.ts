import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { JobType, RunsRegularly, type JobRun } from '#libs/jobs';
import type { Actor } from '../../access/actor.js';
import { ingestInput, ingestJob, type IngestInput } from './ingest.job-input.js';
import { IngestService } from './ingest.service.js';
import { UploadsService } from './uploads.service.js';

@Injectable()
export class DocumentsJobs {
  constructor(
    private readonly ingestion: IngestService,
    private readonly uploads: UploadsService,
  ) {}

  @JobType({
    type: ingestJob,
    description: 'Reads an uploaded document and adds it to the knowledge base.',
    input: ingestInput,
    output: z.object({
      documentId: z.uuid(),
      format: z.string(),
      characters: z.int(),
      pages: z.int().nullable().describe('Of what has pages.'),
      pieces: z.int().describe('It is searched in.'),
    }),
    permission: 'agents.configure',
    audience: 'staff',
    cost: 'heavy',
    timeoutSeconds: 180,
    retry: { attempts: 4, backoffSeconds: 5 },
    subject: ({ uploadId }) => ({ type: 'knowledge_document', id: uploadId }),
    announced: true,
  })
  ingest(actor: Actor, { uploadId }: IngestInput, run: JobRun) {
    return this.ingestion.ingest(actor, uploadId, run);
  }

  @JobType({
    type: 'knowledge.clean_up',
    description: 'Removes uploads that nobody will read any more.',
    input: z.strictObject({}),
    output: z.object({ removed: z.int() }),
    permission: null,
    cost: 'light',
    timeoutSeconds: 300,
    retry: { attempts: 3, backoffSeconds: 30 },
  })
  @RunsRegularly({
    name: 'knowledge.clean_up',
    description: 'Removes uploads that nobody will read any more.',
    cron: '23 4 * * *',
  })
  async cleanUp(_input: object, run: JobRun) {
    return { removed: await this.uploads.removeForgotten(run.signal) };
  }
}
