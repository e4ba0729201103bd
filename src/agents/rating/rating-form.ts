// A visit that is being rated. Plain data, kept between turns.
import { z } from 'zod';
import { visitLabel } from '../visits/visit-label.js';

const ratingForm = z.object({
  asked: z.enum(['which', 'stars', 'yes']),
  /** Shown to choose from. */
  among: z.array(visitLabel),
  visit: visitLabel.nullable(),
  stars: z.int().min(1).max(5).nullable(),
  /** In the customer's words; empty where they said nothing of it. */
  comment: z.string(),
  proposalId: z.string().nullable(),
  /** As it was asked, in the language of then. */
  question: z.string(),
});
export type RatingForm = z.output<typeof ratingForm>;

/** Null while nothing is rated, and where what was kept is of no version that is known. */
export const ratingMemory = ratingForm.nullable().catch(null);
