import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { JobType, RunsRegularly, type JobRun } from '#libs/jobs';
import { DocumentsService } from './documents.service.js';

@Injectable()
export class DocumentsJobs {
  constructor(private readonly documents: DocumentsService) {}

  @JobType({
    type: 'providers.tell_of_expiring_documents',
    description: 'Tell staff of the documents of providers that end within thirty days.',
    input: z.strictObject({}),
    output: z.object({ told: z.int() }),
    permission: null,
    cost: 'light',
    timeoutSeconds: 120,
    retry: { attempts: 3 },
  })
  @RunsRegularly({
    name: 'providers.expiring_documents',
    description: 'Tells staff, once, of the documents of providers that end within thirty days.',
    cron: '10 8 * * *',
  })
  async tell(_input: object, run: JobRun) {
    return { told: await this.documents.tellOfEnds(run.signal) };
  }
}
