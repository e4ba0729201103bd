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

/** There is an open one already: two would both be paid. */
export class PaymentOpen extends DomainError {
  constructor(paymentId: string, status: string) {
    super('PAYMENT_OPEN', 'conflict', 'Another payment of this is under way.', {
      paymentId,
      paymentStatus: status,
    });
  }
}

/** More than is, or will be, owed. */
export class PaymentTooHigh extends DomainError {
  constructor(wantedPaise: number, payablePaise: number) {
    super('PAYMENT_TOO_HIGH', 'conflict', 'Not more can be paid than is or will be owed.', {
      wantedPaise,
      payablePaise,
    });
  }
}

/** Nothing was set aside that could be taken, or it was taken already. */
export class PaymentNotCapturable extends DomainError {
  constructor(status: string) {
    super('PAYMENT_NOT_CAPTURABLE', 'conflict', `A payment that is ${status} cannot be captured.`, {
      paymentStatus: status,
    });
  }
}

/** More than was set aside. */
export class CaptureTooHigh extends DomainError {
  constructor(wantedPaise: number, amountPaise: number) {
    super('CAPTURE_TOO_HIGH', 'conflict', 'Not more can be taken than was authorised.', {
      wantedPaise,
      amountPaise,
    });
  }
}

/** Of this payment less is left than that. */
export class PaymentRefundTooHigh extends DomainError {
  constructor(wantedPaise: number, refundablePaise: number) {
    super('PAYMENT_REFUND_TOO_HIGH', 'conflict', 'Less is left of this payment than that.', {
      wantedPaise,
      refundablePaise,
    });
  }
}

/** How money came is said by staff where they have seen it come, and by nobody where a gateway took it. */
export class CaptureMethodUnfit extends DomainError {
  constructor(gateway: string) {
    super(
      'CAPTURE_METHOD_UNFIT',
      'unprocessable',
      gateway === 'offline'
        ? 'Say by which method the money has come.'
        : 'The gateway takes the money: leave method and reference out.',
      { gateway },
    );
  }
}

/** It is not of the gateway, or too old. */
export class WebhookRefused extends DomainError {
  constructor(detail: string) {
    super('WEBHOOK_REFUSED', 'invalid', detail);
  }
}
