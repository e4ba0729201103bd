// Which lines each kind of entry has. Pure; every one of them adds up to nothing, which the database checks again.
import type { LedgerAccountName } from './ledger-entry.entity.js';

/** A line to be: debit above 0, credit below, in paise. */
export interface Posting {
  account: LedgerAccountName;
  party: string | null;
  amountPaise: number;
}

export interface ChargeAmounts {
  /** Tax included. */
  totalPaise: number;
  taxPaise: number;
  /** Percent of the total without tax that goes to the professional. */
  providerSharePercent: number;
}

/** What was sold and done: the customer owes the total; of what is left without the tax, the professional gets their share. */
export function chargePostings(
  customer: string,
  provider: string,
  { totalPaise, taxPaise, providerSharePercent }: ChargeAmounts,
): Posting[] {
  const net = totalPaise - taxPaise;
  const share = Math.round((net * providerSharePercent) / 100);
  return withoutNothing([
    { account: 'customer_receivable', party: customer, amountPaise: totalPaise },
    { account: 'provider_payable', party: provider, amountPaise: -share },
    { account: 'revenue', party: null, amountPaise: -(net - share) },
    { account: 'tax_payable', party: null, amountPaise: -taxPaise },
  ]);
}

/** A fee for a visit given up or missed: "all of it goes to the professional" (handbook, "Cancellation"). */
export function feePostings(customer: string, provider: string, amountPaise: number): Posting[] {
  return withoutNothing([
    { account: 'customer_receivable', party: customer, amountPaise },
    { account: 'provider_payable', party: provider, amountPaise: -amountPaise },
  ]);
}

export function paymentPostings(customer: string, amountPaise: number): Posting[] {
  return [
    { account: 'cash', party: null, amountPaise },
    { account: 'customer_receivable', party: customer, amountPaise: -amountPaise },
  ];
}

/** The customer pays by credit that they have. */
export function creditPostings(customer: string, amountPaise: number): Posting[] {
  return [
    { account: 'customer_credit', party: customer, amountPaise },
    { account: 'customer_receivable', party: customer, amountPaise: -amountPaise },
  ];
}

export interface RefundAmounts {
  /** Of what was paid beyond what is owed. */
  overpaidPaise: number;
  /** Of what was sold, tax included; and the tax in it. */
  returnedPaise: number;
  returnedTaxPaise: number;
  /** How it goes back; together as much as the other two. */
  moneyPaise: number;
  creditPaise: number;
}

export function refundPostings(customer: string, amounts: RefundAmounts): Posting[] {
  const { overpaidPaise, returnedPaise, returnedTaxPaise, moneyPaise, creditPaise } = amounts;
  return withoutNothing([
    { account: 'customer_receivable', party: customer, amountPaise: overpaidPaise },
    { account: 'refunds', party: null, amountPaise: returnedPaise - returnedTaxPaise },
    { account: 'tax_payable', party: null, amountPaise: returnedTaxPaise },
    { account: 'cash', party: null, amountPaise: -moneyPaise },
    { account: 'customer_credit', party: customer, amountPaise: -creditPaise },
  ]);
}

export function goodwillPostings(customer: string, amountPaise: number): Posting[] {
  return [
    { account: 'goodwill', party: null, amountPaise },
    { account: 'customer_credit', party: customer, amountPaise: -amountPaise },
  ];
}

/** What a customer was promised and has not used in its time. */
export function expiryPostings(customer: string, amountPaise: number): Posting[] {
  return [
    { account: 'customer_credit', party: customer, amountPaise },
    { account: 'expired_credit', party: null, amountPaise: -amountPaise },
  ];
}

export function payoutPostings(provider: string, amountPaise: number): Posting[] {
  return [
    { account: 'provider_payable', party: provider, amountPaise },
    { account: 'cash', party: null, amountPaise: -amountPaise },
  ];
}

/** The tax in what goes back, so that the taxes of all parts together are exactly the tax that was charged. */
export function returnedTax(
  {
    chargedPaise,
    chargedTaxPaise,
    returnedPaise,
    returnedTaxPaise,
  }: {
    chargedPaise: number;
    chargedTaxPaise: number;
    returnedPaise: number;
    returnedTaxPaise: number;
  },
  amountPaise: number,
): number {
  if (chargedPaise === 0) return 0;
  const returned = Math.min(returnedPaise + amountPaise, chargedPaise);
  const inAll = Math.round((chargedTaxPaise * returned) / chargedPaise);
  return inAll - returnedTaxPaise;
}

function withoutNothing(postings: Posting[]): Posting[] {
  return postings.filter(({ amountPaise }) => amountPaise !== 0);
}
