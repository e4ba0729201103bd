import { Body, Controller, Param, Patch, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { IfMatch, Operation, ReturnsView, type ExpectedVersions } from '#libs/http';
import { CurrentActor, Requires } from '../../access/access.decorators.js';
import type { Actor } from '../../access/actor.js';
import { bookingView, refusedBookingView } from '../bookings.schemas.js';
import { replaceBookingInput, updateBookingInput, type EditBookingInput } from './editing.schemas.js';
import { EditingService } from './editing.service.js';

const uuid = { schema: z.uuid() };
const editCodes = [
  'BOOKING_NOT_FOUND',
  'PINCODE_NOT_SERVED',
  'ATTRIBUTE_UNKNOWN',
  'ATTRIBUTES_EXCLUSIVE',
  'QUANTITY_NOT_ALLOWED',
  'QUOTE_NOT_FOUND',
];
const notEditable = {
  409: {
    description:
      'BOOKING_NOT_CHANGEABLE: it has begun, has ended, or its time has come; attributes and quantity also when the professional has set out. PRICE_CHANGED: the price is not the expected one. BOOKING_CHANGED_TOO_OFTEN: book anew. QUOTE_EXPIRED, QUOTE_USED: ask for a new quote. COUPON_USED_UP: somebody else was faster.',
    members: refusedBookingView,
  },
  422: { description: 'QUOTE_FOR_OTHER_VISIT: the quote is for another one.' },
};

@ApiTags('Bookings')
@Controller('bookings')
export class EditingController {
  constructor(private readonly editing: EditingService) {}

  @Put(':id')
  @Requires('bookings.update')
  @Operation({
    id: 'replaceBooking',
    summary: 'Replace what a booking is about',
    description:
      'Notes, address within the same pincode, quantity and attributes; the slot stays (see rescheduling). Other attributes or another quantity are priced anew.',
    codes: editCodes,
  })
  @ReturnsView(bookingView, { problems: notEditable })
  replace(
    @CurrentActor() actor: Actor,
    @Param('id', uuid) id: string,
    @Body({ schema: replaceBookingInput }) input: EditBookingInput,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.editing.edit(actor, id, input, expected);
  }

  @Patch(':id')
  @Requires('bookings.update')
  @Operation({
    id: 'updateBooking',
    summary: 'Update what a booking is about',
    description: 'What is left out stays. Other attributes or another quantity are priced anew.',
    codes: editCodes,
  })
  @ReturnsView(bookingView, { problems: notEditable })
  update(
    @CurrentActor() actor: Actor,
    @Param('id', uuid) id: string,
    @Body({ schema: updateBookingInput }) input: EditBookingInput,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.editing.edit(actor, id, input, expected);
  }
}
