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

/** Somebody has it. Carries the nearest free slots. */
export class SlotTaken extends DomainError {
  constructor(alternatives: readonly FreeSlot[]) {
    super('SLOT_TAKEN', 'conflict', 'This slot is no longer free.', { alternatives });
  }
}

/** The provider does not work then, does other work, or does not come there. Carries the nearest free slots. */
export class SlotNotOffered extends DomainError {
  constructor(alternatives: readonly FreeSlot[]) {
    super('SLOT_NOT_OFFERED', 'conflict', 'This provider makes no such visit at that time.', {
      alternatives,
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

/** Others are buying from this provider, or the customer is buying something else, at this very moment, and it takes unusually long. */
export class SaleContested extends DomainError {
  constructor() {
    super('SALE_CONTESTED', 'unavailable', 'Others are booking here at this moment. Try again.', {
      retryAfterSeconds: 1,
    });
  }
}

/** No provider starts then, whoever is free. */
export class StartNotBookable extends DomainError {
  constructor(reason: 'START_TOO_SOON' | 'START_TOO_FAR' | 'START_OFF_GRID', detail: string, data: object) {
    super(reason, 'unprocessable', detail, { ...data });
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
