import { DomainError } from '#libs/errors';
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

export interface FreeSlot {
  startsAt: Date;
  providerId: string;
}

/** Somebody else has it, or the provider does not work then. Carries the nearest free slots. */
export class SlotTaken extends DomainError {
  constructor(alternatives: readonly FreeSlot[]) {
    super('SLOT_TAKEN', 'conflict', 'This slot is no longer free.', { alternatives });
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
