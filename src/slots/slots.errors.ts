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
