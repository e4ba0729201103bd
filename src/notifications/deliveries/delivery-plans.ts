// By which channels somebody is notified, and when.
import { Injectable } from '@nestjs/common';
import { EntityManager, type RequiredEntityData } from '@mikro-orm/core';
import type { NotificationKind } from '#libs/notifications';
import { newId } from '#libs/orm';
import { Clock } from '#libs/time';
import type { NotificationDelivery, NotificationChannel } from '../notification.entity.js';
import { ofPerson } from '../person.js';
import { isWanted, PreferencesService, type ChannelPreferences } from '../preferences/preferences.service.js';
import { PushSubscription } from '../push/push-subscription.entity.js';
import { nextHour, quietUntil } from '../preferences/quiet-hours.js';
import {
  maskedRecipient,
  contactsOf,
  type Recipient,
  type RecipientContacts,
} from '../recipients.service.js';

export interface PlannedDelivery {
  kind: NotificationKind;
  isUrgent: boolean;
  /** Where it goes instead of where they are reached today. */
  addresses?: RecipientContacts;
}

type Plan = Omit<RequiredEntityData<NotificationDelivery>, 'notification'>;

@Injectable()
export class DeliveryPlans {
  constructor(
    private readonly em: EntityManager,
    private readonly preferences: PreferencesService,
    private readonly clock: Clock,
  ) {}

  async planFor(recipient: Recipient, planned: PlannedDelivery): Promise<Plan[]> {
    const wishes = await this.preferences.preferencesOf(recipient);
    const now = this.clock.now();
    const later = planned.isUrgent ? null : quietUntil(now, wishes.quiet, wishes.timeZone);
    const base = { ...ofPerson(recipient), createdAt: now };
    const held = { status: later ? ('held' as const) : ('pending' as const), notBefore: later };
    const plan = (channel: NotificationChannel, rest: Partial<Plan>): Plan =>
      ({ id: newId(), channel, ...base, ...held, ...rest }) as Plan;

    const plans = [plan('in_app', { status: 'sent', notBefore: null, sentAt: now, transport: 'feed' })];
    for (const { channel, to } of addressesFor(recipient, planned, wishes)) {
      const address = planned.addresses ? { address: to } : {};
      const digested = channel === 'email' && !planned.isUrgent ? this.digested(wishes, now) : {};
      plans.push(plan(channel, { destination: maskedRecipient(to), ...address, ...digested }));
    }
    if (isWanted(planned.kind, wishes.choices[planned.kind.name], 'push'))
      for (const subscription of await this.em.find(PushSubscription, ofPerson(recipient)))
        plans.push(plan('push', { destination: subscription.service, subscription: subscription.id }));
    return plans;
  }

  private digested({ digestHour, timeZone }: ChannelPreferences, now: Date): Partial<Plan> {
    if (digestHour === null) return {};
    return { status: 'digested', notBefore: nextHour(now, digestHour, timeZone) };
  }
}

/** A text message goes to those who want it, and takes the place of a mail where there is no address for one. */
function addressesFor(
  recipient: Recipient,
  { kind, addresses }: PlannedDelivery,
  { choices }: ChannelPreferences,
): { channel: 'email' | 'sms'; to: string }[] {
  const { email, phone } = addresses ?? contactsOf(recipient, kind.onlyVerified);
  const wants = (channel: 'email' | 'sms'): boolean => isWanted(kind, choices[kind.name], channel);
  const bySms = wants('sms') || (wants('email') && (!email || addresses !== undefined));
  return [
    ...(email && wants('email') ? [{ channel: 'email' as const, to: email }] : []),
    ...(phone && bySms ? [{ channel: 'sms' as const, to: phone }] : []),
  ];
}
