import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { JobType, RunsRegularly, type JobRun } from '#libs/jobs';
import type { Actor } from '../access/actor.js';
import { exportView } from './customers.schemas.js';
import { ErasureService } from './erasure.service.js';
import { ExportService } from './export.service.js';

@Injectable()
export class CustomersJobs {
  constructor(
    private readonly exports: ExportService,
    private readonly erasure: ErasureService,
  ) {}

  /** The result is as personal as what it is made of: it goes with the person. */
  @JobType({
    type: 'customer.export_data',
    description: 'Everything that is held about you, as one document.',
    input: z.strictObject({}),
    output: exportView,
    // Of the person only: no key and no staff can ask for it.
    permission: 'self',
    audience: 'customer',
    cost: 'standard',
    timeoutSeconds: 120,
    retry: { attempts: 3 },
    announced: true,
    rateClass: 'expensive',
  })
  exportData(actor: Actor) {
    return this.exports.export(actor);
  }

  @JobType({
    type: 'customers.erase',
    description: 'Erase what is personal of the accounts that were closed long enough ago.',
    input: z.strictObject({}),
    output: z.object({ erased: z.int() }),
    permission: null,
    cost: 'light',
    timeoutSeconds: 600,
    retry: { attempts: 3, backoffSeconds: 60 },
  })
  @RunsRegularly({
    name: 'customers.erase',
    description: 'Erases what is personal of the accounts that were closed long enough ago.',
    cron: '43 * * * *',
  })
  async eraseDue(_input: object, run: JobRun) {
    return { erased: await this.erasure.eraseDue(run.signal) };
  }
}
