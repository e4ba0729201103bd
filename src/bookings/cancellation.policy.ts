// What a cancellation costs, and moving a visit. Source: the policy handbook, "Cancellation" (src/demo/data/handbook/cancellation.md).
import { hourMs } from '#libs/time';
import type { BookingStatus } from './booking.states.js';

export interface CancellationTerms {
  feePaise: number;
  /** Which rule of the handbook applies, for the customer to read. */
  rule: string;
}

const freeUntilHoursBefore = 4;
const late = { share: 0.2, atMostPaise: 300_00 };
const enRoute = { share: 0.5, atMostPaise: 500_00 };

/** Free until four hours before the visit; then 20 % (at most ₹300); after the professional set out, 50 % (at most ₹500). */
export function cancellationTerms(
  booking: { status: BookingStatus; startsAt: Date; totalPaise: number },
  now: Date,
): CancellationTerms {
  if (booking.status === 'en_route') {
    return {
      feePaise: share(booking.totalPaise, enRoute),
      rule: 'The professional has set out: 50 % of the price, at most ₹500.',
    };
  }
  const hoursLeft = (booking.startsAt.getTime() - now.getTime()) / hourMs;
  return hoursLeft >= freeUntilHoursBefore
    ? { feePaise: 0, rule: 'Free until 4 hours before the visit.' }
    : {
        feePaise: share(booking.totalPaise, late),
        rule: 'Less than 4 hours before the visit: 20 % of the price, at most ₹300.',
      };
}

/**
 * Moving to another slot, as often as one is free: free until four hours before the visit; "later than that, moving counts as cancelling
 * and booking anew". The price of the new slot comes on top.
 */
export function movingTerms(
  booking: { status: BookingStatus; startsAt: Date; totalPaise: number },
  now: Date,
): CancellationTerms {
  const { feePaise, rule } = cancellationTerms(booking, now);
  return feePaise === 0
    ? { feePaise, rule: 'Moving is free until 4 hours before the visit.' }
    : { feePaise, rule: `Moving counts as cancelling now. ${rule}` };
}

function share(totalPaise: number, rule: { share: number; atMostPaise: number }): number {
  return Math.min(Math.round(totalPaise * rule.share), rule.atMostPaise);
}
