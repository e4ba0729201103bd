import { DomainError } from '#libs/errors';

/** An invoice is issued when the work is done. */
export class InvoiceNotIssued extends DomainError {
  constructor(status: string) {
    super('INVOICE_NOT_ISSUED', 'conflict', 'The invoice is issued when the work is done.', { status });
  }
}
