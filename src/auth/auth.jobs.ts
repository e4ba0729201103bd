import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { JobType, RunsRegularly, type JobRun } from '#libs/jobs';
import { soonSeconds } from '#libs/mail';
import { AuthMessages, sendLinkType, sendOutcomes, type WantedMessage } from './auth.messages.js';
import { tokenPurposes } from './one-time-token.entity.js';
import { OneTimeTokens } from './one-time-tokens.js';

@Injectable()
export class AuthJobs {
  constructor(
    private readonly messages: AuthMessages,
    private readonly tokens: OneTimeTokens,
  ) {}

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
  async send(wanted: WantedMessage, run: JobRun) {
    return { outcome: await this.messages.send(wanted, run.id) };
  }

  @JobType({
    type: 'auth.remove_expired_tokens',
    description: 'Remove links and codes that are past their time.',
    input: z.strictObject({}),
    output: z.object({ removed: z.int() }),
    permission: null,
    cost: 'light',
    timeoutSeconds: 300,
    retry: { attempts: 3, backoffSeconds: 60 },
  })
  @RunsRegularly({
    name: 'auth.remove_expired_tokens',
    description: 'Removes links and codes that are past their time.',
    cron: '29 * * * *',
  })
  async removeExpiredTokens(_input: object, run: JobRun) {
    return { removed: await this.tokens.removeExpired(run.signal) };
  }
}
