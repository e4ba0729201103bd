// What may be done to a booking next, and why not: the checks that the services make, asked before anybody tries.
import { DomainError } from '#libs/errors';
import { customerScope, mayDo, type Actor } from '../../access/actor.js';
import type { PolicyVersion } from '../../policies/policy-version.entity.js';
import {
  agreedTerms,
  checkConfirmation,
  checkEdit,
  checkStep,
  type CheckedBooking,
} from '../booking.checks.js';
import type { Booking } from '../booking.entity.js';
import { BookingNotCancellable } from '../booking.errors.js';

export const bookingActions = [
  'cancel',
  'reschedule',
  'update',
  'confirm',
  'set_out',
  'start',
  'complete',
  'mark_no_show',
] as const;
export type BookingAction = (typeof bookingActions)[number];

interface Declared {
  method: 'POST' | 'PATCH';
  /** Below the booking. */
  path: string;
  /** For staff only: they stand for the professional. */
  isOfVisit: boolean;
  /** @throws DomainError, which says why not */
  check(booking: Booking & CheckedBooking, now: Date, policy: PolicyVersion): unknown;
}

const ofCustomer = (method: Declared['method'], path: string, check: Declared['check']): Declared => ({
  ...{ method, path, check, isOfVisit: false },
});
const ofVisit = (path: string, check: Declared['check']): Declared => ({
  ...{ method: 'POST', path, check, isOfVisit: true },
});

const declared: Readonly<Record<BookingAction, Declared>> = {
  cancel: ofCustomer('POST', '/cancel', (booking, now, policy) =>
    agreedTerms(booking, booking.cancellationTerms(now, policy), undefined, BookingNotCancellable),
  ),
  reschedule: ofCustomer('POST', '/reschedule', (booking, now, policy) => booking.checkMove(now, policy)),
  update: ofCustomer('PATCH', '', checkEdit),
  confirm: ofVisit('/confirm', checkConfirmation),
  set_out: ofVisit('/en-route', (booking, now) => checkStep(booking, 'en_route', now)),
  start: ofVisit('/start', (booking, now) => checkStep(booking, 'in_progress', now)),
  complete: ofVisit('/complete', (booking, now) => checkStep(booking, 'completed', now)),
  mark_no_show: ofVisit('/no-show', (booking, now) => checkStep(booking, 'no_show', now)),
};

export interface NextAction {
  action: BookingAction;
  isAllowed: boolean;
  /** As the refusal would say it; null where it is allowed. */
  whyNot: { code: string; detail: string } | null;
  method: string;
  href: string;
}

/**
 * Those that are meant for the caller, allowed or not, in the order of {@link bookingActions}.
 * @param policy under which the booking was made
 */
export function nextActions(actor: Actor, booking: Booking, policy: PolicyVersion, now: Date): NextAction[] {
  const isStaff = customerScope(actor) === null;
  return bookingActions
    .filter((action) => isStaff || !declared[action].isOfVisit)
    .map((action) => {
      const { method, path } = declared[action];
      const whyNot = refusalOf(actor, booking, action, policy, now);
      const href = `/api/v1/bookings/${booking.id}${path}`;
      return { action, isAllowed: whyNot === null, whyNot, method, href };
    });
}

function refusalOf(
  actor: Actor,
  booking: Booking,
  action: BookingAction,
  policy: PolicyVersion,
  now: Date,
): NextAction['whyNot'] {
  if (!mayDo(actor, 'bookings.update'))
    return { code: 'FORBIDDEN', detail: 'This needs the permission bookings.update.' };
  try {
    declared[action].check(booking as Booking & CheckedBooking, now, policy);
    return null;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { code: error.code, detail: error.message };
  }
}
