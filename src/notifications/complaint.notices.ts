import { z } from 'zod';
import { defineNotice } from './notice-kind.js';

const complaint = z.object({
  complaintId: z.uuid(),
  reference: z.string(),
  dueAt: z.iso.datetime(),
});

const sample = {
  complaintId: '019aa000-0000-7000-8000-000000000002',
  reference: 'CP-4M2X7T',
  dueAt: '2026-11-22T12:30:00.000Z',
};

const audience = ['staff'] as const;

export const complaintNotices = {
  'complaint.due_soon': defineNotice({
    ...{ category: 'complaints', audience, facts: complaint, sample },
    description: 'A complaint will miss its target unless it is resolved soon.',
    words: {
      en: {
        subject: 'Complaint {reference} is due on {dueAt, day}, {dueAt, time}',
        title: 'Due soon: {reference}',
        body: 'Complaint {reference} is to be resolved by {dueAt, day}, {dueAt, time}.',
        short: 'Complaint {reference} is due on {dueAt, date} at {dueAt, time}.',
      },
      hi: {
        subject: 'शिकायत {reference} की समय-सीमा {dueAt, day}, {dueAt, time} है',
        title: 'समय-सीमा पास: {reference}',
        body: 'शिकायत {reference} का समाधान {dueAt, day}, {dueAt, time} तक होना है।',
        short: 'शिकायत {reference}: सीमा {dueAt, date}, {dueAt, time}',
      },
    },
  }),
  'complaint.overdue': defineNotice({
    ...{ category: 'complaints', audience, isUrgent: true, facts: complaint, sample },
    description: 'A complaint was not resolved by its target.',
    words: {
      en: {
        subject: 'Complaint {reference} is overdue',
        title: 'Overdue: {reference}',
        body: 'Complaint {reference} was to be resolved by {dueAt, day}, {dueAt, time}, and is not.',
        short: 'Complaint {reference} is overdue since {dueAt, date}, {dueAt, time}.',
      },
      hi: {
        subject: 'शिकायत {reference} की समय-सीमा निकल गई है',
        title: 'समय-सीमा निकली: {reference}',
        body: 'शिकायत {reference} का समाधान {dueAt, day}, {dueAt, time} तक होना था, और नहीं हुआ है।',
        short: 'शिकायत {reference} की सीमा {dueAt, date} को निकल गई',
      },
    },
  }),
};
