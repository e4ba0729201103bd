// What a payment gateway has to be able to do. One file each says how one of them does it; everything else of the program knows only this.
import type { PaymentGatewayName } from './payment.entity.js';

/** A refund as the gateway has it. */
export interface ReportedRefund {
  /** Ours: the id of the operation. */
  key: string;
  amountPaise: number;
  status: 'pending' | 'succeeded' | 'failed';
  failureCode: string | null;
}

/** The whole state of a payment at the gateway, at one moment. An answer and a webhook say the same in the same form. */
export interface PaymentReport {
  /** Ours: the id of the payment. */
  key: string;
  /** Theirs. */
  reference: string;
  status: 'created' | 'authorised' | 'captured' | 'cancelled' | 'failed';
  amountPaise: number;
  capturedPaise: number;
  refunds: readonly ReportedRefund[];
  failureCode: string | null;
  checkoutUrl: string | null;
  /** Grows with every change at the gateway: by it, what arrives late is known for old. */
  revision: number;
}

/** By which a gateway finds a payment. */
export interface PaymentIdentity {
  key: string;
  /** Null while it has not told. */
  reference: string | null;
  amountPaise: number;
  capturedPaise: number;
  refundedPaise: number;
  revision: number;
}

export interface OperationRequest {
  /** Under which it happens at most once. */
  key: string;
  amountPaise: number;
}

export interface AuthoriseRequest extends OperationRequest {
  currency: 'INR';
  /** Whether the money is taken as soon as it is authorised. */
  capturesAtOnce: boolean;
}

/** A message that a gateway has sent of itself, as it came: its signature is over the bytes. */
export interface WebhookMessage {
  headers: Readonly<Record<string, string | string[] | undefined>>;
  body: Buffer;
}

/** The gateway has said no, and will say so again. */
export class PaymentRefused extends Error {
  /** @param code of the gateway, at most 60 characters */
  constructor(readonly code: string) {
    super(`The gateway has refused: ${code}`);
    this.name = 'PaymentRefused';
  }
}

/** Nobody knows whether the gateway has done it: it did not answer, or not in its own language. */
export class PaymentUnclear extends Error {
  constructor(
    readonly code: string,
    options?: ErrorOptions,
  ) {
    super(`The gateway gave no answer: ${code}`, options);
    this.name = 'PaymentUnclear';
  }
}

/** Every operation throws {@link PaymentRefused} or {@link PaymentUnclear}, or says how the payment is from then on. */
export abstract class PaymentProvider {
  abstract readonly name: PaymentGatewayName;
  /** Whether money moves when it is asked. Otherwise people move it, and say afterwards that they have. */
  abstract readonly movesMoney: boolean;
  abstract authorise(payment: PaymentIdentity, request: AuthoriseRequest): Promise<PaymentReport>;
  /** Of less than was authorised the rest is let go. */
  abstract capture(payment: PaymentIdentity, request: OperationRequest): Promise<PaymentReport>;
  abstract cancelAuthorisation(payment: PaymentIdentity, request: OperationRequest): Promise<PaymentReport>;
  abstract refund(payment: PaymentIdentity, request: OperationRequest): Promise<PaymentReport>;
  /** How it is now; null when the gateway has never heard of it. @throws PaymentUnclear */
  abstract find(payment: PaymentIdentity): Promise<PaymentReport | null>;
  /** What a message says, if it is of the gateway and not older than some minutes. @throws WebhookRefused */
  abstract readWebhook(message: WebhookMessage): PaymentReport;
}
