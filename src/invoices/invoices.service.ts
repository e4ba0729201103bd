import { Inject, Injectable } from '@nestjs/common';
import { EntityManager, LockMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { NotFound } from '#libs/errors';
import { newId } from '#libs/orm';
import { Clock } from '#libs/time';
import type { Actor } from '../access/actor.js';
import { ReadsService } from '../audit/reads.service.js';
import { Booking, ownBookings } from '../bookings/booking.entity.js';
import { Pincode } from '../catalogue/place.entity.js';
import { Settings } from '../config/settings.js';
import { Customer } from '../customers/customer.entity.js';
import type { RefundFacts } from '../payments/payment.events.js';
import { financialYear, invoiceNumber, splitTax, type InvoiceKind } from './gst.js';
import { Invoice } from './invoice.entity.js';
import { InvoiceNotIssued } from './invoices.errors.js';

/** Maintenance and repair, where the tax of a booking names no code of its own. */
const standardSac = '9987';

export interface BookingInvoice {
  invoice: Invoice;
  creditNotes: Invoice[];
}

@Injectable()
export class InvoicesService {
  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    private readonly reads: ReadsService,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /** That staff look is noted. @throws NotFound, InvoiceNotIssued */
  async ofBooking(actor: Actor, id: string): Promise<BookingInvoice> {
    const booking = await this.em.findOne(Booking, { id, ...ownBookings(actor) });
    if (!booking) throw new NotFound('Booking', id);
    const { customer: person, status } = booking;
    await this.reads.note(actor, { action: 'invoice.viewed', object: { type: 'booking', id }, person });
    const documents = await this.em.find(
      Invoice,
      { booking: id },
      { orderBy: { issuedAt: 'asc', id: 'asc' } },
    );
    const invoice = documents.find(({ kind }) => kind === 'invoice');
    if (!invoice) throw new InvoiceNotIssued(status);
    return { invoice, creditNotes: documents.filter(({ kind }) => kind === 'credit_note') };
  }

  /** For work that is done. Asked again, it is the same one. @param bookingId of a booking that is completed, else nothing is issued */
  async issue(em: SqlEntityManager, bookingId: string): Promise<Invoice | null> {
    // Locked: of two at once the second sees the first, before it takes a number.
    const booking = await em.findOneOrFail(
      Booking,
      { id: bookingId },
      { lockMode: LockMode.PESSIMISTIC_WRITE },
    );
    const effectKey = `invoice:booking:${bookingId}`;
    const earlier = await em.findOne(Invoice, { effectKey });
    if (earlier || booking.status !== 'completed') return earlier;
    await em.populate(booking, ['items']);
    const customer = await em.findOneOrFail(Customer, { id: booking.customer });
    const { city } = await em.findOneOrFail(Pincode, { code: booking.pincode }, { populate: ['city'] });
    const items = booking.items.getItems();
    const taxes = items.filter(({ kind }) => kind === 'tax');
    const taxPaise = taxes.reduce((sum, { amountPaise }) => sum + amountPaise, 0);
    return this.write(em, 'invoice', {
      effectKey,
      booking: booking.id,
      customer: booking.customer,
      original: null,
      bookingReference: booking.reference,
      seller: this.seller(),
      buyerName: customer.name,
      buyerAddress: booking.addressLine,
      pincode: booking.pincode,
      placeOfSupply: city.state,
      sacCode: sacOf(taxes) ?? standardSac,
      items: items
        .filter(({ kind }) => kind !== 'tax')
        .map(({ label, quantity, unitPaise, amountPaise }) => ({ label, quantity, unitPaise, amountPaise })),
      taxablePaise: booking.totalPaise - taxPaise,
      ...splitTax(taxPaise, this.settings.COMPANY_GSTIN, city.state),
      totalPaise: booking.totalPaise,
      suppliedAt: booking.endsAt,
    });
  }

  /** For what was given back of what was sold. Asked again, it is the same one; what was refunded beyond the invoice needs none. */
  async credit(em: SqlEntityManager, refund: RefundFacts): Promise<Invoice | null> {
    if (refund.subjectType !== 'booking' || refund.returnedPaise === 0) return null;
    const original = await this.issue(em, refund.subjectId);
    if (!original) return null;
    const effectKey = `credit_note:refund:${refund.entryId}`;
    const notes = await em.find(Invoice, { original: original.id });
    const earlier = notes.find((note) => note.effectKey === effectKey);
    if (earlier) return earlier;
    const credited = notes.reduce((sum, { totalPaise }) => sum + totalPaise, 0);
    const totalPaise = Math.min(refund.returnedPaise, original.totalPaise - credited);
    if (totalPaise <= 0) return null;
    const taxPaise = Math.min(refund.returnedTaxPaise, totalPaise);
    const taxablePaise = totalPaise - taxPaise;
    const label = `Refund for invoice ${original.number}`;
    return this.write(em, 'credit_note', {
      effectKey,
      booking: original.booking,
      customer: original.customer,
      original: original.id,
      bookingReference: original.bookingReference,
      seller: original.seller,
      buyerName: original.buyerName,
      buyerAddress: original.buyerAddress,
      pincode: original.pincode,
      placeOfSupply: original.placeOfSupply,
      sacCode: original.sacCode,
      items: [{ label, quantity: 1, unitPaise: taxablePaise, amountPaise: taxablePaise }],
      taxablePaise,
      ...splitTax(taxPaise, original.seller.gstin, original.placeOfSupply),
      totalPaise,
      suppliedAt: original.suppliedAt,
    });
  }

  /** The number comes last, so that its row is locked for as short as can be. */
  private async write(
    em: SqlEntityManager,
    kind: InvoiceKind,
    content: Omit<InvoiceContent, 'kind'>,
  ): Promise<Invoice> {
    const issuedAt = this.clock.now();
    const year = financialYear(issuedAt, this.settings.BUSINESS_TIME_ZONE);
    const [counter] = await em.execute<{ last: number }[]>(
      `insert into invoice_counters as counter (kind, financial_year, last_sequence) values (?, ?, 1)
       on conflict (kind, financial_year) do update set last_sequence = counter.last_sequence + 1
       returning last_sequence as last`,
      [kind, year],
    );
    const sequence = counter!.last;
    const invoice = em.create(Invoice, {
      id: newId(),
      kind,
      number: invoiceNumber(kind, year, sequence),
      financialYear: year,
      sequence,
      issuedAt,
      ...content,
    });
    await em.flush();
    return invoice;
  }

  private seller() {
    const { COMPANY_NAME: name, COMPANY_ADDRESS: address, COMPANY_GSTIN: gstin } = this.settings;
    return { name, address, gstin };
  }
}

type InvoiceContent = Pick<
  Invoice,
  | 'effectKey'
  | 'booking'
  | 'customer'
  | 'original'
  | 'bookingReference'
  | 'seller'
  | 'buyerName'
  | 'buyerAddress'
  | 'pincode'
  | 'placeOfSupply'
  | 'sacCode'
  | 'items'
  | 'taxablePaise'
  | 'cgstPaise'
  | 'sgstPaise'
  | 'igstPaise'
  | 'totalPaise'
  | 'suppliedAt'
>;

/** Of the first tax that names one. */
function sacOf(taxes: readonly object[]): string | null {
  const named = taxes as readonly { sacCode?: string | null }[];
  return named.find(({ sacCode }) => sacCode)?.sacCode ?? null;
}
