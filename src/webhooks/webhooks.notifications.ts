import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { DomainEvent } from '#libs/events';
import { defineNotificationKind, newNotification, Notifies } from '#libs/notifications';
import type { Permission } from '../access/roles.js';
import { webhookDisabled, type DisabledWebhookFacts } from './webhook.events.js';

const webhook = z.object({
  webhookId: z.uuid(),
  /** As the colleague who made it describes it. */
  description: z.string(),
});

const webhookKinds = {
  disabled: defineNotificationKind({
    name: 'webhook.disabled',
    category: 'system',
    audience: ['staff'],
    facts: webhook,
    sample: { webhookId: '019aa000-0000-7000-8000-000000000004', description: 'Accounting' },
    description: 'An endpoint of another system was switched off, because nothing reaches it.',
    templates: {
      en: {
        subject: 'A webhook was switched off',
        title: 'Webhook switched off',
        body: 'The webhook "{description}" was switched off: its server has said that it is gone, or nothing has reached it for days. What it has missed can be sent again once it is switched on.',
        short: 'A webhook was switched off, because nothing reaches it.',
      },
      hi: {
        subject: 'एक वेबहुक बंद कर दिया गया है',
        title: 'वेबहुक बंद',
        body: 'वेबहुक "{description}" बंद कर दिया गया है: उसके सर्वर ने कहा है कि वह अब नहीं है, या कई दिनों से उस तक कुछ नहीं पहुँचा। चालू करने के बाद छूटी हुई सूचनाएँ फिर से भेजी जा सकती हैं।',
        short: 'एक वेबहुक बंद हुआ: उस तक कुछ नहीं पहुँच रहा।',
      },
    },
  }),
};

/** Of those who can mend an endpoint that somebody else has made. */
const mending: Permission = 'system.configure';

@Injectable()
export class WebhooksNotifications {
  /** To whoever made it; if they are not here any more, to those who can mend it. */
  @Notifies({
    listener: 'notifications.webhook_disabled',
    on: webhookDisabled,
    kinds: [webhookKinds.disabled],
  })
  disabled({ aggregate, data: { createdBy, description } }: DomainEvent<DisabledWebhookFacts>) {
    return newNotification({
      kind: webhookKinds.disabled,
      to: { kind: 'staff', id: createdBy },
      orStaffHolding: mending,
      facts: { webhookId: aggregate.id, description },
    });
  }
}
