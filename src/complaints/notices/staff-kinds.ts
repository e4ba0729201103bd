// The words in which staff are told of complaints.
import { z } from 'zod';
import { defineNotificationKind } from '#libs/notifications';

const shared = {
  category: 'complaints',
  audience: ['staff'],
  facts: z.object({ complaintId: z.uuid(), reference: z.string() }),
  sample: { complaintId: '019aa000-0000-7000-8000-000000000002', reference: 'CP-4M2X7T' },
} as const;

export const staffKinds = {
  customerReplied: defineNotificationKind({
    ...shared,
    name: 'complaint.customer_replied',
    description: 'A customer has added to a complaint that somebody works on.',
    templates: {
      en: {
        subject: 'The customer has replied: complaint {reference}',
        title: 'Reply to {reference}',
        body: 'The customer has added an update to complaint {reference}.',
        short: 'The customer has replied to complaint {reference}.',
      },
      hi: {
        subject: 'ग्राहक ने जवाब दिया: शिकायत {reference}',
        title: '{reference} पर जवाब',
        body: 'ग्राहक ने शिकायत {reference} में कुछ जोड़ा है।',
        short: 'शिकायत {reference} पर ग्राहक का जवाब आया है।',
      },
    },
  }),
  escalated: defineNotificationKind({
    ...shared,
    name: 'complaint.escalated',
    isUrgent: true,
    description: 'A complaint was passed one level up.',
    templates: {
      en: {
        subject: 'Complaint {reference} was escalated',
        title: 'Escalated: {reference}',
        body: 'Complaint {reference} was passed one level up and needs somebody who decides.',
        short: 'Complaint {reference} was escalated.',
      },
      hi: {
        subject: 'शिकायत {reference} ऊपर भेजी गई है',
        title: 'ऊपर भेजी गई: {reference}',
        body: 'शिकायत {reference} एक स्तर ऊपर भेजी गई है, और उस पर निर्णय लेने वाला चाहिए।',
        short: 'शिकायत {reference} ऊपर भेजी गई है।',
      },
    },
  }),
  reopened: defineNotificationKind({
    ...shared,
    name: 'complaint.reopened',
    description: 'A complaint that was solved or closed is back on the desk.',
    templates: {
      en: {
        subject: 'Complaint {reference} was reopened',
        title: 'Reopened: {reference}',
        body: 'Complaint {reference} was reopened and is back on the desk.',
        short: 'Complaint {reference} was reopened.',
      },
      hi: {
        subject: 'शिकायत {reference} फिर से खोली गई है',
        title: 'फिर से खुली: {reference}',
        body: 'शिकायत {reference} फिर से खोली गई है, और उस पर फिर काम करना है।',
        short: 'शिकायत {reference} फिर से खोली गई है।',
      },
    },
  }),
};
