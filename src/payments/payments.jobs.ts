import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { JobType, RunsRegularly, type JobRun } from '#libs/jobs';
import { CreditExpiryService } from './credit-expiry.service.js';
import { PaymentOperationsService } from './gateway/payment-operations.service.js';
import { PaymentSweepService } from './gateway/payment-sweep.service.js';
import { performJob, performJobInput } from './gateway/payments.job-inputs.js';

const nothing = z.strictObject({});

@Injectable()
export class PaymentsJobs {
  constructor(
    private readonly operations: PaymentOperationsService,
    private readonly sweeping: PaymentSweepService,
    private readonly expiry: CreditExpiryService,
  ) {}

  @JobType({
    type: performJob,
    description: 'Ask the payment gateway to do what was decided.',
    input: performJobInput,
    output: nothing,
    permission: null,
    cost: 'light',
    timeoutSeconds: 90,
    // For faults of ours. What the gateway leaves open is tried again by the sweep, at the times that the operation names.
    retry: { attempts: 3 },
  })
  async perform({ operationId }: z.output<typeof performJobInput>): Promise<Record<string, never>> {
    await this.operations.perform(operationId);
    return {};
  }

  @JobType({
    type: 'payments.sweep',
    description: 'Ask the payment gateway what has become of payments that it has said nothing of.',
    input: nothing,
    output: z.object({ operations: z.int(), payments: z.int() }),
    permission: null,
    cost: 'standard',
    timeoutSeconds: 600,
  })
  @RunsRegularly({
    name: 'payments.sweep',
    description: 'Payments whose answer was lost',
    cron: '* * * * *',
    missed: 'skip',
  })
  sweep(_input: object, run: JobRun) {
    return this.sweeping.run(run.signal);
  }

  @JobType({
    type: 'payments.expire_credit',
    description: 'Take back credit that nobody has used for 12 months.',
    input: nothing,
    output: z.object({ customers: z.int() }),
    permission: null,
    cost: 'light',
    timeoutSeconds: 600,
    retry: { attempts: 3 },
  })
  @RunsRegularly({
    name: 'payments.expire_credit',
    description: 'Credit that nobody has used for 12 months',
    cron: '20 3 * * *',
  })
  async expireCredit(_input: object, run: JobRun) {
    return { customers: await this.expiry.run(run.signal) };
  }
}
