import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { z } from 'zod';
import type { DomainEvent } from '#libs/events';
import { defineNotificationKind, newNotification, Notifies } from '#libs/notifications';
import type { Permission } from '../access/roles.js';
import { callbackRequested, type CallbackFacts } from './callback.events.js';
import { CallbackRequest } from './callback-request.entity.js';

const callback = z.object({
  callbackId: z.uuid(),
  reference: z.string(),
  /** When it is to be made: from then on, or, where any time suits, since then. */
  callFrom: z.iso.datetime(),
});

const requestedKind = defineNotificationKind({
  name: 'callback.requested',
  category: 'callbacks',
  audience: ['staff'] as const,
  facts: callback,
  sample: {
    callbackId: '019aa000-0000-7000-8000-000000000004',
    reference: 'CB-7K3M9Q',
    callFrom: '2026-11-22T05:00:00.000Z',
  },
  description: 'A customer wishes to be called.',
  templates: {
    en: {
      subject: 'Call a customer: {reference}, from {callFrom, date, day}, {callFrom, time, clock}',
      title: 'Call a customer: {reference}',
      body: 'A customer waits for a call from {callFrom, date, day}, {callFrom, time, clock} on. The request is {reference}.',
      short: 'Call {reference}: from {callFrom, date, shortDay}, {callFrom, time, clock} on.',
    },
    hi: {
      subject: 'ग्राहक को फ़ोन करें: {reference}, {callFrom, date, day}, {callFrom, time, clock} से',
      title: 'ग्राहक को फ़ोन करें: {reference}',
      body: 'एक ग्राहक {callFrom, date, day}, {callFrom, time, clock} से फ़ोन का इंतज़ार करेंगे। अनुरोध {reference} है।',
      short: 'फ़ोन करें {reference}: {callFrom, date, shortDay}, {callFrom, time, clock} से',
    },
  },
});

/** Of those who talk with customers. */
const calling: Permission = 'conversations.create';

/** Of a call that a customer asks for, whoever may make it is told. */
@Injectable()
export class CallbacksNotifications {
  constructor(private readonly em: EntityManager) {}

  /** Nobody of one that was cancelled, or made, meanwhile. */
  @Notifies({ listener: 'notifications.callbacks', on: callbackRequested, kinds: [requestedKind] })
  async requested({ aggregate, data: { reference, windowFrom } }: DomainEvent<CallbackFacts>) {
    const waiting = await this.em.findOne(CallbackRequest, { id: aggregate.id, status: 'open' });
    if (!waiting) return null;
    const callFrom = windowFrom ?? waiting.createdAt.toISOString();
    const facts = { callbackId: waiting.id, reference, callFrom };
    return newNotification({ kind: requestedKind, to: null, orStaffHolding: calling, facts });
  }
}
