import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { DomainEvent } from '#libs/events';
import { defineNotificationKind, newNotification, Notifies } from '#libs/notifications';
import type { Permission } from '../access/roles.js';
import { dangerKinds } from './conversation.entity.js';
import { dangerReported, type DangerFacts } from './conversation.events.js';

const danger = defineNotificationKind({
  name: 'conversation.danger',
  category: 'conversations',
  audience: ['staff'],
  isUrgent: true,
  facts: z.object({ conversationId: z.uuid(), danger: z.enum(dangerKinds) }),
  sample: { conversationId: '019aa000-0000-7000-8000-000000000003', danger: 'gas' },
  description:
    'A customer wrote that somebody is in danger: to be answered within 30 minutes, day and night.',
  templates: {
    en: {
      subject:
        'Danger: {danger, select, gas {gas smell} fire {fire} electric_shock {electric shock} sparks {sparks} flood {flooding} trapped {somebody is trapped} injury {somebody is hurt} other {violence}}',
      title:
        'Danger: {danger, select, gas {gas smell} fire {fire} electric_shock {electric shock} sparks {sparks} flood {flooding} trapped {somebody is trapped} injury {somebody is hurt} other {violence}}',
      body: 'A customer wrote of danger in the chat. Critical: please call the customer within 30 minutes. The conversation is {conversationId}.',
      short: 'Critical: a customer is in danger. Please call within 30 minutes.',
    },
    hi: {
      subject:
        'खतरा: {danger, select, gas {गैस की गंध} fire {आग} electric_shock {बिजली का झटका} sparks {चिंगारी} flood {पानी भर रहा है} trapped {कोई फंसा है} injury {किसी को चोट लगी है} other {हिंसा}}',
      title:
        'खतरा: {danger, select, gas {गैस की गंध} fire {आग} electric_shock {बिजली का झटका} sparks {चिंगारी} flood {पानी भर रहा है} trapped {कोई फंसा है} injury {किसी को चोट लगी है} other {हिंसा}}',
      body: 'एक ग्राहक ने चैट में खतरे की बात लिखी है। सबसे ज़रूरी: कृपया 30 मिनट के अंदर ग्राहक को कॉल करें। बातचीत {conversationId} है।',
      short: 'ज़रूरी: ग्राहक खतरे में है। 30 मिनट में कॉल करें।',
    },
  },
});

/** Of those who give urgent cases to somebody. */
const assigning: Permission = 'complaints.assign';

@Injectable()
export class ConversationsNotifications {
  @Notifies({ listener: 'notifications.danger', on: dangerReported, kinds: [danger] })
  dangerReported({ aggregate, data }: DomainEvent<DangerFacts>) {
    const facts = { conversationId: aggregate.id, danger: data.danger };
    return newNotification({ kind: danger, to: null, orStaffHolding: assigning, facts });
  }
}
