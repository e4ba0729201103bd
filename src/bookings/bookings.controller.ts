import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import {
  Idempotent,
  IfMatch,
  Operation,
  pageOf,
  ReturnsNothing,
  ReturnsView,
  type ExpectedVersions,
} from '#libs/http';
import { CurrentActor, OnlyFor, Requires } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import {
  bookingsList,
  bookingView,
  cancelBookingBody,
  createBookingInput,
  refusedBookingView,
  refusedStartView,
  type ListBookings,
  type CancelBookingInput,
  type CreateBookingInput,
} from './bookings.schemas.js';
import { BookingsService } from './bookings.service.js';

const uuid = { schema: z.uuid() };
@ApiTags('Bookings')
@Controller('bookings')
export class BookingsController {
  constructor(private readonly bookings: BookingsService) {}

  @Post()
  @Requires('bookings.create')
  @OnlyFor('customer')
  @Idempotent()
  @Operation({
    id: 'createBooking',
    summary: 'Create a booking',
    description:
      'Take `providerId` and `startsAt` from the free slots. With `expectedTotalPaise` the booking is refused when the price is no longer the one that was shown.',
    codes: [
      'SERVICE_NOT_FOUND',
      'PROVIDER_NOT_FOUND',
      'ADDRESS_NOT_FOUND',
      'QUOTE_NOT_FOUND',
      'PINCODE_UNKNOWN',
      'PINCODE_NOT_SERVED',
      'ATTRIBUTE_UNKNOWN',
      'ATTRIBUTES_EXCLUSIVE',
      'QUANTITY_NOT_ALLOWED',
      'TOO_MANY_ADDRESSES',
    ],
  })
  @ReturnsView(bookingView, {
    status: 201,
    location: ':id',
    problems: {
      404: { description: 'No such service, provider, address or quote.' },
      409: {
        description:
          'SLOT_TAKEN: the slot is no longer free. SLOT_NOT_OFFERED: the provider makes no such visit then. ALREADY_BOOKED: you have this service booked at this address for a time that overlaps; for more of it, raise the quantity. PRICE_CHANGED: the price is not the expected one. QUOTE_EXPIRED, QUOTE_USED: ask for a new quote. COUPON_USED_UP: somebody else was faster.',
        members: refusedBookingView,
      },
      422: {
        description:
          'START_IN_PAST, START_TOO_SOON, START_TOO_FAR, START_OFF_GRID: no visit starts then, whoever is free. QUOTE_FOR_OTHER_VISIT: the quote is for another one.',
        members: refusedStartView,
      },
    },
  })
  create(@CurrentActor() actor: Actor, @Body({ schema: createBookingInput }) input: CreateBookingInput) {
    return this.bookings.create(actor, input);
  }

  @Get()
  @Requires('bookings.read')
  @Operation({
    id: 'listBookings',
    summary: 'List bookings',
    description:
      'Customers see their own bookings, staff those of everybody. Who names another customer than themselves gets an empty list.',
  })
  @ReturnsView(pageOf(bookingView))
  list(@CurrentActor() actor: Actor, @Query({ schema: bookingsList.query }) query: ListBookings) {
    return this.bookings.list(actor, query);
  }

  @Get(':id')
  @Requires('bookings.read')
  @Operation({
    id: 'getBooking',
    summary: 'Get a booking',
    description: 'Returns the booking with its price line by line and its history.',
    codes: ['BOOKING_NOT_FOUND'],
  })
  @ReturnsView(bookingView)
  get(@CurrentActor() actor: Actor, @Param('id', { schema: z.uuid() }) id: string) {
    return this.bookings.get(actor, id);
  }

  @Post(':id/cancel')
  @Requires('bookings.update')
  @Operation({
    id: 'cancelBooking',
    summary: 'Cancel a booking',
    description:
      'The terms of this moment apply: free until some hours before the visit, for a part of the price afterwards. A reason can be given.',
    codes: ['BOOKING_NOT_FOUND'],
  })
  @ReturnsView(bookingView, {
    problems: {
      409: { description: 'BOOKING_NOT_CANCELLABLE: it has begun, is done, or is cancelled already.' },
    },
  })
  cancel(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: z.uuid() }) id: string,
    @Body({ schema: cancelBookingBody }) input: CancelBookingInput,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.bookings.cancel(actor, id, input, expected);
  }

  @Delete(':id')
  @Requires('bookings.update')
  @Operation({
    id: 'deleteBooking',
    summary: 'Cancel a booking by deleting it',
    description:
      'The same as cancelling it without a reason, under the terms of this moment: a fee may be due. It can still be read, for it belongs to the books. Deleting it again changes nothing.',
    codes: ['BOOKING_NOT_FOUND'],
  })
  @ReturnsNothing({
    problems: { 409: { description: 'BOOKING_NOT_CANCELLABLE: it has begun, or is done.' } },
  })
  async remove(
    @CurrentActor() actor: Actor,
    @Param('id', uuid) id: string,
    @IfMatch() expected: ExpectedVersions,
  ) {
    await this.bookings.remove(actor, id, expected);
  }
}
