import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { JobType, type JobCaller, type JobRun } from '#libs/jobs';
import { soonSeconds } from '#libs/mail';
import { AuthMessages, sendLinkType, sendOutcomes, type WantedMessage } from './auth.messages.js';
import { tokenPurposes } from './one-time-token.entity.js';

@Injectable()
export class AuthJobs {
  constructor(private readonly messages: AuthMessages) {}

  @JobType({
    type: sendLinkType,
    description: 'Sends a customer the link or the code that they have asked for.',
    input: z.object({ customerId: z.uuid(), purpose: z.enum(tokenPurposes) }),
    output: z.object({ outcome: z.enum(sendOutcomes) }),
    permission: null,
    cost: 'light',
    retry: { delaysSeconds: soonSeconds },
    subject: ({ customerId }) => ({ type: 'customer', id: customerId }),
  })
  async send(_caller: JobCaller, wanted: WantedMessage, run: JobRun) {
    return { outcome: await this.messages.send(wanted, run.id) };
  }
}
