// The words in which people are told of visits that nobody comes to.
import { z } from 'zod';
import { defineNotificationKind } from '#libs/notifications';

const visit = z.object({
  bookingId: z.uuid(),
  reference: z.string(),
  /** Its name in the catalogue. */
  service: z.string(),
  /** When it was to begin. */
  missedStartsAt: z.iso.datetime(),
});

const sample = {
  bookingId: '019aa000-0000-7000-8000-000000000001',
  reference: 'BK-7F3K9Q',
  service: 'AC service',
  missedStartsAt: '2026-11-22T05:00:00.000Z',
};

export const dispatchKinds = {
  offered: defineNotificationKind({
    name: 'substitute.offered',
    category: 'bookings',
    audience: ['customer'] as const,
    facts: visit.extend({
      provider: z.string(),
      startsAt: z.iso.datetime(),
      expiresAt: z.iso.datetime(),
    }),
    sample: {
      ...sample,
      provider: 'Ramesh Kumar',
      startsAt: '2026-11-22T07:00:00.000Z',
      expiresAt: '2026-11-21T05:30:00.000Z',
    },
    description: 'The professional cannot come, and another one or another time is offered.',
    templates: {
      en: {
        subject: 'Your professional cannot come: an offer for {reference}',
        title: 'An offer: {provider}, {startsAt, date, shortDay}, {startsAt, time, clock}',
        body: 'We are sorry: the professional for {service} on {missedStartsAt, date, day} at {missedStartsAt, time, clock} cannot come. {provider} could come on {startsAt, date, day} at {startsAt, time, clock}, at the same price. We keep this until {expiresAt, time, clock}: say yes or no in the app (booking {reference}). Cancelling costs nothing.',
        short:
          'We are sorry. New offer: {startsAt, date, shortDay}, {startsAt, time, clock}. Answer by {expiresAt, time, clock}. Booking {reference}.',
      },
      hi: {
        subject: 'आपके प्रोफ़ेशनल नहीं आ सकते: {reference} के लिए प्रस्ताव',
        title: 'प्रस्ताव: {provider}, {startsAt, date, shortDay}, {startsAt, time, clock}',
        body: 'हमें खेद है: {missedStartsAt, date, day} को {missedStartsAt, time, clock} की {service} के प्रोफ़ेशनल नहीं आ सकते। {provider} {startsAt, date, day} को {startsAt, time, clock} पर उसी कीमत में आ सकते हैं। यह समय {expiresAt, time, clock} तक आपके लिए रखा है: ऐप में हाँ या ना बताएँ (बुकिंग {reference})। रद्द करने का कोई शुल्क नहीं है।',
        short: 'नया समय: {startsAt, date, shortDay}, {startsAt, time, clock}? {reference}',
      },
    },
  }),
  handedOver: defineNotificationKind({
    name: 'substitute.handed_over',
    category: 'bookings',
    audience: ['customer'] as const,
    facts: visit,
    sample,
    description: 'No substitute was found; a person looks after the visit.',
    templates: {
      en: {
        subject: 'We have nobody for your visit yet: booking {reference}',
        title: 'We look after it: {service}',
        body: 'We are sorry: we have found nobody for {service} on {missedStartsAt, date, day} at {missedStartsAt, time, clock} (booking {reference}). A colleague looks after it and gets in touch. You can cancel or move the visit without a fee.',
        short: 'We are sorry: nobody found yet. A colleague gets in touch. No fee. Booking {reference}.',
      },
      hi: {
        subject: 'आपकी विज़िट के लिए अभी कोई नहीं मिला: बुकिंग {reference}',
        title: 'हम देख रहे हैं: {service}',
        body: 'हमें खेद है: {missedStartsAt, date, day} को {missedStartsAt, time, clock} की {service} के लिए कोई नहीं मिला (बुकिंग {reference})। हमारे सहयोगी आपसे संपर्क करेंगे। आप बिना शुल्क रद्द कर सकते हैं या समय बदल सकते हैं।',
        short: 'खेद है, कोई नहीं मिला। हम संपर्क करेंगे। {reference}',
      },
    },
  }),
  toLookAfter: defineNotificationKind({
    name: 'substitute.to_look_after',
    category: 'bookings',
    audience: ['staff'] as const,
    facts: visit,
    sample,
    description: 'A visit has nobody, and a person has to look after it.',
    templates: {
      en: {
        subject: 'Nobody comes: {reference}, {missedStartsAt, date, day}, {missedStartsAt, time, clock}',
        title: 'Nobody comes: {reference}',
        body: 'No substitute was found for {service} on {missedStartsAt, date, day} at {missedStartsAt, time, clock}. The booking is {reference}; its customer was told that somebody gets in touch.',
        short: 'Nobody comes: {reference}, {missedStartsAt, date, shortDay}, {missedStartsAt, time, clock}.',
      },
      hi: {
        subject: 'कोई नहीं आ रहा: {reference}, {missedStartsAt, date, day}, {missedStartsAt, time, clock}',
        title: 'कोई नहीं आ रहा: {reference}',
        body: '{missedStartsAt, date, day} को {missedStartsAt, time, clock} की {service} के लिए कोई नहीं मिला। बुकिंग {reference} है; ग्राहक को बताया गया है कि हम संपर्क करेंगे।',
        short: 'कोई नहीं आ रहा: {reference}, {missedStartsAt, date, shortDay}, {missedStartsAt, time, clock}',
      },
    },
  }),
  compensated: defineNotificationKind({
    name: 'substitute.compensated',
    category: 'bookings',
    audience: ['customer'] as const,
    facts: visit.extend({ amountPaise: z.int() }),
    sample: { ...sample, amountPaise: 200_00 },
    description: 'The same visit failed twice, and there is a credit.',
    templates: {
      en: {
        subject: 'A credit of {amountPaise, number, rupees}: booking {reference}',
        title: 'A credit of {amountPaise, number, rupees}',
        body: 'Your visit for {service} (booking {reference}) has failed twice because of us. We are sorry: you have a credit of {amountPaise, number, rupees}, which your next bill uses.',
        short: 'We are sorry: you have a credit of {amountPaise, number, rupees}. Booking {reference}.',
      },
      hi: {
        subject: '{amountPaise, number, rupees} का क्रेडिट: बुकिंग {reference}',
        title: '{amountPaise, number, rupees} का क्रेडिट',
        body: 'आपकी {service} (बुकिंग {reference}) हमारी वजह से दो बार नहीं हो पाई। हमें खेद है: आपको {amountPaise, number, rupees} का क्रेडिट मिला है, जो अगले बिल में लगेगा।',
        short: 'खेद है: {amountPaise, number, rupees} क्रेडिट। {reference}',
      },
    },
  }),
};
