// Where a mail or text message goes, once it is known to be within the budget of its address.
import { Injectable } from '@nestjs/common';
import { isSecurityKind, NotificationKindRegistry } from '#libs/notifications';
import { contactsOf } from '../recipients.service.js';
import { suppressedDelivery, type DeliveryAttempt, type DeliveryOutcome } from './channel.js';
import { MessageBudget } from './message-budget.js';

@Injectable()
export class WrittenAddress {
  constructor(
    private readonly kinds: NotificationKindRegistry,
    private readonly budget: MessageBudget,
  ) {}

  /** Where they are reached at this moment, unless the delivery says where it goes; null for nowhere. */
  of({ delivery, notification, recipient }: DeliveryAttempt, contact: 'email' | 'phone'): string | null {
    const kind = notification && this.kinds.find(notification.kind);
    return delivery.address ?? contactsOf(recipient, kind?.onlyVerified)[contact];
  }

  /** Counts the message; what stands against sending it, if anything. Not to be called in a transaction. */
  async obstacle({ delivery, notification }: DeliveryAttempt, to: string): Promise<DeliveryOutcome | null> {
    const kind = notification && this.kinds.find(notification.kind);
    const isSecurity = !!kind && isSecurityKind(kind);
    return (await this.budget.admits(delivery, to, isSecurity)) ? null : suppressedDelivery('over_budget');
  }
}
