import type { DeliveryReason, Notification, NotificationDelivery } from '../notification.entity.js';
import type { Recipient } from '../recipients.service.js';

export interface DeliveryOutcome {
  status: 'sent' | 'failed' | 'suppressed';
  reason?: DeliveryReason;
  /** Masked. */
  destination?: string;
  /** Who took it over. */
  transport?: string;
}

export const suppressedDelivery = (reason: DeliveryReason): DeliveryOutcome => ({
  status: 'suppressed',
  reason,
});

/** One attempt to send something. */
export interface DeliveryAttempt {
  delivery: NotificationDelivery;
  /** Null of a digest. */
  notification: Notification | null;
  recipient: Recipient;
  signal: AbortSignal;
}

/** By which something reaches a person outside of the app. What it throws may be tried again; what will never work is an outcome. */
export interface DeliveryChannel {
  deliver(attempt: DeliveryAttempt): Promise<DeliveryOutcome>;
}
