import { z } from 'zod';
import { defineEvent } from '#libs/events';
import { dangerKinds, messageRatings, ratingReasons, type Message } from './conversation.entity.js';

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

/** Without the comment, which is in the words of the customer. */
const ratingFacts = z.object({
  messageId: z.uuid().describe('Of the answer.'),
  customerId: z.uuid(),
  rating: z.enum(messageRatings).nullable().describe('Null where the rating was taken back.'),
  reason: z.enum(ratingReasons).nullable(),
  agents: z.array(z.string()).describe('Who gave the answer.'),
});

export const messageRated = defineEvent({
  type: 'message.rated',
  aggregate: 'conversation',
  description: 'A customer has said whether an answer helped, has changed that, or has taken it back.',
  isPublic: true,
  data: ratingFacts,
});

export function ratingFactsOf(
  { id, rating, ratingReason, agent }: Message,
  customerId: string,
): z.input<typeof ratingFacts> {
  const agents = agent?.split('+') ?? [];
  return { messageId: id, customerId, rating: rating ?? null, reason: ratingReason ?? null, agents };
}
