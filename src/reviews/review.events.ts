import { z } from 'zod';
import { defineEvent } from '#libs/events';
import type { Review } from './review.entity.js';

/** Without the words: whoever may read them asks for them. */
const reviewFacts = z.object({
  bookingId: z.uuid(),
  customerId: z.uuid(),
  serviceId: z.uuid(),
  providerId: z.uuid(),
  rating: z
    .int()
    .describe('Stars, 1 … 5.')
    .meta({ examples: [5] }),
});

export const reviewGiven = defineEvent({
  type: 'review.given',
  aggregate: 'review',
  description: 'A customer has rated a completed visit.',
  isPublic: true,
  data: reviewFacts,
});

export function reviewFactsOf(review: Review): z.output<typeof reviewFacts> {
  const { bookingId, serviceId, providerId, rating } = review;
  return { bookingId, customerId: review.customer.id, serviceId, providerId, rating };
}
