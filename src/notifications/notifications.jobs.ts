import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { JobType, RunsRegularly, type JobRun } from '#libs/jobs';
import { DeliveriesService } from './deliveries/deliveries.service.js';
import { deliverType } from './deliveries/delivery-requests.js';
import { DigestsService } from './deliveries/digests.service.js';
import { RetentionService } from './retention.service.js';

/** A mail server that is away for an hour or two loses nothing; what is later than that is no news any more. */
const delaysSeconds = [15, 60, 300, 1_800, 7_200];

@Injectable()
export class NotificationsJobs {
  constructor(
    private readonly deliveries: DeliveriesService,
    private readonly digests: DigestsService,
    private readonly retention: RetentionService,
  ) {}

  @JobType({
    type: deliverType,
    description: 'Sends one notification to one person by one channel.',
    input: z.object({ deliveryId: z.uuid() }),
    output: z.object({ outcome: z.enum(['sent', 'failed', 'suppressed', 'done']) }),
    permission: null,
    cost: 'light',
    retry: { delaysSeconds },
    subject: ({ deliveryId }) => ({ type: 'delivery', id: deliveryId }),
  })
  async deliver({ deliveryId }: { deliveryId: string }, run: JobRun) {
    const isLast = run.attempt > delaysSeconds.length;
    return { outcome: await this.deliveries.deliver(deliveryId, run, isLast) };
  }

  @RunsRegularly({
    name: 'notifications.digests',
    description: 'Sends the digests that are due.',
    cron: '*/15 * * * *',
  })
  @JobType({
    type: 'notifications.send_digests',
    description: 'Makes one mail of what people have left to their digest.',
    input: z.object({}).nullish(),
    output: z.object({ made: z.int() }),
    permission: null,
    cost: 'standard',
    timeoutSeconds: 600,
  })
  async sendDigests(_input: unknown, run: JobRun) {
    return { made: await this.digests.makeDue(run.signal) };
  }

  @RunsRegularly({
    name: 'notifications.retention',
    description: 'Removes notifications that are older than NOTIFICATION_DAYS.',
    cron: '40 3 * * *',
  })
  @JobType({
    type: 'notifications.remove_old',
    description: 'Removes old notifications, and the log of how they were delivered.',
    input: z.object({}).nullish(),
    output: z.object({ removed: z.int() }),
    permission: null,
    cost: 'standard',
    timeoutSeconds: 600,
  })
  async removeOld(_input: unknown, run: JobRun) {
    return { removed: await this.retention.removeOld(run.signal) };
  }
}
