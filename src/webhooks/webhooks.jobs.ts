import { Inject, Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { z } from 'zod';
import { JobType, RunsRegularly, type JobRun } from '#libs/jobs';
import { deleteInBatches, inBatches } from '#libs/orm';
import { Clock, dayMs } from '#libs/time';
import { WebhookDelivery } from './delivery.entity.js';
import { WebhookSender, type SentWebhook } from './webhook-sender.js';
import { WebhookWaking } from './webhook-waking.js';
import {
  deliverJob,
  deliverJobInput,
  recoverJob,
  recoverJobInput,
  type DeliverJobInput,
  type RecoverJobInput,
} from './webhooks.job-inputs.js';

const nothing = z.strictObject({});
const batchSize = 500;
const minuteMs = 60_000;
const keptMs = 30 * dayMs;

@Injectable()
export class WebhooksJobs {
  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    private readonly sender: WebhookSender,
    private readonly waking: WebhookWaking,
    private readonly clock: Clock,
  ) {}

  @JobType({
    type: deliverJob,
    description: 'Sends what is due at an endpoint of another system.',
    input: deliverJobInput,
    output: z.object({ delivered: z.int(), failed: z.int() }),
    permission: null,
    cost: 'standard',
    timeoutSeconds: 60,
    // For faults of ours. When a message that did not arrive is sent again stands in its delivery: the engine knows no Retry-After, and a job
    // for each message would let one endpoint fill the line.
    retry: { attempts: 5, backoffSeconds: 5 },
    subject: ({ webhookId }) => ({ type: 'webhook', id: webhookId }),
  })
  deliver({ webhookId }: DeliverJobInput, run: JobRun): Promise<SentWebhook> {
    return this.sender.send(webhookId, run);
  }

  @JobType({
    type: recoverJob,
    description: 'Has everything sent again that did not reach an endpoint since a time.',
    input: recoverJobInput,
    output: z.object({ resent: z.int().describe('By the last attempt.') }),
    permission: null,
    cost: 'light',
    timeoutSeconds: 300,
    retry: { attempts: 5, backoffSeconds: 5 },
    subject: ({ webhookId }) => ({ type: 'webhook', id: webhookId }),
  })
  async recover(input: RecoverJobInput, run: JobRun): Promise<{ resent: number }> {
    const resent = await inBatches(batchSize, (limit) => this.sendAnew(input, limit), run.signal);
    run.atTheEnd(() => this.waking.now([input.webhookId]));
    return { resent };
  }

  @JobType({
    type: 'webhooks.catch_up',
    description: 'Looks for messages that are overdue, because a job was lost.',
    input: nothing,
    output: nothing,
    permission: null,
    cost: 'light',
  })
  @RunsRegularly({
    name: 'webhooks.catch_up',
    description: 'Webhook messages that are overdue',
    cron: '*/5 * * * *',
    missed: 'skip',
  })
  catchUp(_input: object, run: JobRun): Record<string, never> {
    run.atTheEnd(async (em) => {
      const now = this.clock.now();
      const overdue = new Date(now.getTime() - minuteMs);
      const rows = await (em as SqlEntityManager).execute<{ id: string }[]>(
        `select id from webhooks where (sending_until is null or sending_until <= ?)
           and exists (select 1 from webhook_deliveries where webhook_id = webhooks.id and status = 'pending' and due_at <= ?)`,
        [now, overdue],
      );
      await this.waking.now(rows.map(({ id }) => id));
    });
    return {};
  }

  @JobType({
    type: 'webhooks.clean_up',
    description: 'Deletes webhook messages, and the log of their attempts, after 30 days.',
    input: nothing,
    output: nothing,
    permission: null,
    cost: 'light',
    timeoutSeconds: 300,
    retry: { attempts: 3 },
  })
  @RunsRegularly({
    name: 'webhooks.clean_up',
    description: 'Webhook messages older than 30 days',
    cron: '40 3 * * *',
  })
  async cleanUp(_input: object, run: JobRun): Promise<Record<string, never>> {
    const before = new Date(this.clock.now().getTime() - keptMs);
    const options = { orderBy: 'at', batchSize, signal: run.signal } as const;
    await deleteInBatches(this.em, WebhookDelivery, { at: { $lt: before } }, options);
    return {};
  }

  /** A batch, which is then due at once. What was sent again and has failed again since `until` is not among them. */
  private async sendAnew({ webhookId, since, until }: RecoverJobInput, limit: number): Promise<number> {
    const now = this.clock.now();
    const { affectedRows } = await this.em.execute<{ affectedRows: number }>(
      `update webhook_deliveries set status = 'pending', failures = 0, due_at = ?, finished_at = null, updated_at = ?
       where id in (
         select id from webhook_deliveries
         where webhook_id = ? and status = 'failed' and at >= ? and finished_at <= ? order by at, id limit ? for update)`,
      [now, now, webhookId, since, until, limit],
      'run',
    );
    return affectedRows;
  }
}
