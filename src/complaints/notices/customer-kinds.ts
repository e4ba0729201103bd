// The words in which customers are told of their complaints.
import { z } from 'zod';
import { defineNotificationKind } from '#libs/notifications';

const complaint = z.object({ complaintId: z.uuid(), reference: z.string() });
const until = complaint.extend({ until: z.iso.datetime() });

const sample = { complaintId: '019aa000-0000-7000-8000-000000000002', reference: 'CP-4M2X7T' };
const sampleUntil = { ...sample, until: '2026-11-22T12:30:00.000Z' };

const shared = { category: 'complaints', audience: ['customer'] } as const;

export const customerKinds = {
  received: defineNotificationKind({
    ...shared,
    name: 'complaint.received',
    facts: until,
    sample: sampleUntil,
    description: 'A complaint was filed.',
    templates: {
      en: {
        subject: 'We have your complaint {reference}',
        title: 'Complaint {reference} received',
        body: 'We have your complaint {reference} and will solve it by {until, date, day}, {until, time, clock}. Photos, the bill and times help: add them to the complaint.',
        short:
          'We have your complaint {reference}. We will solve it by {until, date, shortDay}, {until, time, clock}.',
      },
      hi: {
        subject: 'आपकी शिकायत {reference} हमें मिल गई है',
        title: 'शिकायत {reference} मिल गई',
        body: 'आपकी शिकायत {reference} हमें मिल गई है। हम इसका समाधान {until, date, day}, {until, time, clock} तक करेंगे। फ़ोटो, बिल और समय से मदद मिलती है: उन्हें शिकायत में जोड़ें।',
        short: 'शिकायत {reference} मिली। समाधान {until, date, shortDay} तक होगा।',
      },
    },
  }),
  replied: defineNotificationKind({
    ...shared,
    name: 'complaint.replied',
    facts: complaint,
    sample,
    description: 'We have answered a complaint.',
    templates: {
      en: {
        subject: 'An answer to your complaint {reference}',
        title: 'Answer to {reference}',
        body: 'We have answered your complaint {reference}. Read the answer there, and reply if something is open.',
        short: 'We have answered your complaint {reference}.',
      },
      hi: {
        subject: 'आपकी शिकायत {reference} का जवाब',
        title: '{reference} का जवाब',
        body: 'हमने आपकी शिकायत {reference} का जवाब दिया है। उसे वहाँ पढ़ें, और कुछ बाकी हो तो उत्तर दें।',
        short: 'हमने आपकी शिकायत {reference} का जवाब दिया है।',
      },
    },
  }),
  waiting: defineNotificationKind({
    ...shared,
    name: 'complaint.waiting_for_you',
    facts: until,
    sample: sampleUntil,
    description: 'We need an answer or photos before we can go on with a complaint.',
    templates: {
      en: {
        subject: 'Your complaint {reference} waits for you',
        title: '{reference} waits for you',
        body: 'We need an answer from you to go on with complaint {reference}. Without one we close it after {until, date, day}, {until, time, clock}; you can reopen it then.',
        short: 'Complaint {reference} waits for your answer, until {until, date, shortDay}.',
      },
      hi: {
        subject: 'आपकी शिकायत {reference} आपके जवाब का इंतज़ार कर रही है',
        title: '{reference}: आपका जवाब चाहिए',
        body: 'शिकायत {reference} पर आगे बढ़ने के लिए हमें आपका जवाब चाहिए। जवाब न मिलने पर हम इसे {until, date, day}, {until, time, clock} के बाद बंद कर देंगे; आप इसे फिर से खोल सकेंगे।',
        short: 'शिकायत {reference}: {until, date, shortDay} तक जवाब दें।',
      },
    },
  }),
  resolved: defineNotificationKind({
    ...shared,
    name: 'complaint.resolved',
    facts: until,
    sample: sampleUntil,
    description: 'A complaint was solved; its customer is asked how they found that.',
    templates: {
      en: {
        subject: 'Your complaint {reference} is solved: how did we do?',
        title: '{reference} is solved: how did we do?',
        body: 'Your complaint {reference} is solved. How satisfied are you, from 1 to 5? You can say so in the complaint, and reopen it if it is not solved, until {until, date, day}, {until, time, clock}.',
        short:
          'Complaint {reference} is solved. Rate it from 1 to 5, or reopen it, until {until, date, shortDay}.',
      },
      hi: {
        subject: 'आपकी शिकायत {reference} का समाधान हो गया: आपको कैसा लगा?',
        title: '{reference} का समाधान हुआ: कैसा लगा?',
        body: 'आपकी शिकायत {reference} का समाधान हो गया है। 1 से 5 में आप कितने संतुष्ट हैं? {until, date, day}, {until, time, clock} तक आप शिकायत में बता सकते हैं, और समाधान न हुआ हो तो उसे फिर से खोल सकते हैं।',
        short: 'शिकायत {reference} का समाधान हुआ। 1 से 5 में कैसा लगा?',
      },
    },
  }),
  closed: defineNotificationKind({
    ...shared,
    name: 'complaint.closed',
    facts: until,
    sample: sampleUntil,
    description: 'A complaint was closed because nobody answered us.',
    templates: {
      en: {
        subject: 'Your complaint {reference} is closed',
        title: '{reference} is closed',
        body: 'We have not heard from you for 7 days and have closed complaint {reference}. You can reopen it until {until, date, day}, {until, time, clock}.',
        short: 'Complaint {reference} is closed. You can reopen it until {until, date, shortDay}.',
      },
      hi: {
        subject: 'आपकी शिकायत {reference} बंद कर दी गई है',
        title: '{reference} बंद हुई',
        body: '7 दिन तक आपका जवाब नहीं मिला, इसलिए हमने शिकायत {reference} बंद कर दी है। आप इसे {until, date, day}, {until, time, clock} तक फिर से खोल सकते हैं।',
        short: 'शिकायत {reference} बंद। {until, date, shortDay} तक फिर खोलें।',
      },
    },
  }),
};
