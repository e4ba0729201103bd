import { z } from 'zod';
import type { AgentTurn } from '../dialogue/agent.js';
import { offeredAtMost } from '../visits/slot-choice.js';

/** What staff may set of the booking agent. */
export const bookingSettings = z.strictObject({
  timesOffered: z
    .int()
    .min(2)
    .max(offeredAtMost)
    .default(offeredAtMost)
    .describe('How many times are offered to choose from.'),
});
export type BookingSettings = z.output<typeof bookingSettings>;

/** A turn in which a visit is arranged. */
export type ArrangingTurn<Memory = unknown> = AgentTurn<Memory, BookingSettings>;
