import { z } from 'zod';
import { defineEvent } from '#libs/events';
import { disabledReasons } from './webhook.entity.js';

/** Only where the program did it by itself: staff know what they do. */
export const webhookDisabled = defineEvent({
  type: 'webhook.disabled',
  aggregate: 'webhook',
  description: 'An endpoint was switched off, because it is gone or nothing has reached it for days.',
  isPublic: false,
  data: z.object({
    reason: z.enum(disabledReasons),
    /** The member of staff who made it. */
    createdBy: z.uuid(),
    description: z.string(),
    failingSince: z.iso.datetime().nullable(),
  }),
});
export type DisabledWebhookFacts = z.output<(typeof webhookDisabled)['data']>;
