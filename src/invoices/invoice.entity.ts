// Tax invoices and credit notes: copies of what was sold, by whom, to whom, as it was that day. Never changed; the database refuses to.
import { defineEntity, p } from '@mikro-orm/core';
import { idColumn, paiseColumn, timestampColumns } from '#libs/orm';
import { Booking } from '../bookings/booking.entity.js';
import { Customer } from '../customers/customer.entity.js';
import { invoiceKinds } from './gst.js';

export interface InvoiceSeller {
  name: string;
  address: string;
  gstin: string;
}

export interface InvoiceItem {
  label: string;
  quantity: number;
  unitPaise: number;
  amountPaise: number;
}

const InvoiceSchema = defineEntity({
  name: 'Invoice',
  tableName: 'invoices',
  checks: [
    {
      name: 'invoices_total_check',
      expression: 'total_paise = taxable_paise + cgst_paise + sgst_paise + igst_paise',
    },
    { name: 'invoices_tax_check', expression: 'igst_paise = 0 or (cgst_paise = 0 and sgst_paise = 0)' },
    { name: 'invoices_original_check', expression: `(kind = 'credit_note') = (original_id is not null)` },
  ],
  uniques: [{ name: 'invoices_sequence_unique', properties: ['kind', 'financialYear', 'sequence'] }],
  indexes: [
    { name: 'invoices_customer_index', properties: ['customer', 'issuedAt'] },
    { name: 'invoices_booking_index', properties: ['booking', 'issuedAt'] },
  ],
  properties: {
    id: idColumn(),
    kind: p.enum(invoiceKinds),
    number: p.string().length(16).unique('invoices_number_unique'),
    financialYear: p.string().length(5),
    /** 1, 2, 3 … in its kind and year, without a gap. */
    sequence: p.integer(),
    /** What it was issued for: nothing gets two. */
    effectKey: p.string().length(160).unique('invoices_effect_key_unique'),
    booking: () => p.manyToOne(Booking).mapToPk().deleteRule('restrict'),
    customer: () => p.manyToOne(Customer).mapToPk().deleteRule('restrict'),
    /** Of a credit note: the invoice that it takes from. */
    original: () => p.manyToOne(Invoice).mapToPk().nullable().deleteRule('restrict').index(),
    bookingReference: p.string().length(12),
    seller: p.json().$type<InvoiceSeller>(),
    buyerName: p.string().length(120),
    buyerAddress: p.string().length(300),
    pincode: p.string().length(6),
    /** The state in which the work was done. */
    placeOfSupply: p.string().length(80),
    sacCode: p.string().length(8),
    items: p.json().$type<InvoiceItem[]>(),
    taxablePaise: paiseColumn(),
    cgstPaise: paiseColumn(),
    sgstPaise: paiseColumn(),
    igstPaise: paiseColumn(),
    totalPaise: paiseColumn(),
    currency: p.string().columnType('char(3)').default('INR'),
    suppliedAt: p.datetime(),
    issuedAt: p.datetime(),
    ...timestampColumns(),
  },
});
export class Invoice extends InvoiceSchema.class {}
InvoiceSchema.setClass(Invoice);

const InvoiceCounterSchema = defineEntity({
  name: 'InvoiceCounter',
  tableName: 'invoice_counters',
  properties: {
    kind: p.enum(invoiceKinds).primary(),
    financialYear: p.string().length(5).primary(),
    lastSequence: p.integer(),
    ...timestampColumns(),
  },
});
/** The last number of a kind and year. Its row is locked from the number to the commit: a rollback gives the number back. */
export class InvoiceCounter extends InvoiceCounterSchema.class {}
InvoiceCounterSchema.setClass(InvoiceCounter);
