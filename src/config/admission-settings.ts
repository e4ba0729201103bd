// How much is under way at once: settings of docs/decisions/0024-admission-in-turns.md.
import { z } from 'zod';

export const admissionSettings = {
  REQUESTS_PER_CALLER: z.coerce
    .number()
    .int()
    .positive()
    .default(6)
    .describe(
      'Requests of one account or API key that are under way at once, on each process; more of them wait for a moment. Open event streams do not count.',
    ),
  REQUESTS_PER_ADDRESS: z.coerce
    .number()
    .int()
    .positive()
    .default(64)
    .describe('The same of all at one address who have not said who they are: many may be behind it.'),
  REQUESTS_AT_ONCE: z.coerce
    .number()
    .int()
    .positive()
    .default(100)
    .describe(
      'Requests that a process works on at once; fewer while they wait too long for the database or the processor. What cannot be begun soon is refused with 503.',
    ),
};
