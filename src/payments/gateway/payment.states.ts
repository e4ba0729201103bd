// The one table of what a payment may become, shared by the entity, the API and the guide (docs/money.md).

export const paymentStatuses = [
  'created',
  'authorised',
  'captured',
  'partly_refunded',
  'refunded',
  'cancelled',
  'failed',
] as const;
export type PaymentStatus = (typeof paymentStatuses)[number];

/**
 * A payment that was cancelled or has failed may still become captured: where the gateway took the money although we had given up, it is
 * there, and the books have to say so.
 */
export const paymentTransitions: Readonly<Record<PaymentStatus, readonly PaymentStatus[]>> = {
  created: ['authorised', 'captured', 'cancelled', 'failed'],
  authorised: ['captured', 'cancelled', 'failed'],
  captured: ['partly_refunded', 'refunded'],
  partly_refunded: ['refunded'],
  refunded: [],
  cancelled: ['captured'],
  failed: ['captured'],
};

/** No money has come in, and some still may. At most one of a subject is open at a time. */
export const openPaymentStatuses: readonly PaymentStatus[] = ['created', 'authorised'];

export const operationKinds = ['authorise', 'capture', 'cancel', 'refund'] as const;
export type OperationKind = (typeof operationKinds)[number];

export const operationStatuses = ['pending', 'succeeded', 'failed'] as const;
