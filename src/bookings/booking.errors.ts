import { DomainError } from '#libs/errors';
import type { FreeSlot } from '../slots/slots.errors.js';
import type { BookingStatus } from './booking.states.js';

export class IllegalTransition extends DomainError {
  constructor(reference: string, from: BookingStatus, to: BookingStatus) {
    super(
      'BOOKING_TRANSITION_ILLEGAL',
      'conflict',
      `Booking ${reference} is ${from} and cannot become ${to}.`,
      { from, to },
    );
  }
}

export class BookingNotCancellable extends DomainError {
  constructor(reference: string, status: BookingStatus) {
    super(
      'BOOKING_NOT_CANCELLABLE',
      'conflict',
      `Booking ${reference} can no longer be cancelled: it is ${status.replace('_', ' ')} or its time has come.`,
      { status },
    );
  }
}

export class BookingNotMovable extends DomainError {
  constructor(reference: string, status: BookingStatus) {
    super(
      'BOOKING_NOT_MOVABLE',
      'conflict',
      `Booking ${reference} can no longer be moved: it is ${status.replace('_', ' ')} or its time has come.`,
      { status },
    );
  }
}

/** Moved to where it is. */
export class MoveChangesNothing extends DomainError {
  constructor(reference: string) {
    super('MOVE_CHANGES_NOTHING', 'conflict', `Booking ${reference} is for this time already.`, {});
  }
}

/** Time has passed since the fee was shown, or the professional has set out: what was agreed to does not hold, and nothing happens. */
export class CancellationFeeChanged extends DomainError {
  constructor(expectedPaise: number, actualPaise: number, rule: string) {
    super('CANCELLATION_FEE_CHANGED', 'conflict', 'The fee is no longer the one that was agreed to.', {
      expectedPaise,
      actualPaise,
      rule,
    });
  }
}

export class BookingEnded extends DomainError {
  constructor(reference: string, status: BookingStatus) {
    super('BOOKING_ENDED', 'conflict', `Booking ${reference} is ${status.replace('_', ' ')}.`, { status });
  }
}

export class NotesFull extends DomainError {
  constructor(limit: number, left: number) {
    super('BOOKING_NOTES_FULL', 'unprocessable', `The notes of a booking have at most ${limit} characters.`, {
      limit,
      left,
    });
  }
}

/** A second click: the customer has this service booked at this address for a time that overlaps. Carries the nearest free slots. */
export class AlreadyBooked extends DomainError {
  constructor({ id, reference }: { id: string; reference: string }, alternatives: readonly FreeSlot[]) {
    super('ALREADY_BOOKED', 'conflict', `You have booked this already: ${reference}.`, {
      bookingId: id,
      reference,
      alternatives,
    });
  }
}

export class PriceChanged extends DomainError {
  constructor(expectedPaise: number, actualPaise: number) {
    super('PRICE_CHANGED', 'conflict', 'The price is no longer the one that was agreed to.', {
      expectedPaise,
      actualPaise,
    });
  }
}
