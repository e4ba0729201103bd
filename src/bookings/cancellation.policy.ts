// What giving up a visit costs. The figures are data (src/policies); here a booking is held against the version that it was made under.
import type { PolicyTerms, PolicyVersion, VisitMoment } from '../policies/policy-version.entity.js';
import type { BookingStatus } from './booking.states.js';

export interface CancellationTerms {
  feePaise: number;
  /** Which clauses apply, for the customer to read. */
  rule: string;
  /** Ids of the clauses: `CAN-2`. */
  clauses: string[];
}

/** What the policies look at. */
export interface GivenUpBooking {
  status: BookingStatus;
  startsAt: Date;
  totalPaise: number;
}

export function cancellationTerms(
  booking: GivenUpBooking,
  now: Date,
  policy: PolicyVersion,
): CancellationTerms {
  return toTerms(policy.cancellationTerms(momentOf(booking), now));
}

/** Moving to another slot, as often as one is free. The price of the new slot comes on top. */
export function movingTerms(booking: GivenUpBooking, now: Date, policy: PolicyVersion): CancellationTerms {
  return toTerms(policy.reschedulingTerms(momentOf(booking), now));
}

export function momentOf({ status, startsAt, totalPaise }: GivenUpBooking): VisitMoment {
  return { isEnRoute: status === 'en_route', startsAt, totalPaise };
}

function toTerms({ feePaise, clauses }: PolicyTerms): CancellationTerms {
  return {
    feePaise,
    rule: clauses.map(({ text }) => text.en).join(' '),
    clauses: clauses.map(({ id }) => id),
  };
}
