import { Controller, Get, Param, StreamableFile } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Operation, RateClass, ReturnsView } from '#libs/http';
import { CurrentActor, Requires } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { InvoicePrinter } from './invoice-printer.js';
import { bookingInvoiceView } from './invoices.schemas.js';
import { InvoicesService } from './invoices.service.js';

const byId = { schema: z.uuid() };
const notIssued = { 409: { description: 'INVOICE_NOT_ISSUED: the work is not done.' } };

@ApiTags('Payments')
@Requires('bookings.read')
@Controller('bookings/:id')
export class InvoicesController {
  constructor(
    private readonly invoices: InvoicesService,
    private readonly printer: InvoicePrinter,
  ) {}

  @Get('invoice')
  @Operation({
    id: 'getBookingInvoice',
    summary: 'Get the tax invoice of a booking',
    description:
      'Issued when the work is done, with a credit note for each refund of what was sold. Neither is ever changed.',
    codes: ['BOOKING_NOT_FOUND'],
  })
  @ReturnsView(bookingInvoiceView, { problems: notIssued })
  get(@CurrentActor() actor: Actor, @Param('id', byId) id: string) {
    return this.invoices.ofBooking(actor, id);
  }

  @Get('invoice.pdf')
  @RateClass('expensive')
  @Operation({
    id: 'printBookingInvoice',
    summary: 'Get the tax invoice of a booking as PDF',
    description: 'The invoice, and a page for each credit note.',
    codes: ['BOOKING_NOT_FOUND'],
  })
  @ApiProduces('application/pdf')
  @ReturnsView(z.string().meta({ type: 'string', format: 'binary' }), { problems: notIssued })
  async print(@CurrentActor() actor: Actor, @Param('id', byId) id: string) {
    return fileOf(await this.printer.print(await this.invoices.ofBooking(actor, id)));
  }
}

function fileOf({ name, bytes }: { name: string; bytes: Buffer }): StreamableFile {
  return new StreamableFile(bytes, {
    type: 'application/pdf',
    disposition: `attachment; filename="${name}"`,
    length: bytes.length,
  });
}
