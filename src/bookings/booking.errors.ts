import { DomainError } from '#libs/errors';
import type { FreeSlot } from '../slots/slots.errors.js';
import { bookingTransitions, type BookingStatus } from './booking.states.js';

export class IllegalTransition extends DomainError {
  constructor(reference: string, from: BookingStatus, to: BookingStatus) {
    super(
      'BOOKING_TRANSITION_ILLEGAL',
      'conflict',
      `Booking ${reference} is ${from} and cannot become ${to}.`,
      { from, to, allowed: bookingTransitions[from] },
    );
  }
}

/** Nobody sets out, begins or gives up waiting before it is time. */
export class StepTooEarly extends DomainError {
  constructor(reference: string, to: BookingStatus, earliest: Date) {
    super(
      'BOOKING_STEP_TOO_EARLY',
      'conflict',
      `Booking ${reference} cannot become ${to.replace('_', ' ')} yet.`,
      { to, earliest },
    );
  }
}

/** The professional has named another code than the one that the customer has. */
export class StartCodeWrong extends DomainError {
  constructor(triesLeft: number) {
    super('START_CODE_WRONG', 'unprocessable', 'This is not the start code of the visit.', { triesLeft });
  }
}

/** Too many wrong codes: from now on only a reason that somebody answers for begins the visit. */
export class StartCodeLocked extends DomainError {
  constructor(tries: number) {
    super(
      'START_CODE_LOCKED',
      'conflict',
      `The start code was wrong ${tries} times and is no longer taken. Begin with a reason instead.`,
      { tries },
    );
  }
}

export class BookingNotChangeable extends DomainError {
  constructor(reference: string, status: BookingStatus) {
    super(
      'BOOKING_NOT_CHANGEABLE',
      'conflict',
      `Booking ${reference} can no longer be changed: it is ${status.replace('_', ' ')} or its time has come.`,
      { status },
    );
  }
}

/** Each change is a line of the history, which every look at the booking carries. */
export class BookingChangedTooOften extends DomainError {
  constructor(reference: string, limit: number) {
    super(
      'BOOKING_CHANGED_TOO_OFTEN',
      'conflict',
      `Booking ${reference} has been changed ${limit} times and cannot be changed once more.`,
      { limit },
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

/** It was good for some minutes only. Carries what holds now. */
export class CancellationQuoteExpired extends DomainError {
  constructor(quotedPaise: number, actualPaise: number, rule: string) {
    super('CANCELLATION_QUOTE_EXPIRED', 'conflict', 'This quote no longer holds. Ask for another one.', {
      quotedPaise,
      actualPaise,
      rule,
    });
  }
}

/** The booking has another time, price or payment than the one that was quoted for. */
export class CancellationQuoteOutdated extends DomainError {
  constructor(actualPaise: number, rule: string) {
    super(
      'CANCELLATION_QUOTE_OUTDATED',
      'conflict',
      'The booking has changed since this quote. Ask for another one.',
      { actualPaise, rule },
    );
  }
}

/** Refunds of this kind are asked for within some days of the visit. */
export class RefundTooLate extends DomainError {
  constructor(clause: string, days: number) {
    super('REFUND_TOO_LATE', 'unprocessable', `By clause ${clause} that was possible for ${days} days.`, {
      clause,
      days,
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

/** Whoever complained of somebody's behaviour is not sent them again (handbook, "Complaint handling"). */
export class SameProviderAgain extends DomainError {
  constructor() {
    super('SAME_PROVIDER_AGAIN', 'conflict', 'The customer is not to be sent the same person again.');
  }
}

/** Nobody who may come is free up to the horizon of bookings. */
export class NoRevisitSlot extends DomainError {
  constructor() {
    super('NO_REVISIT_SLOT', 'conflict', 'Nobody is free who could come once more.');
  }
}
