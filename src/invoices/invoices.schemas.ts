import { z } from 'zod';
import { publishSchema } from '#libs/http';
import { invoiceKinds } from './gst.js';
import { invoicesExamples } from './invoices.examples.js';

const paise = z.int();

const itemView = z.object({
  label: z.string(),
  quantity: z.int(),
  unitPaise: paise,
  amountPaise: paise,
});
publishSchema(itemView, 'InvoiceItem', invoicesExamples.InvoiceItem);

export const invoiceView = z.object({
  id: z.uuid(),
  kind: z.enum(invoiceKinds),
  number: z.string().describe('Without a gap in its kind and financial year.'),
  financialYear: z.string().describe('April to March.'),
  bookingReference: z.string(),
  seller: z.object({ name: z.string(), address: z.string(), gstin: z.string() }),
  buyerName: z.string().describe('Empty where the customer was erased.'),
  buyerAddress: z.string(),
  pincode: z.string(),
  placeOfSupply: z.string().describe('The state in which the work was done.'),
  sacCode: z.string(),
  items: z.array(itemView).describe('Without tax.'),
  taxablePaise: paise,
  cgstPaise: paise,
  sgstPaise: paise,
  igstPaise: paise.describe('Instead of the other two where the seller is registered in another state.'),
  totalPaise: paise,
  currency: z.string(),
  suppliedAt: z.date(),
  issuedAt: z.date(),
});
publishSchema(invoiceView, 'Invoice', invoicesExamples.Invoice);

export const bookingInvoiceView = z.object({ invoice: invoiceView, creditNotes: z.array(invoiceView) });
publishSchema(bookingInvoiceView, 'BookingInvoice', invoicesExamples.BookingInvoice);
