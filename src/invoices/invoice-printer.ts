import { Injectable } from '@nestjs/common';
import { Settings } from '../config/settings.js';
import { invoicePdf } from './invoice-pdf.js';
import type { BookingInvoice } from './invoices.service.js';

@Injectable()
export class InvoicePrinter {
  constructor(private readonly settings: Settings) {}

  /** Everything that was issued for the booking, in one file. */
  async print({ invoice, creditNotes }: BookingInvoice): Promise<{ name: string; bytes: Buffer }> {
    const bytes = await invoicePdf([invoice, ...creditNotes], this.settings.BUSINESS_TIME_ZONE);
    return { name: `${invoice.number.replaceAll('/', '-')}.pdf`, bytes };
  }
}
