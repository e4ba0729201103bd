// The words in which customers are told of their visits.
import { z } from 'zod';
import { defineNotificationKind } from '#libs/notifications';

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

export const bookingKinds = {
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
  seriesCreated: defineNotificationKind({
    name: 'booking_series.created',
    category: 'bookings',
    audience,
    facts: z.object({
      seriesId: z.uuid(),
      service: z.string(),
      visits: z.int(),
      startsAt: z.iso.datetime(),
      totalPaise: z.int(),
    }),
    sample: {
      seriesId: '019aa000-0000-7000-8000-000000000002',
      service: 'Bathroom cleaning',
      visits: 8,
      startsAt: '2026-11-22T05:00:00.000Z',
      totalPaise: 5_654_56,
    },
    description: 'Several visits were booked that come again.',
    templates: {
      en: {
        subject: 'Booked: {visits, number, count} visits for {service}',
        title: 'Booked: {service}, {visits, number, count} times',
        body: '{service} is booked {visits, number, count} times, for the first time on {startsAt, date, day} at {startsAt, time, clock}, for {totalPaise, number, rupees} in all.',
        short:
          'Booked: {visits, number, count} visits, the first on {startsAt, date, shortDay} at {startsAt, time, clock}.',
      },
      hi: {
        subject: 'बुकिंग हो गई: {service}, {visits, number, count} बार',
        title: 'बुकिंग हो गई: {service}, {visits, number, count} बार',
        body: '{service} की {visits, number, count} बार की बुकिंग हो गई है, पहली {startsAt, date, day} को {startsAt, time, clock} पर, कुल {totalPaise, number, rupees} में।',
        short: '{visits, number, count} बुकिंग पक्की, पहली {startsAt, date, shortDay}, {startsAt, time, clock}',
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
  rescheduled: defineNotificationKind({
    name: 'booking.rescheduled',
    category: 'bookings',
    audience,
    facts: visit.extend({ previousStartsAt: z.iso.datetime(), feePaise: z.int() }),
    sample: { ...sample, previousStartsAt: '2026-11-21T05:00:00.000Z', feePaise: 0 },
    description: 'A visit was given another time.',
    templates: {
      en: {
        subject: 'Your booking {reference} is now on {startsAt, date, day}, {startsAt, time, clock}',
        title: 'Moved: {service}',
        body: '{service} (booking {reference}) is moved from {previousStartsAt, date, day} at {previousStartsAt, time, clock} to {startsAt, date, day} at {startsAt, time, clock}, for {totalPaise, number, rupees}. Moving costs {feePaise, number, rupees}.',
        short:
          'Moved: your visit is now on {startsAt, date, shortDay} at {startsAt, time, clock}. Booking {reference}.',
      },
      hi: {
        subject: 'आपकी बुकिंग {reference} अब {startsAt, date, day}, {startsAt, time, clock} को है',
        title: 'समय बदला: {service}',
        body: '{service} (बुकिंग {reference}) {previousStartsAt, date, day}, {previousStartsAt, time, clock} से बदलकर {startsAt, date, day}, {startsAt, time, clock} को हो गई है, {totalPaise, number, rupees} में। समय बदलने का शुल्क {feePaise, number, rupees} है।',
        short: 'बुकिंग {reference} अब {startsAt, date, shortDay}, {startsAt, time, clock}',
      },
    },
  }),
  enRoute: defineNotificationKind({
    name: 'booking.en_route',
    category: 'bookings',
    audience,
    facts: visit.extend({ provider: z.string(), startCode: z.string() }),
    sample: { ...sample, provider: 'Ramesh Kumar', startCode: '4821' },
    description: 'The professional has set out.',
    templates: {
      en: {
        subject: '{provider} is on the way: booking {reference}',
        title: 'On the way: {service}',
        body: '{provider} is on the way to you for {service} at {startsAt, time, clock} (booking {reference}). Tell the start code {startCode} when they stand at your door, and not before.',
        short: 'On the way to you. Start code {startCode}. Booking {reference}.',
      },
      hi: {
        subject: '{provider} रास्ते में हैं: बुकिंग {reference}',
        title: 'रास्ते में: {service}',
        body: '{provider} {startsAt, time, clock} की {service} के लिए आपके यहाँ आ रहे हैं (बुकिंग {reference})। जब वे दरवाज़े पर हों, तभी स्टार्ट कोड {startCode} बताएँ।',
        short: 'रास्ते में। कोड {startCode}। {reference}',
      },
    },
  }),
  reassigned: defineNotificationKind({
    name: 'booking.reassigned',
    category: 'bookings',
    audience,
    facts: visit.extend({ provider: z.string() }),
    sample: { ...sample, provider: 'Ramesh Kumar' },
    description: 'Another professional comes than the one who was booked.',
    templates: {
      en: {
        subject: '{provider} comes to your visit: booking {reference}',
        title: 'Another professional: {service}',
        body: 'The professional you booked cannot come. {provider} comes for {service} on {startsAt, date, day} at {startsAt, time, clock} instead (booking {reference}). The price stays {totalPaise, number, rupees}.',
        short:
          'Another professional comes on {startsAt, date, shortDay} at {startsAt, time, clock}. Booking {reference}.',
      },
      hi: {
        subject: 'आपकी विज़िट पर {provider} आएँगे: बुकिंग {reference}',
        title: 'दूसरे प्रोफ़ेशनल: {service}',
        body: 'जिन प्रोफ़ेशनल की बुकिंग थी, वे नहीं आ सकते। {service} के लिए {startsAt, date, day} को {startsAt, time, clock} पर {provider} आएँगे (बुकिंग {reference})। कीमत वही रहेगी: {totalPaise, number, rupees}।',
        short: 'दूसरे प्रोफ़ेशनल: {startsAt, date, shortDay}, {startsAt, time, clock}। {reference}',
      },
    },
  }),
  completed: defineNotificationKind({
    name: 'booking.completed',
    category: 'bookings',
    audience,
    facts: visit,
    sample,
    description: 'The work of a visit is done.',
    templates: {
      en: {
        subject: 'Done: {service}, booking {reference}',
        title: 'Done: {service}',
        body: '{service} (booking {reference}) is done. The price is {totalPaise, number, rupees}.',
        short: 'Done: booking {reference}, {totalPaise, number, rupees}.',
      },
      hi: {
        subject: 'काम पूरा हुआ: {service}, बुकिंग {reference}',
        title: 'काम पूरा: {service}',
        body: '{service} (बुकिंग {reference}) का काम पूरा हो गया है। कीमत {totalPaise, number, rupees} है।',
        short: 'काम पूरा: बुकिंग {reference}, {totalPaise, number, rupees}',
      },
    },
  }),
  noShow: defineNotificationKind({
    name: 'booking.no_show',
    category: 'bookings',
    audience,
    facts: visit,
    sample,
    description: 'The professional was there, and nobody opened.',
    templates: {
      en: {
        subject: 'We could not reach you: booking {reference}',
        title: 'Nobody opened: {service}',
        body: 'The professional came on {startsAt, date, day} at {startsAt, time, clock} for {service} (booking {reference}), waited 15 minutes and could not reach you. If that is not so, please tell us.',
        short: 'We came at {startsAt, time, clock} and could not reach you. Booking {reference}.',
      },
      hi: {
        subject: 'हम आपसे मिल नहीं पाए: बुकिंग {reference}',
        title: 'कोई नहीं मिला: {service}',
        body: '{startsAt, date, day} को {startsAt, time, clock} पर {service} के लिए हमारे कारीगर आए (बुकिंग {reference}), 15 मिनट रुके, पर आपसे संपर्क नहीं हुआ। अगर ऐसा नहीं है, तो हमें बताइए।',
        short: '{startsAt, time, clock} पर हम आए, आप नहीं मिले। {reference}',
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
