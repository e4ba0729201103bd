import { DomainError } from '#libs/errors';

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

/** No provider starts then, whoever is free. */
export class StartNotBookable extends DomainError {
  constructor(reason: 'START_TOO_SOON' | 'START_TOO_FAR' | 'START_OFF_GRID', detail: string, data: object) {
    super(reason, 'unprocessable', detail, { ...data });
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

/** It has expired, was released, or has become a booking. */
export class SlotHoldEnded extends DomainError {
  constructor(status: 'converted' | 'released' | 'expired') {
    super('SLOT_HOLD_ENDED', 'conflict', `This slot is no longer held: the hold is ${status}.`, { status });
  }
}

/** Held was another service, provider, place or time. */
export class SlotHoldForOther extends DomainError {
  constructor() {
    super('SLOT_HOLD_FOR_OTHER', 'unprocessable', 'This hold is of another slot than the one to be booked.');
  }
}

/** Nobody keeps the calendar from others by holding it: so many open at once by a customer, so many an hour, so many of a provider's day by all. */
export class TooManySlotHolds extends DomainError {
  constructor(of: 'customer' | 'hour' | 'provider_day', limit: number) {
    super('TOO_MANY_SLOT_HOLDS', 'conflict', 'No further slot can be held now. It can be booked without.', {
      of,
      limit,
    });
  }
}
