import { Injectable } from '@nestjs/common';
import { JobQueue } from '#libs/jobs';
import type { NotificationDelivery } from '../notification.entity.js';

/** Of `notifications.jobs.ts`. */
export const deliverType = 'notifications.deliver';

const urgentPriority = 8;
const usualPriority = 5;

/** Asks for deliveries to be made, in the caller's transaction. */
@Injectable()
export class DeliveryRequests {
  constructor(private readonly jobs: JobQueue) {}

  async add(
    deliveries: readonly Pick<NotificationDelivery, 'id' | 'notBefore'>[],
    isUrgent = false,
  ): Promise<void> {
    const requests = deliveries.map(({ id, notBefore }) => ({
      type: deliverType,
      input: { deliveryId: id },
      owner: { kind: 'system' as const, id: 'notifications' },
      priority: isUrgent ? urgentPriority : usualPriority,
      runAt: notBefore ?? undefined,
      uniqueKey: `${deliverType}:${id}`,
    }));
    if (requests.length > 0) await this.jobs.enqueueAll(requests);
  }
}
