import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { DomainEvent } from '#libs/events';
import { newNotification, Notifies } from '#libs/notifications';
import type { Permission } from '../access/roles.js';
import { Booking } from '../bookings/booking.entity.js';
import { Provider } from '../providers/provider.entity.js';
import {
  substituteCompensated,
  substituteHandedOver,
  substituteOffered,
  type CompensationFacts,
  type SubstituteFacts,
} from './dispatch.events.js';
import { dispatchKinds } from './dispatch.notification-kinds.js';
import { SubstituteOffer, SubstituteSearch } from './searches/substitute-search.entity.js';

const listener = 'notifications.dispatch';

/** Of those who move and cancel visits. */
const lookingAfter: Permission = 'bookings.update';

/** That somebody else comes, `booking.reassigned` tells (src/bookings); here is what is asked, and what did not work. */
@Injectable()
export class DispatchNotifications {
  constructor(private readonly em: EntityManager) {}

  /** It wakes: the slot is kept for minutes. Not of one that was answered, or withdrawn, meanwhile. */
  @Notifies({ listener, on: substituteOffered, kinds: [dispatchKinds.offered] })
  async offered({ data }: DomainEvent<SubstituteFacts>) {
    const { id, providerId, startsAt, expiresAt } = data.offer!;
    if ((await this.em.count(SubstituteOffer, { id, status: 'open' })) === 0) return null;
    const { name: provider } = await this.em.findOneOrFail(Provider, { id: providerId });
    const { to, facts } = await this.visit(data);
    const told = { ...facts, provider, startsAt, expiresAt };
    const until = new Date(expiresAt);
    return newNotification({ kind: dispatchKinds.offered, to, facts: told, isUrgent: true, until });
  }

  @Notifies({ listener, on: substituteHandedOver, kinds: [dispatchKinds.handedOver] })
  async handedOver({ data }: DomainEvent<SubstituteFacts>) {
    return newNotification({ kind: dispatchKinds.handedOver, ...(await this.visit(data)) });
  }

  /** Nobody of one that needs nobody any more. */
  @Notifies({
    listener: 'notifications.dispatch_staff',
    on: substituteHandedOver,
    kinds: [dispatchKinds.toLookAfter],
  })
  async toLookAfter({ aggregate: { id }, data }: DomainEvent<SubstituteFacts>) {
    if ((await this.em.count(SubstituteSearch, { id, endedAt: null })) === 0) return null;
    const { facts } = await this.visit(data);
    return newNotification({
      kind: dispatchKinds.toLookAfter,
      to: null,
      orStaffHolding: lookingAfter,
      facts,
    });
  }

  @Notifies({ listener, on: substituteCompensated, kinds: [dispatchKinds.compensated] })
  async compensated({ data }: DomainEvent<CompensationFacts>) {
    const { to, facts } = await this.visit(data);
    const told = { ...facts, amountPaise: data.amountPaise };
    return newNotification({ kind: dispatchKinds.compensated, to, facts: told });
  }

  private async visit({ bookingId, customerId, missedStartsAt }: SubstituteFacts) {
    const populate = ['service'] as const;
    const { reference, service } = await this.em.findOneOrFail(Booking, { id: bookingId }, { populate });
    const facts = { bookingId, reference, service: service.name, missedStartsAt };
    return { to: { kind: 'customer' as const, id: customerId }, facts };
  }
}
