import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { DomainEvent } from '#libs/events';
import { newNotification, Notifies } from '#libs/notifications';
import { Service } from '../catalogue/service.entity.js';
import { Provider } from '../providers/provider.entity.js';
import { SeriesVisit } from './series/booking-series.entity.js';
import { bookingSeriesCreated, type SeriesFacts } from './series/series.events.js';
import { StartCodes } from './lifecycle/start-codes.js';
import { Booking } from './booking.entity.js';
import { bookingKinds } from './booking.notification-kinds.js';
import {
  bookingCancelled,
  bookingCompleted,
  bookingCreated,
  bookingEnRoute,
  bookingNoShow,
  bookingReassigned,
  bookingReminderDue,
  bookingRescheduled,
  type BookingFacts,
  type CancellationFacts,
  type ReassignmentFacts,
  type ReminderFacts,
  type ReschedulingFacts,
  type StepFacts,
} from './booking.events.js';

const listener = 'notifications.bookings';

/** What customers are told of their visits. */
@Injectable()
export class BookingsNotifications {
  constructor(
    private readonly em: EntityManager,
    private readonly codes: StartCodes,
  ) {}

  /** One visit. Of a series its customer is told once, and not of every visit. */
  @Notifies({ listener, on: bookingCreated, kinds: [bookingKinds.created] })
  async created(event: DomainEvent<BookingFacts>) {
    if ((await this.em.count(SeriesVisit, { booking: event.aggregate.id })) > 0) return null;
    return newNotification({ kind: bookingKinds.created, ...(await this.visit(event)) });
  }

  @Notifies({ listener, on: bookingSeriesCreated, kinds: [bookingKinds.seriesCreated] })
  async seriesCreated({ aggregate, data }: DomainEvent<SeriesFacts>) {
    const { customerId, serviceId, bookingIds, firstStartsAt: startsAt, totalPaise } = data;
    const { name: service } = await this.em.findOneOrFail(Service, { id: serviceId });
    const facts = { seriesId: aggregate.id, service, visits: bookingIds.length, startsAt, totalPaise };
    const to = { kind: 'customer' as const, id: customerId };
    return newNotification({ kind: bookingKinds.seriesCreated, to, facts });
  }

  @Notifies({ listener, on: bookingCancelled, kinds: [bookingKinds.cancelled] })
  async cancelled(event: DomainEvent<CancellationFacts>) {
    const { to, facts } = await this.visit(event);
    const { cancellationFeePaise } = event.data;
    return newNotification({ kind: bookingKinds.cancelled, to, facts: { ...facts, cancellationFeePaise } });
  }

  @Notifies({ listener, on: bookingRescheduled, kinds: [bookingKinds.rescheduled] })
  async rescheduled(event: DomainEvent<ReschedulingFacts>) {
    const { to, facts } = await this.visit(event);
    const { previousStartsAt, feePaise } = event.data;
    const told = { ...facts, previousStartsAt, feePaise };
    return newNotification({ kind: bookingKinds.rescheduled, to, facts: told });
  }

  /** Once, whoever has sent somebody else. What is over before it is read is worth nothing. */
  @Notifies({ listener, on: bookingReassigned, kinds: [bookingKinds.reassigned] })
  async reassigned(event: DomainEvent<ReassignmentFacts>) {
    const { to, facts } = await this.visit(event);
    const { name } = await this.em.findOneOrFail(Provider, { id: event.data.providerId });
    const told = { ...facts, provider: name };
    const until = new Date(event.data.startsAt);
    return newNotification({ kind: bookingKinds.reassigned, to, facts: told, isUrgent: true, until });
  }

  /** Somebody has to open soon: it wakes, and is worth nothing once the visit should be over. */
  @Notifies({ listener, on: bookingEnRoute, kinds: [bookingKinds.enRoute] })
  async enRoute(event: DomainEvent<StepFacts>) {
    const { to, facts } = await this.visit(event);
    const startsAt = new Date(event.data.startsAt);
    const { name } = await this.em.findOneOrFail(Provider, { id: event.data.providerId });
    const startCode = this.codes.codeOf({ id: event.aggregate.id, startsAt });
    const told = { ...facts, provider: name, startCode };
    const until = new Date(event.data.endsAt);
    return newNotification({ kind: bookingKinds.enRoute, to, facts: told, isUrgent: true, until });
  }

  @Notifies({ listener, on: bookingCompleted, kinds: [bookingKinds.completed] })
  async completed(event: DomainEvent<StepFacts>) {
    return newNotification({ kind: bookingKinds.completed, ...(await this.visit(event)) });
  }

  @Notifies({ listener, on: bookingNoShow, kinds: [bookingKinds.noShow] })
  async noShow(event: DomainEvent<StepFacts>) {
    return newNotification({ kind: bookingKinds.noShow, ...(await this.visit(event)) });
  }

  /** Unless it has been cancelled since, or moved. Of the second one somebody is woken: they have to let us in. */
  @Notifies({ listener, on: bookingReminderDue, kinds: [bookingKinds.reminder] })
  async reminder(event: DomainEvent<ReminderFacts>) {
    const { status, ahead } = event.data;
    const startsAt = new Date(event.data.startsAt);
    const stillSo = { id: event.aggregate.id, status: status as Booking['status'], startsAt };
    if ((await this.em.count(Booking, stillSo)) === 0) return null;
    const visit = await this.visit(event);
    const isUrgent = ahead === 'hours';
    return newNotification({ kind: bookingKinds.reminder, ...visit, isUrgent, until: startsAt });
  }

  private async visit({ aggregate, data }: DomainEvent<BookingFacts>) {
    const { customerId, serviceId, reference, startsAt, totalPaise } = data;
    const { name } = await this.em.findOneOrFail(Service, { id: serviceId });
    const facts = { bookingId: aggregate.id, reference, service: name, startsAt, totalPaise };
    return { to: { kind: 'customer' as const, id: customerId }, facts };
  }
}
