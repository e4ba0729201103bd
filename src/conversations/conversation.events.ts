import { z } from 'zod';
import { defineEvent } from '#libs/events';
import { dangerKinds } from './conversation.entity.js';

/** Without what was written. */
const dangerFacts = z.object({
  customerId: z.uuid(),
  messageId: z.uuid(),
  danger: z.enum(dangerKinds),
});

/** Not for other systems: what happens to people in their homes is nobody else's business. */
export const dangerReported = defineEvent({
  type: 'conversation.danger_reported',
  aggregate: 'conversation',
  description: 'A customer wrote that somebody is in danger.',
  isPublic: false,
  data: dangerFacts,
});

/** As it is told in events. */
export type DangerFacts = z.input<typeof dangerFacts>;
