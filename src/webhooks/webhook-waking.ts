// Has a job look at an endpoint, when there is something to send to it. The deliveries are what waits; a job only looks at them, so
// one too many does no harm.
import { Injectable } from '@nestjs/common';
import { JobQueue } from '#libs/jobs';
import { Clock } from '#libs/time';
import { deliverJob } from './webhooks.job-inputs.js';

const owner = { kind: 'system', id: 'webhooks' } as const;

@Injectable()
export class WebhookWaking {
  constructor(
    private readonly jobs: JobQueue,
    private readonly clock: Clock,
  ) {}

  /** In the caller's transaction, in which the deliveries are written already. One job for all that comes before it begins. */
  async now(webhooks: readonly string[]): Promise<void> {
    await this.jobs.enqueueAll(
      // Always in one order: each job is a lock.
      [...webhooks].sort().map((webhookId) => ({
        type: deliverJob,
        input: { webhookId },
        owner,
        debounceKey: webhookId,
      })),
    );
  }

  /** In the caller's transaction. */
  async at(webhookId: string, dueAt: Date): Promise<void> {
    if (dueAt <= this.clock.now()) return this.now([webhookId]);
    // Not debounced: that would put off what is due earlier to what is due later.
    const uniqueKey = `${deliverJob}:${webhookId}:${dueAt.getTime()}`;
    await this.jobs.enqueue({ type: deliverJob, input: { webhookId }, owner, runAt: dueAt, uniqueKey });
  }
}
