// Whether something may be done to a booking at a moment. The entity asks before it does it, and `GET /bookings/{id}/status` to tell why not.
import {
  BookingEnded,
  BookingUnattended,
  BookingNotChangeable,
  CancellationFeeChanged,
  IllegalTransition,
  NotesFull,
  StepTooEarly,
  type BookingNotCancellable,
  type BookingNotMovable,
} from './booking.errors.js';
import { notesAtMost } from './booking.limits.js';
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
  /** Set while nobody comes. */
  unattendedSince?: Date | null;
}

/** @throws IllegalTransition, StepTooEarly when it is not time for it, BookingUnattended where nobody can have waited at the door */
export function checkStep(
  { reference, status, startsAt, unattendedSince }: CheckedBooking,
  to: BookingStatus,
  now: Date,
): void {
  if (!bookingTransitions[status].includes(to)) throw new IllegalTransition(reference, status, to);
  if (to === 'no_show' && unattendedSince) throw new BookingUnattended(reference);
  const minutes = earliestStepMinutes[to];
  if (minutes === undefined) return;
  const earliest = new Date(startsAt.getTime() + minutes * 60_000);
  if (now < earliest) throw new StepTooEarly(reference, to, earliest);
}

/** Notes, address and contents are changed until the visit begins. @throws BookingNotChangeable */
export function checkEdit({ reference, status, startsAt }: CheckedBooking, now: Date): void {
  if (!movableStatuses.includes(status) || now >= startsAt) throw new BookingNotChangeable(reference, status);
}

/** Whether it may lose its professional, or get another one. @throws IllegalTransition when the work has begun or it has ended */
export function checkAssignable({ reference, status }: CheckedBooking): void {
  if (!movableStatuses.includes(status)) throw new IllegalTransition(reference, status, 'confirmed');
}

/** Whether the professional may say to come. @throws BookingEnded, or IllegalTransition where the visit has gone beyond that */
export function checkConfirmation({ reference, status }: CheckedBooking): void {
  if (bookingTransitions[status].length === 0) throw new BookingEnded(reference, status);
  if (status !== 'confirmed') throw new IllegalTransition(reference, status, 'confirmed');
}

/** @returns the notes with one more line; as they are where it stands there already @throws BookingEnded, NotesFull */
export function notesWith(
  { reference, status, notes }: CheckedBooking & { notes: string },
  line: string,
): string {
  if (bookingTransitions[status].length === 0) throw new BookingEnded(reference, status);
  if (`\n${notes}\n`.includes(`\n${line}\n`)) return notes;
  const longer = notes === '' ? line : `${notes}\n${line}`;
  if (longer.length > notesAtMost) throw new NotesFull(notesAtMost, notesAtMost - notes.length);
  return longer;
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
