import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { DomainEvent } from '#libs/events';
import { defineNotificationKind, newNotification, Notifies } from '#libs/notifications';
import type { Permission } from '../access/roles.js';
import {
  incidentAnswered,
  incidentOffered,
  type AnsweredFacts,
  type IncidentFacts,
} from './incident.events.js';

const answeredKind = defineNotificationKind({
  name: 'incident.answered',
  category: 'complaints',
  audience: ['customer'] as const,
  facts: z.object({ complaintId: z.uuid(), reference: z.string() }),
  sample: { complaintId: '019aa000-0000-7000-8000-000000000002', reference: 'CP-4M2X7T' },
  description: 'There is an answer to a complaint that others have as well.',
  templates: {
    en: {
      subject: 'There is an answer to your complaint {reference}',
      title: 'Answer: {reference}',
      body: 'You are not the only one whom this has hit. We have written what happened and what we do about it under your complaint {reference}.',
      short: 'There is an answer to your complaint {reference}.',
    },
    hi: {
      subject: 'आपकी शिकायत {reference} का जवाब आ गया है',
      title: 'जवाब: {reference}',
      body: 'यह परेशानी सिर्फ़ आपको नहीं हुई। क्या हुआ और हम क्या कर रहे हैं, यह आपकी शिकायत {reference} में लिखा है।',
      short: 'शिकायत {reference} का जवाब आ गया है',
    },
  },
});

const offeredKind = defineNotificationKind({
  name: 'incident.offered',
  category: 'complaints',
  audience: ['staff'] as const,
  facts: z.object({ incidentId: z.uuid(), reference: z.string() }),
  sample: { incidentId: '019aa000-0000-7000-8000-000000000007', reference: 'IN-4M2X7T' },
  description: 'Complaints of several customers seem to have one cause.',
  templates: {
    en: {
      subject: 'Several complaints seem to have one cause: {reference}',
      title: 'One cause? {reference}',
      body: 'Several customers complain of what seems to be one cause. Look at incident {reference}, and take it up or dismiss it.',
      short: 'Incident {reference}: several complaints seem to have one cause.',
    },
    hi: {
      subject: 'कई शिकायतों की वजह एक लगती है: {reference}',
      title: 'एक ही वजह? {reference}',
      body: 'कई ग्राहकों की शिकायत की वजह एक लगती है। घटना {reference} देखें, और उसे स्वीकारें या ख़ारिज करें।',
      short: 'घटना {reference}: कई शिकायतें, एक वजह',
    },
  },
});

const listener = 'notifications.incidents';
/** Of those who give complaints to somebody. */
const deciding: Permission = 'complaints.assign';

@Injectable()
export class IncidentsNotifications {
  @Notifies({ listener, on: incidentAnswered, kinds: [answeredKind] })
  answered({ data }: DomainEvent<AnsweredFacts>) {
    const { customerId, complaintId, complaintReference: reference } = data;
    const to = { kind: 'customer' as const, id: customerId };
    return newNotification({ kind: answeredKind, to, facts: { complaintId, reference } });
  }

  @Notifies({ listener, on: incidentOffered, kinds: [offeredKind] })
  offered({ aggregate, data: { reference } }: DomainEvent<IncidentFacts>) {
    const facts = { incidentId: aggregate.id, reference };
    return newNotification({ kind: offeredKind, to: null, orStaffHolding: deciding, facts });
  }
}
