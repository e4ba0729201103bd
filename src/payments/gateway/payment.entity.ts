// Money that is to come through a gateway, or that a customer has said to pay on the day; and what is asked of the gateway about it. No
// framework. What has moved stands in the ledger: here stands how it came to move.
import { defineEntity, OptionalProps, p } from '@mikro-orm/core';
import { idColumn, paiseColumn, timestampColumns } from '#libs/orm';
import { Customer } from '../../customers/customer.entity.js';
import { paymentMethods, subjectTypes, type LedgerSubjectRef } from '../ledger-entry.entity.js';
import {
  openPaymentStatuses,
  operationKinds,
  operationStatuses,
  paymentStatuses,
  paymentTransitions,
  type PaymentStatus,
} from './payment.states.js';

export { operationStatuses, paymentStatuses };

/** `offline` nobody is asked: staff say what has come · `rest` the gateway of PAYMENT_GATEWAY_URL. */
export const paymentGateways = ['offline', 'rest'] as const;
export type PaymentGatewayName = (typeof paymentGateways)[number];

/** `now` the money is taken at once · `after_service` it is only set aside, and taken when the work is done. */
export const paymentModes = ['now', 'after_service'] as const;

const minuteMs = 60_000;
/** A gateway is asked about a payment that is open after this long, and then ever more seldom. */
const firstCheckMs = 5 * minuteMs;
const checkAtLeastMs = 6 * 60 * minuteMs;
/** After the first attempt, the second, … and then always the last. */
const retryMinutes = [1, 5, 15, 60] as const;

const PaymentSchema = defineEntity({
  name: 'Payment',
  tableName: 'payments',
  checks: [
    { name: 'payments_amount_check', expression: 'amount_paise > 0' },
    { name: 'payments_captured_check', expression: 'captured_paise >= 0 and captured_paise <= amount_paise' },
    {
      name: 'payments_refunded_check',
      expression: 'refunded_paise >= 0 and refunded_paise <= captured_paise',
    },
    {
      name: 'payments_status_money_check',
      expression: `(captured_paise > 0) = (status in ('captured', 'partly_refunded', 'refunded')) and (status = 'refunded') = (captured_paise > 0 and refunded_paise = captured_paise)`,
    },
  ],
  indexes: [
    {
      // What staff write down of a bank may be there twice: one transfer that pays two visits.
      name: 'payments_reference_unique',
      expression: (columns, table, index) =>
        `create unique index "${index}" on ${table} ("${columns.gateway}", "${columns.reference}") where gateway <> 'offline'`,
    },
    { name: 'payments_subject_index', properties: ['subjectType', 'subjectId', 'createdAt'] },
    {
      // Two that are open at once would both be paid.
      name: 'payments_open_unique',
      expression: (columns, table, index) =>
        `create unique index "${index}" on ${table} ("${columns.subjectType}", "${columns.subjectId}") where status in ('created', 'authorised')`,
    },
    {
      name: 'payments_check_index',
      expression: (columns, table, index) =>
        `create index "${index}" on ${table} ("${columns.checkAt}") where check_at is not null`,
    },
  ],
  properties: {
    /** Also what the gateway knows it by: asked again under the same id, it makes no second payment. */
    id: idColumn(),
    subjectType: p.enum(subjectTypes),
    subjectId: p.uuid(),
    customer: () => p.manyToOne(Customer).mapToPk().deleteRule('restrict').index(),
    gateway: p.enum(paymentGateways),
    mode: p.enum(paymentModes),
    amountPaise: paiseColumn(),
    status: p.enum(paymentStatuses).default('created'),
    /** Of the gateway; of the bank or UPI, where staff have recorded it. */
    reference: p.string().length(60).nullable(),
    /** How the money came, for the ledger. */
    method: p.enum(paymentMethods).default('gateway'),
    /** Where the customer goes to pay; null where there is nothing to go to. */
    checkoutUrl: p.string().length(1000).nullable(),
    capturedPaise: paiseColumn().default(0),
    refundedPaise: paiseColumn().default(0),
    /** What the gateway calls the reason, as a code. */
    failureCode: p.string().length(60).nullable(),
    /** Of the newest state that the gateway has told: what is older changes nothing any more. */
    revision: p.integer().default(0),
    /** When the gateway is asked what has become of it; null when there is nothing to wait for. */
    checkAt: p.datetime().nullable(),
    version: p.integer().version(),
    ...timestampColumns(),
  },
});
export class Payment extends PaymentSchema.class {
  declare [OptionalProps]?: 'isOpen' | 'subject';

  get isOpen(): boolean {
    return openPaymentStatuses.includes(this.status as PaymentStatus);
  }

  get subject(): LedgerSubjectRef {
    return { type: this.subjectType as LedgerSubjectRef['type'], id: this.subjectId };
  }

  mayBecome(status: PaymentStatus): boolean {
    return paymentTransitions[this.status as PaymentStatus].includes(status);
  }

  /** @returns whether it is news; what the table does not allow is none */
  become(status: PaymentStatus, now: Date): boolean {
    if (!this.mayBecome(status)) return false;
    this.status = status;
    this.checkAt = this.nextCheck(now);
    return true;
  }

  /** Money has come. */
  capture(amountPaise: number, now: Date): void {
    this.capturedPaise = amountPaise;
    this.become('captured', now);
  }

  /** Money has gone back. */
  returned(amountPaise: number, now: Date): void {
    this.refundedPaise += amountPaise;
    this.become(this.refundedPaise === this.capturedPaise ? 'refunded' : 'partly_refunded', now);
  }

  /** Null where there is nothing to wait for. The older it is, the more seldom it is asked about. */
  nextCheck(now: Date): Date | null {
    if (!this.isOpen || this.gateway === 'offline') return null;
    const age = now.getTime() - (this.createdAt ?? now).getTime();
    return new Date(now.getTime() + Math.min(Math.max(age / 2, firstCheckMs), checkAtLeastMs));
  }
}
PaymentSchema.setClass(Payment);

const PaymentOperationSchema = defineEntity({
  name: 'PaymentOperation',
  tableName: 'payment_operations',
  checks: [
    { name: 'payment_operations_amount_check', expression: 'amount_paise > 0' },
    { name: 'payment_operations_due_check', expression: `(status = 'pending') = (due_at is not null)` },
  ],
  indexes: [
    {
      // Nothing but a refund is asked for twice, unless it was refused.
      name: 'payment_operations_once_unique',
      expression: (columns, table, index) =>
        `create unique index "${index}" on ${table} ("${columns.payment}", "${columns.kind}") where kind <> 'refund' and status <> 'failed'`,
    },
    {
      name: 'payment_operations_due_index',
      expression: (columns, table, index) =>
        `create index "${index}" on ${table} ("${columns.dueAt}") where due_at is not null`,
    },
  ],
  properties: {
    /** The key under which the gateway does it once, however often it is asked. */
    id: idColumn(),
    payment: () => p.manyToOne(Payment).index(),
    kind: p.enum(operationKinds),
    amountPaise: paiseColumn(),
    status: p.enum(operationStatuses).default('pending'),
    /** How often the gateway was asked, the time included of which nobody knows whether it heard. */
    attempts: p.smallint().default(0),
    /** When it is tried next; null when it has ended. */
    dueAt: p.datetime().nullable(),
    failureCode: p.string().length(60).nullable(),
    /** Of a refund: the entry by which the books gave the money back. */
    entryId: p.uuid().nullable(),
    ...timestampColumns(),
  },
});
/** What is asked of a gateway, written down before it is asked: what a crash or a silence leaves open is found here, and asked again. */
export class PaymentOperation extends PaymentOperationSchema.class {
  /**
   * Asked now, and not again before it is due: by then the answer has come or is lost.
   * @returns whether the gateway may have heard of it before; null when it is not due, or has ended
   */
  begin(now: Date): boolean | null {
    if (!this.dueAt || this.dueAt > now) return null;
    const wasAsked = this.attempts > 0;
    const minutes = retryMinutes[Math.min(this.attempts, retryMinutes.length - 1)]!;
    this.attempts = Math.min(this.attempts + 1, 32_000);
    this.dueAt = new Date(now.getTime() + minutes * minuteMs);
    return wasAsked;
  }

  succeed(): void {
    Object.assign(this, { status: 'succeeded', dueAt: null, failureCode: null });
  }

  /** Refused for good. @param failureCode of the gateway */
  fail(failureCode: string): void {
    Object.assign(this, { status: 'failed', dueAt: null, failureCode });
  }
}
PaymentOperationSchema.setClass(PaymentOperation);
