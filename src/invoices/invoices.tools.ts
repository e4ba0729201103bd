import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Tool } from '#libs/tools';
import type { Actor } from '../access/actor.js';
import { bookingInvoiceView } from './invoices.schemas.js';
import { InvoicesService } from './invoices.service.js';

const ofBooking = z.strictObject({ bookingId: z.uuid() });

@Injectable()
export class InvoicesTools {
  constructor(private readonly invoices: InvoicesService) {}

  @Tool({
    name: 'bookings.invoice',
    operation: 'getBookingInvoice',
    description: 'The tax invoice and the credit notes of a booking of the customer that is done.',
    input: ofBooking,
    output: bookingInvoiceView,
    permission: 'bookings.read',
    effect: 'read',
  })
  get(actor: Actor, { bookingId }: z.output<typeof ofBooking>) {
    return this.invoices.ofBooking(actor, bookingId);
  }
}
