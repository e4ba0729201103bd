import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { z } from 'zod';
import type { DomainEvent } from '#libs/events';
import { defineNotificationKind, newNotification, Notifies } from '#libs/notifications';
import { Service } from '../catalogue/service.entity.js';
import { Booking } from './booking.entity.js';
import {
  bookingCancelled,
  bookingCreated,
  bookingReminderDue,
  type BookingFacts,
  type CancellationFacts,
  type ReminderFacts,
} from './booking.events.js';

const visit = z.object({
  bookingId: z.uuid(),
  reference: z.string(),
  /** Its name in the catalogue. */
  service: z.string(),
  startsAt: z.iso.datetime(),
  totalPaise: z.int(),
});

const sample = {
  bookingId: '019aa000-0000-7000-8000-000000000001',
  reference: 'BK-7F3K9Q',
  service: 'AC service',
  startsAt: '2026-11-22T05:00:00.000Z',
  totalPaise: 1_499_00,
};

const audience = ['customer'] as const;

const bookingKinds = {
  created: defineNotificationKind({
    name: 'booking.created',
    category: 'bookings',
    audience,
    facts: visit,
    sample,
    description: 'A visit was booked.',
    templates: {
      en: {
        subject: 'Your booking {reference}: {startsAt, date, day}, {startsAt, time, clock}',
        title: 'Booked: {service}',
        body: '{service} is booked for {startsAt, date, day} at {startsAt, time, clock}, for {totalPaise, number, rupees}. Your booking is {reference}.',
        short:
          'Booked: your visit on {startsAt, date, shortDay} at {startsAt, time, clock}. Booking {reference}.',
      },
      hi: {
        subject: 'आपकी बुकिंग {reference}: {startsAt, date, day}, {startsAt, time, clock}',
        title: 'बुकिंग हो गई: {service}',
        body: '{service} की बुकिंग {startsAt, date, day} को {startsAt, time, clock} के लिए हो गई है, {totalPaise, number, rupees} में। आपकी बुकिंग का नंबर {reference} है।',
        short: 'बुकिंग {reference} पक्की: {startsAt, date, shortDay}, {startsAt, time, clock}',
      },
    },
  }),
  cancelled: defineNotificationKind({
    name: 'booking.cancelled',
    category: 'bookings',
    audience,
    facts: visit.extend({ cancellationFeePaise: z.int() }),
    sample: { ...sample, cancellationFeePaise: 0 },
    description: 'A visit was cancelled.',
    templates: {
      en: {
        subject: 'Your booking {reference} is cancelled',
        title: 'Cancelled: {service}',
        body: '{service} on {startsAt, date, day} at {startsAt, time, clock} (booking {reference}) is cancelled. The cancellation fee is {cancellationFeePaise, number, rupees}.',
        short:
          'Cancelled: your visit on {startsAt, date, shortDay} at {startsAt, time, clock}. Booking {reference}.',
      },
      hi: {
        subject: 'आपकी बुकिंग {reference} रद्द हो गई है',
        title: 'रद्द: {service}',
        body: '{startsAt, date, day} को {startsAt, time, clock} की {service} (बुकिंग {reference}) रद्द हो गई है। रद्द करने का शुल्क {cancellationFeePaise, number, rupees} है।',
        short: 'बुकिंग {reference} रद्द: {startsAt, date, shortDay}, {startsAt, time, clock}',
      },
    },
  }),
  reminder: defineNotificationKind({
    name: 'booking.reminder',
    category: 'bookings',
    audience,
    facts: visit,
    sample,
    description: 'A visit is a day, or some hours, ahead.',
    templates: {
      en: {
        subject: 'Reminder: {service} on {startsAt, date, day}, {startsAt, time, clock}',
        title: 'Soon: {service}',
        body: 'We come on {startsAt, date, day} at {startsAt, time, clock} for {service}. Your booking is {reference}.',
        short:
          'Reminder: we come on {startsAt, date, shortDay} at {startsAt, time, clock}. Booking {reference}.',
      },
      hi: {
        subject: 'याद दिलाना: {service}, {startsAt, date, day}, {startsAt, time, clock}',
        title: 'जल्द ही: {service}',
        body: 'हम {startsAt, date, day} को {startsAt, time, clock} {service} के लिए आएँगे। आपकी बुकिंग का नंबर {reference} है।',
        short: 'याद रहे: {startsAt, date, shortDay}, {startsAt, time, clock} हम आएँगे। {reference}',
      },
    },
  }),
};

const listener = 'notifications.bookings';

/** What customers are told of their visits. */
@Injectable()
export class BookingsNotifications {
  constructor(private readonly em: EntityManager) {}

  @Notifies({ listener, on: bookingCreated, kinds: [bookingKinds.created] })
  async created(event: DomainEvent<BookingFacts>) {
    return newNotification({ kind: bookingKinds.created, ...(await this.visit(event)) });
  }

  @Notifies({ listener, on: bookingCancelled, kinds: [bookingKinds.cancelled] })
  async cancelled(event: DomainEvent<CancellationFacts>) {
    const { to, facts } = await this.visit(event);
    const { cancellationFeePaise } = event.data;
    return newNotification({ kind: bookingKinds.cancelled, to, facts: { ...facts, cancellationFeePaise } });
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
