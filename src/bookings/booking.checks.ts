// Whether something may be done to a booking at a moment. The entity asks before it does it, and `GET /bookings/{id}/status` to tell why not.
import {
  BookingEnded,
  BookingNotChangeable,
  CancellationFeeChanged,
  IllegalTransition,
  StepTooEarly,
  type BookingNotCancellable,
  type BookingNotMovable,
} from './booking.errors.js';
import {
  bookingTransitions,
  earliestStepMinutes,
  movableStatuses,
  type BookingStatus,
} from './booking.states.js';
import type { CancellationTerms } from './cancellation.policy.js';

/** What of a booking decides it. */
export interface CheckedBooking {
  reference: string;
  status: BookingStatus;
  startsAt: Date;
}

/** @throws IllegalTransition, StepTooEarly when it is not time for it */
export function checkStep(
  { reference, status, startsAt }: CheckedBooking,
  to: BookingStatus,
  now: Date,
): void {
  if (!bookingTransitions[status].includes(to)) throw new IllegalTransition(reference, status, to);
  const minutes = earliestStepMinutes[to];
  if (minutes === undefined) return;
  const earliest = new Date(startsAt.getTime() + minutes * 60_000);
  if (now < earliest) throw new StepTooEarly(reference, to, earliest);
}

/** Notes, address and contents are changed until the visit begins. @throws BookingNotChangeable */
export function checkEdit({ reference, status, startsAt }: CheckedBooking, now: Date): void {
  if (!movableStatuses.includes(status) || now >= startsAt) throw new BookingNotChangeable(reference, status);
}

/** Whether the professional may say to come. @throws BookingEnded, or IllegalTransition where the visit has gone beyond that */
export function checkConfirmation({ reference, status }: CheckedBooking): void {
  if (bookingTransitions[status].length === 0) throw new BookingEnded(reference, status);
  if (status !== 'confirmed') throw new IllegalTransition(reference, status, 'confirmed');
}

/**
 * @param terms as they are at this moment; null when it is too late
 * @param expectedPaise the fee that was shown; undefined where none was
 * @throws `Refusal` when it is too late, CancellationFeeChanged
 */
export function agreedTerms(
  { reference, status }: CheckedBooking,
  terms: CancellationTerms | null,
  expectedPaise: number | undefined,
  Refusal: typeof BookingNotCancellable | typeof BookingNotMovable,
): CancellationTerms {
  if (!terms) throw new Refusal(reference, status);
  const { feePaise, rule } = terms;
  if (expectedPaise !== undefined && expectedPaise !== feePaise)
    throw new CancellationFeeChanged(expectedPaise, feePaise, rule);
  return terms;
}
