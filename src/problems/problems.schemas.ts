import { z } from 'zod';
import { listOf } from '#libs/http';

/** As it stands in a problem document. */
export const problemCode = z
  .string()
  .max(60)
  .regex(/^[A-Z][A-Z_]*$/, 'must be capital letters and underscores')
  .meta({ examples: ['SLOT_TAKEN'] });

export const problemMeaningView = z
  .object({
    code: z.string(),
    title: z.string(),
    statuses: z.array(z.int()).describe('HTTP statuses; most codes have one.'),
    meaning: z.string(),
    remedy: z.string().describe('What the caller can do about it.'),
  })
  .meta({
    id: 'ProblemMeaning',
    examples: [
      {
        code: 'SLOT_TAKEN',
        title: 'Slot taken',
        statuses: [409],
        meaning: 'This slot is no longer free.',
        remedy: 'Offer the `alternatives` of the answer, or ask for the free slots again.',
      },
    ],
  });

export const problemMeaningsView = listOf(problemMeaningView);
