import { DomainError } from '#libs/errors';

/** More than was paid, or than is left of it. */
export class RefundTooHigh extends DomainError {
  constructor(wantedPaise: number, refundablePaise: number) {
    super('REFUND_TOO_HIGH', 'conflict', 'Not more can be refunded than was paid and is not refunded yet.', {
      wantedPaise,
      refundablePaise,
    });
  }
}

/** More than the customer has. */
export class CreditTooLow extends DomainError {
  constructor(wantedPaise: number, balancePaise: number) {
    super('CREDIT_TOO_LOW', 'conflict', 'There is less credit than that.', { wantedPaise, balancePaise });
  }
}

/** More than the professional is owed. */
export class PayoutTooHigh extends DomainError {
  constructor(wantedPaise: number, payablePaise: number) {
    super('PAYOUT_TOO_HIGH', 'conflict', 'The professional is owed less than that.', {
      wantedPaise,
      payablePaise,
    });
  }
}

/** Known by the same key, but of another amount or another thing. */
export class EffectKeyReused extends DomainError {
  constructor(effectKey: string) {
    super('EFFECT_KEY_REUSED', 'conflict', 'This key stands for another entry already.', { effectKey });
  }
}
