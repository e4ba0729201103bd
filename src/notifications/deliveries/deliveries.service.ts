// Brings notifications to people: one attempt at one delivery, and the record of it.
import { Injectable, Logger } from '@nestjs/common';
import { EntityManager, raw } from '@mikro-orm/core';
import type { JobRun } from '#libs/jobs';
import { isSecurityKind, NotificationKindRegistry, type SwitchableChannel } from '#libs/notifications';
import { Clock } from '#libs/time';
import { suppressedDelivery, type DeliveryOutcome, type DeliveryChannel } from '../channels/channel.js';
import { NotificationDelivery, type Notification } from '../notification.entity.js';
import { PreferencesService } from '../preferences/preferences.service.js';
import { WebPushChannel } from '../channels/web-push.channel.js';
import { RecipientsService, type Recipient } from '../recipients.service.js';
import { EmailChannel } from '../channels/email.channel.js';
import { SmsChannel } from '../channels/sms.channel.js';

const open = ['pending', 'held', 'failed'] as const;

@Injectable()
export class DeliveriesService {
  private readonly logger = new Logger('Deliveries');
  private readonly channels: Readonly<Record<SwitchableChannel, DeliveryChannel>>;

  constructor(
    private readonly em: EntityManager,
    private readonly kinds: NotificationKindRegistry,
    private readonly recipients: RecipientsService,
    private readonly preferences: PreferencesService,
    private readonly clock: Clock,
    email: EmailChannel,
    sms: SmsChannel,
    push: WebPushChannel,
  ) {
    this.channels = { email, sms, push };
  }

  /**
   * What was sent is written down when the job ends. Between the two the process may die: then it is sent again, under the same id.
   * @param isLast whether there is no further attempt
   * @throws what may be tried again
   */
  async deliver(id: string, run: JobRun, isLast: boolean): Promise<DeliveryOutcome['status'] | 'done'> {
    const wanted = { id, status: { $in: [...open] } };
    const delivery = await this.em.findOne(NotificationDelivery, wanted, { populate: ['notification'] });
    // Sent already, taken back by its reader, or erased.
    if (!delivery) return 'done';
    try {
      const outcome = await this.attempt(delivery, run.signal);
      run.atTheEnd((em) => this.record(em, id, outcome));
      return outcome.status;
    } catch (error) {
      await this.recordFailure(id, isLast);
      throw error;
    }
  }

  private async attempt(delivery: NotificationDelivery, signal: AbortSignal): Promise<DeliveryOutcome> {
    const { personKind, personId } = delivery;
    const notification = delivery.notification ?? null;
    const recipient = await this.recipients.find({ kind: personKind, id: personId });
    if (!recipient) return suppressedDelivery('no_destination');
    const obstacle = notification && (await this.obstacle(delivery, notification, recipient));
    if (obstacle) return obstacle;
    const channel = this.channels[delivery.channel as SwitchableChannel];
    return channel.deliver({ delivery, notification, recipient, signal });
  }

  /** What has changed since it was planned. */
  private async obstacle(
    { channel }: NotificationDelivery,
    notification: Notification,
    recipient: Recipient,
  ): Promise<DeliveryOutcome | null> {
    const kind = this.kinds.find(notification.kind);
    const isOver = notification.expiresAt != null && notification.expiresAt <= this.clock.now();
    if (!kind || isOver) return suppressedDelivery('outdated');
    if (isSecurityKind(kind)) return null;
    if (!recipient.isActive) return suppressedDelivery('no_destination');
    const { choices } = await this.preferences.preferencesOf(recipient);
    const isOff = choices[notification.kind]?.[channel as SwitchableChannel] === false;
    return isOff ? suppressedDelivery('switched_off') : null;
  }

  private async record(em: EntityManager, id: string, outcome: DeliveryOutcome): Promise<void> {
    const { status, reason = null, transport, destination } = outcome;
    await em.nativeUpdate(
      NotificationDelivery,
      { id, status: { $in: [...open] } },
      {
        status,
        reason,
        attempts: raw('attempts + 1'),
        ...(transport && { transport }),
        ...(destination && { destination }),
        ...(status === 'sent' && { sentAt: this.clock.now() }),
        ...(status !== 'failed' && { address: null }),
      },
    );
  }

  private async recordFailure(id: string, isLast: boolean): Promise<void> {
    const failed = isLast ? ({ status: 'failed' } as const) : {};
    await this.em.nativeUpdate(
      NotificationDelivery,
      { id, status: { $in: [...open] } },
      { attempts: raw('attempts + 1'), reason: 'unreachable', ...failed },
    );
    if (isLast) this.logger.warn({ deliveryId: id }, 'given up');
  }
}
