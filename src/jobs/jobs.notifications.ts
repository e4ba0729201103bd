import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { DomainEvent } from '#libs/events';
import { defineNotificationKind, newNotification, Notifies } from '#libs/notifications';
import { jobEnded, type EndedJobFacts } from './jobs.events.js';

const job = z.object({ jobId: z.uuid(), jobType: z.string() });
const sample = { jobId: '019aa000-0000-7000-8000-000000000003', jobType: 'customers.export' };
const audience = ['customer', 'staff'] as const;

const jobKinds = {
  completed: defineNotificationKind({
    name: 'job.completed',
    category: 'jobs',
    audience,
    isMailed: false,
    facts: job,
    sample,
    description: 'What somebody had asked for is done.',
    templates: {
      en: {
        subject: 'What you asked for is ready',
        title: 'Ready',
        body: 'What you asked for is done, and its result is there to be fetched.',
        short: 'What you asked for is ready.',
      },
      hi: {
        subject: 'आपने जो माँगा था, वह तैयार है',
        title: 'तैयार है',
        body: 'आपने जो माँगा था, वह हो गया है, और उसका परिणाम देखा जा सकता है।',
        short: 'आपने जो माँगा था, वह तैयार है।',
      },
    },
  }),
  failed: defineNotificationKind({
    name: 'job.failed',
    category: 'jobs',
    audience,
    isMailed: false,
    facts: job,
    sample,
    description: 'What somebody had asked for could not be done.',
    templates: {
      en: {
        subject: 'What you asked for could not be done',
        title: 'Not done',
        body: 'What you asked for could not be done. Please try again; if it fails once more, tell us.',
        short: 'What you asked for could not be done. Please try again.',
      },
      hi: {
        subject: 'आपने जो माँगा था, वह नहीं हो सका',
        title: 'नहीं हो सका',
        body: 'आपने जो माँगा था, वह नहीं हो सका। कृपया फिर से कोशिश करें; अगर फिर भी न हो, तो हमें बताएँ।',
        short: 'आपने जो माँगा था, वह नहीं हो सका। फिर कोशिश करें।',
      },
    },
  }),
  cancelled: defineNotificationKind({
    name: 'job.cancelled',
    category: 'jobs',
    audience,
    isMailed: false,
    facts: job,
    sample,
    description: 'What somebody had asked for was cancelled.',
    templates: {
      en: {
        subject: 'What you asked for was cancelled',
        title: 'Cancelled',
        body: 'What you asked for was cancelled before it was done.',
        short: 'What you asked for was cancelled.',
      },
      hi: {
        subject: 'आपने जो माँगा था, वह रद्द हो गया है',
        title: 'रद्द',
        body: 'आपने जो माँगा था, वह पूरा होने से पहले रद्द हो गया है।',
        short: 'आपने जो माँगा था, वह रद्द हो गया है।',
      },
    },
  }),
};

/** Whoever asked for a job is told that it has ended. */
@Injectable()
export class JobsNotifications {
  @Notifies({ listener: 'notifications.job_ended', on: jobEnded, kinds: Object.values(jobKinds) })
  ended({ aggregate, data: { owner, status, jobType } }: DomainEvent<EndedJobFacts>) {
    if (owner.kind === 'system') return null;
    const to = { kind: owner.kind, id: owner.id };
    return newNotification({ kind: jobKinds[status], to, facts: { jobId: aggregate.id, jobType } });
  }
}
