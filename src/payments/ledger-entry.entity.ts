// The books: every movement of money as an entry whose lines add up to nothing. Entries are added, never changed; the database sees to both
// (Migration20261130000191_Ledger). Debits are positive, credits negative, all in integer paise of INR.
import { defineEntity, OptionalProps, p } from '@mikro-orm/core';
import { idColumn, paiseColumn, timestampColumns } from '#libs/orm';
import { Customer } from '../customers/customer.entity.js';

export const entryKinds = [
  'charge',
  'payment',
  'fee',
  'refund',
  'goodwill',
  'credit',
  'payout',
  'expiry',
] as const;
export type EntryKind = (typeof entryKinds)[number];

/**
 * `customer_receivable` what customers owe (negative: what they have paid ahead) · `customer_credit` what we owe them as credit (negative)
 * · `provider_payable` what we owe professionals (negative) · `revenue` our part of what was sold · `tax_payable` GST that we have charged ·
 * `refunds` what was given back of what was sold · `goodwill` what was given without being owed · `expired_credit` what of credit nobody has used
 * in its time · `cash` money that has come in and gone out, whatever the way.
 */
export const ledgerAccounts = [
  'customer_receivable',
  'customer_credit',
  'provider_payable',
  'revenue',
  'tax_payable',
  'refunds',
  'goodwill',
  'expired_credit',
  'cash',
] as const;
export type LedgerAccountName = (typeof ledgerAccounts)[number];

export const paymentMethods = ['cash', 'upi', 'card', 'bank_transfer', 'gateway', 'before_ledger'] as const;
export type PaymentMethod = (typeof paymentMethods)[number];

export const subjectTypes = ['booking', 'customer', 'provider'] as const;

/** What an entry is about. The ledger stands below bookings and knows one by its id alone. */
export interface LedgerSubjectRef {
  type: (typeof subjectTypes)[number];
  id: string;
}

const LedgerEntrySchema = defineEntity({
  name: 'LedgerEntry',
  tableName: 'ledger_entries',
  indexes: [
    { name: 'ledger_entries_subject_index', properties: ['subjectType', 'subjectId', 'at'] },
    { name: 'ledger_entries_time_index', properties: ['at', 'id'] },
  ],
  properties: {
    id: idColumn(),
    kind: p.enum(entryKinds),
    subjectType: p.enum(subjectTypes),
    subjectId: p.uuid(),
    /** Whose money it is; null for what we pay to a professional. */
    customer: () => p.manyToOne(Customer).mapToPk().nullable().deleteRule('restrict').index(),
    /** What the entry is the effect of, `charge:booking:…`: nothing is posted twice. */
    effectKey: p.string().length(160).unique('ledger_entries_effect_key_unique'),
    /** How money came or went; null where none did. */
    method: p.enum(paymentMethods).nullable(),
    /** Of the bank, the UPI or the gateway. Numbers and letters only: the books are kept for years, and no name belongs here. */
    reference: p.string().length(60).nullable(),
    /** Ids of the clauses of the policies that it follows. */
    clauses: p.array().default([]),
    actorKind: p.string().length(20),
    actorId: p.string().length(80),
    at: p.datetime(),
    lines: () => p.oneToMany(LedgerLine).mappedBy('entry').orderBy({ position: 'asc' }),
    ...timestampColumns(),
  },
});
export class LedgerEntry extends LedgerEntrySchema.class {}
LedgerEntrySchema.setClass(LedgerEntry);

const LedgerLineSchema = defineEntity({
  name: 'LedgerLine',
  tableName: 'ledger_lines',
  checks: [{ name: 'ledger_lines_amount_check', expression: 'amount_paise <> 0' }],
  uniques: [{ name: 'ledger_lines_position_unique', properties: ['entry', 'position'] }],
  indexes: [{ name: 'ledger_lines_account_index', properties: ['account', 'party'] }],
  properties: {
    id: idColumn(),
    entry: () => p.manyToOne(LedgerEntry),
    position: p.smallint(),
    account: p.enum(ledgerAccounts),
    /** The customer or the professional whose part of the account it is; null where the account is ours. */
    party: p.uuid().nullable(),
    /** Debit above 0, credit below. */
    amountPaise: paiseColumn(),
    ...timestampColumns(),
  },
});
export class LedgerLine extends LedgerLineSchema.class {}
LedgerLineSchema.setClass(LedgerLine);

const LedgerSubjectSchema = defineEntity({
  name: 'LedgerSubject',
  tableName: 'ledger_subjects',
  checks: [
    {
      // No refund without a payment, whatever the code does; what was paid by credit never leaves as money.
      name: 'ledger_subjects_refund_check',
      expression:
        'refunded_paise >= 0 and refunded_credit_paise >= 0 and refunded_paise <= paid_paise and refunded_paise + refunded_credit_paise <= paid_paise + paid_credit_paise',
    },
  ],
  properties: {
    type: p.enum(subjectTypes).primary(),
    id: p.uuid().primary(),
    /** What is owed; below 0: what was paid ahead. */
    owedPaise: paiseColumn().default(0),
    /** Money in. */
    paidPaise: paiseColumn().default(0),
    paidCreditPaise: paiseColumn().default(0),
    /** Money out. */
    refundedPaise: paiseColumn().default(0),
    refundedCreditPaise: paiseColumn().default(0),
    /** Charged for what was sold, tax included, and the tax in it. */
    chargedPaise: paiseColumn().default(0),
    chargedTaxPaise: paiseColumn().default(0),
    /** Given back of it, tax included, and the tax in it. */
    returnedPaise: paiseColumn().default(0),
    returnedTaxPaise: paiseColumn().default(0),
    feesPaise: paiseColumn().default(0),
    ...timestampColumns(),
  },
});
/** The sums of one subject, kept by a trigger on the lines: what is locked before anything is posted, and what the database checks. */
export class LedgerSubject extends LedgerSubjectSchema.class {
  declare [OptionalProps]?: 'refundablePaise' | 'refundableMoneyPaise' | 'overpaidPaise';

  /** What may still go back, as money and as credit together. */
  get refundablePaise(): number {
    return this.paidPaise + this.paidCreditPaise - this.refundedPaise - this.refundedCreditPaise;
  }

  get refundableMoneyPaise(): number {
    return Math.min(this.paidPaise - this.refundedPaise, this.refundablePaise);
  }

  /** What was paid beyond what is owed. */
  get overpaidPaise(): number {
    return Math.max(0, -this.owedPaise);
  }
}
LedgerSubjectSchema.setClass(LedgerSubject);

const CreditBalanceSchema = defineEntity({
  name: 'CreditBalance',
  tableName: 'credit_balances',
  checks: [{ name: 'credit_balances_check', expression: 'balance_paise >= 0' }],
  properties: {
    customer: () => p.manyToOne(Customer).mapToPk().deleteRule('restrict').updateRule('restrict').primary(),
    balancePaise: paiseColumn().default(0),
    ...timestampColumns(),
  },
});
/** What a customer may spend, kept by the same trigger: never below nothing. */
export class CreditBalance extends CreditBalanceSchema.class {}
CreditBalanceSchema.setClass(CreditBalance);
