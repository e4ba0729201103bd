import { z } from 'zod';
import { defineNotice } from './notice-kind.js';

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

export const bookingNotices = {
  'booking.created': defineNotice({
    ...{ category: 'bookings', audience, facts: visit, sample },
    description: 'A visit was booked.',
    words: {
      en: {
        subject: 'Your booking {reference}: {startsAt, day}, {startsAt, time}',
        title: 'Booked: {service}',
        body: '{service} is booked for {startsAt, day} at {startsAt, time}, for {totalPaise, rupees}. Your booking is {reference}.',
        short: 'Booked: your visit on {startsAt, date} at {startsAt, time}. Booking {reference}.',
      },
      hi: {
        subject: 'आपकी बुकिंग {reference}: {startsAt, day}, {startsAt, time}',
        title: 'बुकिंग हो गई: {service}',
        body: '{service} की बुकिंग {startsAt, day} को {startsAt, time} के लिए हो गई है, {totalPaise, rupees} में। आपकी बुकिंग का नंबर {reference} है।',
        short: 'बुकिंग {reference} पक्की: {startsAt, date}, {startsAt, time}',
      },
    },
  }),
  'booking.cancelled': defineNotice({
    ...{ category: 'bookings', audience },
    facts: visit.extend({ cancellationFeePaise: z.int() }),
    sample: { ...sample, cancellationFeePaise: 0 },
    description: 'A visit was cancelled.',
    words: {
      en: {
        subject: 'Your booking {reference} is cancelled',
        title: 'Cancelled: {service}',
        body: '{service} on {startsAt, day} at {startsAt, time} (booking {reference}) is cancelled. The cancellation fee is {cancellationFeePaise, rupees}.',
        short: 'Cancelled: your visit on {startsAt, date} at {startsAt, time}. Booking {reference}.',
      },
      hi: {
        subject: 'आपकी बुकिंग {reference} रद्द हो गई है',
        title: 'रद्द: {service}',
        body: '{startsAt, day} को {startsAt, time} की {service} (बुकिंग {reference}) रद्द हो गई है। रद्द करने का शुल्क {cancellationFeePaise, rupees} है।',
        short: 'बुकिंग {reference} रद्द: {startsAt, date}, {startsAt, time}',
      },
    },
  }),
  'booking.reminder': defineNotice({
    ...{ category: 'bookings', audience, facts: visit, sample },
    description: 'A visit is a day, or some hours, ahead.',
    words: {
      en: {
        subject: 'Reminder: {service} on {startsAt, day}, {startsAt, time}',
        title: 'Soon: {service}',
        body: 'We come on {startsAt, day} at {startsAt, time} for {service}. Your booking is {reference}.',
        short: 'Reminder: we come on {startsAt, date} at {startsAt, time}. Booking {reference}.',
      },
      hi: {
        subject: 'याद दिलाना: {service}, {startsAt, day}, {startsAt, time}',
        title: 'जल्द ही: {service}',
        body: 'हम {startsAt, day} को {startsAt, time} {service} के लिए आएँगे। आपकी बुकिंग का नंबर {reference} है।',
        short: 'याद रहे: {startsAt, date}, {startsAt, time} को हम आएँगे। {reference}',
      },
    },
  }),
};
