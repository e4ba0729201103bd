// The books and the invoices of the visits that have ended. What was done is paid at the door, a fee the day after; of those who were not at
// home nobody has paid yet. Draws from a random stream of its own.
import type { SqlEntityManager } from '@mikro-orm/sql';
import { settingsSchema } from '../config/settings.js';
import { financialYear, invoiceNumber, splitTax } from '../invoices/gst.js';
import { Invoice } from '../invoices/invoice.entity.js';
import { LedgerEntry, LedgerLine, type EntryKind } from '../payments/ledger-entry.entity.js';
import { chargePostings, feePostings, paymentPostings, type Posting } from '../payments/ledger-postings.js';
import type { PolicyVersion } from '../policies/policy-version.entity.js';
import type { DemoBooking } from './bookings.js';
import type { InsertRows } from './insert.js';
import { minutesAfter, timeZone, type DemoScene } from './scene.js';

const { COMPANY_NAME, COMPANY_ADDRESS, COMPANY_GSTIN, PROVIDER_SHARE_PERCENT } = settingsSchema.parse({});

/** The last number of each financial year, over all blocks. */
export type InvoiceSequences = Map<string, number>;

interface DemoEntry {
  kind: EntryKind;
  what: string;
  at: Date;
  postings: Posting[];
  clauses?: string[];
  method?: 'upi' | 'cash' | 'card';
  reference?: string;
}

/** @param scene of a random stream of its own */
export function addMoney(
  scene: DemoScene,
  rows: InsertRows,
  bookings: readonly DemoBooking[],
  { policy, sequences }: { policy: PolicyVersion; sequences: InvoiceSequences },
): void {
  for (const booking of bookings)
    for (const entry of entriesOf(scene, booking, policy)) addEntry(scene, rows, booking, entry);
  const done = bookings.filter(({ status }) => status === 'completed');
  for (const booking of done.toSorted((a, b) => a.endsAt.getTime() - b.endsAt.getTime()))
    addInvoice(scene, rows, booking, sequences);
}

function entriesOf({ random }: DemoScene, booking: DemoBooking, policy: PolicyVersion): DemoEntry[] {
  const { customer, provider, totalPaise, startsAt, endsAt, status, fee } = booking;
  const taxPaise = taxOf(booking);
  const paid = (what: string, at: Date, amountPaise: number): DemoEntry => {
    const method = random.pick(['upi', 'upi', 'upi', 'cash', 'card'] as const);
    const reference = method === 'cash' ? {} : { reference: String(random.between(10 ** 8, 10 ** 9)) };
    return {
      kind: 'payment',
      what,
      at,
      postings: paymentPostings(customer.id, amountPaise),
      method,
      ...reference,
    };
  };
  const charged = (what: string, at: Date, amountPaise: number, clauses: string[]): DemoEntry => {
    const postings = feePostings(customer.id, provider.id, amountPaise);
    return { kind: 'fee', what: `:${what}`, at, postings, clauses };
  };
  if (status === 'completed') {
    const amounts = { totalPaise, taxPaise, providerSharePercent: PROVIDER_SHARE_PERCENT };
    const postings = chargePostings(customer.id, provider.id, amounts);
    return [
      { kind: 'charge', what: '', at: endsAt, postings },
      paid(':visit', minutesAfter(endsAt, random.between(2, 20)), totalPaise),
    ];
  }
  if (status === 'cancelled' && fee && fee.paise > 0) {
    const at = minutesAfter(fee.at, random.between(600, 1440));
    return [charged('cancellation', fee.at, fee.paise, fee.clauses), paid(':fee', at, fee.paise)];
  }
  if (status !== 'no_show') return [];
  const { feePaise, clauses } = policy.noShowTerms({ isEnRoute: true, startsAt, totalPaise }, startsAt);
  const ids = clauses.map(({ id }) => id);
  return [charged('no_show', minutesAfter(startsAt, 20), feePaise, ids)];
}

function addEntry(scene: DemoScene, rows: InsertRows, booking: DemoBooking, entry: DemoEntry): void {
  const { kind, what, at, postings, clauses = [], method = null, reference = null } = entry;
  const row = scene.row(at);
  rows.add(LedgerEntry, {
    ...row,
    kind,
    subjectType: 'booking',
    subjectId: booking.id,
    customer: booking.customer.id,
    effectKey: `${kind}:booking:${booking.id}${what}`,
    method,
    reference,
    clauses,
    actorKind: 'system',
    actorId: 'demo',
    at,
  });
  for (const [position, posting] of postings.entries())
    rows.add(LedgerLine, { ...scene.row(at), entry: row.id, position, ...posting });
}

function addInvoice(
  scene: DemoScene,
  rows: InsertRows,
  booking: DemoBooking,
  sequences: InvoiceSequences,
): void {
  const { id, reference, customer, address, totalPaise, endsAt } = booking;
  const taxPaise = taxOf(booking);
  const year = financialYear(endsAt, timeZone);
  const sequence = (sequences.get(year) ?? 0) + 1;
  sequences.set(year, sequence);
  const state = customer.city.state;
  rows.add(Invoice, {
    ...scene.row(endsAt),
    kind: 'invoice',
    number: invoiceNumber('invoice', year, sequence),
    financialYear: year,
    sequence,
    effectKey: `invoice:booking:${id}`,
    booking: id,
    customer: customer.id,
    original: null,
    bookingReference: reference,
    seller: { name: COMPANY_NAME, address: COMPANY_ADDRESS, gstin: COMPANY_GSTIN },
    buyerName: customer.name,
    buyerAddress: address.line,
    pincode: address.pincode,
    placeOfSupply: state,
    sacCode: '9987',
    items: booking.items
      .filter(({ kind }) => kind !== 'tax')
      .map(({ label, quantity, unitPaise, amountPaise }) => ({ label, quantity, unitPaise, amountPaise })),
    taxablePaise: totalPaise - taxPaise,
    ...splitTax(taxPaise, COMPANY_GSTIN, state),
    totalPaise,
    suppliedAt: endsAt,
    issuedAt: endsAt,
  });
}

function taxOf({ items }: DemoBooking): number {
  const taxes = items.filter(({ kind }) => kind === 'tax');
  return taxes.reduce((sum, { amountPaise }) => sum + amountPaise, 0);
}

/** So that the next invoice goes on where these end. */
export async function countInvoices(em: SqlEntityManager): Promise<void> {
  await em.execute(
    `insert into invoice_counters (kind, financial_year, last_sequence, created_at, updated_at)
     select kind, financial_year, max(sequence), max(issued_at), max(issued_at) from invoices group by kind, financial_year
     on conflict (kind, financial_year) do update set last_sequence = excluded.last_sequence`,
  );
}
