import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { deleteInBatches } from '#libs/orm';
import { Clock, dayMs } from '#libs/time';
import { Settings } from '../config/settings.js';
import { Notification, NotificationDigest } from './notification.entity.js';

@Injectable()
export class RetentionService {
  constructor(
    private readonly em: EntityManager,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /** Deliveries go with what they delivered. @returns how many notifications and digests were removed */
  async removeOld(signal: AbortSignal): Promise<number> {
    const before = new Date(this.clock.now().getTime() - this.settings.NOTIFICATION_DAYS * dayMs);
    const isOld = { createdAt: { $lt: before } };
    const options = { orderBy: 'createdAt', signal } as const;
    const notices = await deleteInBatches(this.em, Notification, isOld, options);
    return notices + (await deleteInBatches(this.em, NotificationDigest, isOld, options));
  }
}
