import { z } from 'zod';
import { defineEvent } from '#libs/events';
import type { CallbackRequest } from './callback-request.entity.js';

/** Without what it is about, and without the number: who may know them asks for them. */
const callbackFacts = z.object({
  reference: z.string().meta({ examples: ['CB-7K3M9Q'] }),
  customerId: z.uuid(),
  conversationId: z.uuid().nullable(),
  windowFrom: z.iso.datetime().nullable(),
  windowTo: z.iso.datetime().nullable(),
});
export type CallbackFacts = z.output<typeof callbackFacts>;

export const callbackRequested = defineEvent({
  type: 'callback.requested',
  aggregate: 'callback',
  description: 'A customer wishes to be called.',
  isPublic: true,
  data: callbackFacts,
});

export function callbackFactsOf(callback: CallbackRequest): CallbackFacts {
  const { reference, customerId, conversationId, windowFrom, windowTo } = callback;
  return {
    reference,
    customerId,
    conversationId,
    windowFrom: windowFrom?.toISOString() ?? null,
    windowTo: windowTo?.toISOString() ?? null,
  };
}
