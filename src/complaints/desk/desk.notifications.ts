import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { z } from 'zod';
import type { DomainEvent } from '#libs/events';
import { defineNotificationKind, newNotification, Notifies } from '#libs/notifications';
import { Complaint } from '../complaint.entity.js';
import { complaintMentioned, complaintMerged, type ComplaintFacts } from '../complaint.events.js';

const sample = { complaintId: '019aa000-0000-7000-8000-000000000002', reference: 'CP-4M2X7T' };

const mergedKind = defineNotificationKind({
  name: 'complaint.merged',
  category: 'complaints',
  audience: ['customer'] as const,
  facts: z.object({ complaintId: z.uuid(), reference: z.string(), intoReference: z.string() }),
  sample: { ...sample, intoReference: 'CP-9K2M7T' },
  description: 'A complaint is handled together with another one.',
  templates: {
    en: {
      subject: 'Your complaint {reference} is handled together with {intoReference}',
      title: 'Handled together: {reference}',
      body: 'Your complaint {reference} is about the same thing as {intoReference}. We handle both together, under {intoReference}.',
      short: 'Your complaint {reference} is handled together with {intoReference}.',
    },
    hi: {
      subject: 'आपकी शिकायत {reference} को {intoReference} के साथ देखा जा रहा है',
      title: 'एक साथ: {reference}',
      body: 'आपकी शिकायत {reference} और {intoReference} एक ही बात की हैं। हम दोनों को {intoReference} के तहत एक साथ देखेंगे।',
      short: 'शिकायत {reference} को {intoReference} के साथ देखा जा रहा है।',
    },
  },
});

const mentionedKind = defineNotificationKind({
  name: 'complaint.mentioned',
  category: 'complaints',
  audience: ['staff'] as const,
  facts: z.object({ complaintId: z.uuid(), reference: z.string(), updateId: z.uuid() }),
  sample: { ...sample, updateId: '019aa000-0000-7000-8000-000000000003' },
  description: 'A colleague asks somebody to look at a complaint.',
  templates: {
    en: {
      subject: 'You are mentioned at complaint {reference}',
      title: 'You are mentioned: {reference}',
      body: 'A colleague asks you to look at a note on complaint {reference}.',
      short: 'You are mentioned at complaint {reference}.',
    },
    hi: {
      subject: 'शिकायत {reference} में आपका उल्लेख हुआ है',
      title: 'आपका उल्लेख: {reference}',
      body: 'एक सहकर्मी ने आपसे शिकायत {reference} पर लिखा एक नोट देखने को कहा है।',
      short: 'शिकायत {reference} में आपका उल्लेख हुआ है।',
    },
  },
});

interface Mentioned {
  reference: string;
  updateId: string;
  staffId: string;
}
type Merged = ComplaintFacts & { intoReference: string };

const listener = 'notifications.complaint_desk';

/** Of a merger its customer is told once, of a mention whoever is meant. */
@Injectable()
export class DeskNotifications {
  constructor(private readonly em: EntityManager) {}

  /** Nobody of one that was taken off again meanwhile. */
  @Notifies({ listener, on: complaintMerged, kinds: [mergedKind] })
  async merged({ aggregate: { id }, data }: DomainEvent<Merged>) {
    const complaint = await this.em.findOne(Complaint, { id, status: 'merged' });
    if (!complaint) return null;
    const to = { kind: 'customer', id: complaint.customer } as const;
    const { reference, intoReference } = data;
    return newNotification({ kind: mergedKind, to, facts: { complaintId: id, reference, intoReference } });
  }

  @Notifies({ listener, on: complaintMentioned, kinds: [mentionedKind] })
  mentioned({ aggregate: { id }, data: { reference, updateId, staffId } }: DomainEvent<Mentioned>) {
    const to = { kind: 'staff', id: staffId } as const;
    return newNotification({ kind: mentionedKind, to, facts: { complaintId: id, reference, updateId } });
  }
}
