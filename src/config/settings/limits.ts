// How much callers may ask for, and how much is under way at once: docs/decisions/0024-admission-in-turns.md.
import { z } from 'zod';

export const limitSettings = {
  RATE_LIMIT_DEFAULT: z.coerce
    .number()
    .int()
    .positive()
    .default(600)
    .describe('Requests a minute and caller.'),
  RATE_LIMIT_CHAT: z.coerce
    .number()
    .int()
    .positive()
    .default(60)
    .describe('Chat messages a minute and caller.'),
  RATE_LIMIT_AUTH: z.coerce
    .number()
    .int()
    .positive()
    .default(20)
    .describe('Attempts to register or log in, a minute, for an address and for a caller.'),
  RATE_LIMIT_EXPENSIVE: z.coerce
    .number()
    .int()
    .positive()
    .default(30)
    .describe('Exports and other costly requests, a minute and caller.'),
  API_KEY_RATE_LIMIT: z.coerce
    .number()
    .int()
    .positive()
    .default(300)
    .describe('Requests a minute of an API key; its owner may choose fewer.'),
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
