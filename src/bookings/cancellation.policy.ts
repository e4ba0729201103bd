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
  unattendedSince?: Date | null;
}

export function cancellationTerms(
  booking: GivenUpBooking,
  now: Date,
  policy: PolicyVersion,
): CancellationTerms {
  return booking.unattendedSince
    ? unattendedTerms(policy)
    : toTerms(policy.cancellationTerms(momentOf(booking), now));
}

/** Moving to another slot, as often as one is free. The price of the new slot comes on top. */
export function movingTerms(booking: GivenUpBooking, now: Date, policy: PolicyVersion): CancellationTerms {
  return booking.unattendedSince
    ? unattendedTerms(policy)
    : toTerms(policy.reschedulingTerms(momentOf(booking), now));
}

/** The clause by which nothing is charged for what did not happen because of us, and everything that was paid comes back. */
export const failedByUs = 'REF-2';

/** Nobody comes: giving the visit up, or moving it, costs nothing (handbook, "What you may expect as redress": no charge). */
function unattendedTerms(policy: PolicyVersion): CancellationTerms {
  const clause = policy.clauseNamed(failedByUs);
  const rule = clause?.text.en ?? 'Nobody comes to this visit: it costs nothing.';
  return { feePaise: 0, rule, clauses: clause ? [clause.id] : [] };
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
