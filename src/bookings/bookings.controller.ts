import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Idempotent, IfMatch, pageOf, Returns, type ExpectedVersions } from '#libs/http';
import { CurrentActor, OnlyFor, Requires } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import {
  bookingsQuery,
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

@ApiTags('Bookings')
@Controller('bookings')
export class BookingsController {
  constructor(private readonly bookings: BookingsService) {}

  @Post()
  @Requires('bookings.create')
  @OnlyFor('customer')
  @Idempotent()
  @ApiOperation({
    summary: 'Book a free slot',
    description: 'Take `providerId` and `startsAt` from the free slots.',
  })
  @Returns(bookingView, {
    status: 201,
    problems: {
      404: { description: 'No such service, provider or address.' },
      409: {
        description:
          'SLOT_TAKEN: the slot is no longer free. SLOT_NOT_OFFERED: the provider makes no such visit then. ALREADY_BOOKED: you have this service booked at this address for a time that overlaps; for more of it, raise the quantity. PRICE_CHANGED: the price is not the expected one.',
        members: refusedBookingView,
      },
      422: {
        description:
          'START_IN_PAST, START_TOO_SOON, START_TOO_FAR, START_OFF_GRID: no visit starts then, whoever is free.',
        members: refusedStartView,
      },
    },
  })
  create(@CurrentActor() actor: Actor, @Body({ schema: createBookingInput }) input: CreateBookingInput) {
    return this.bookings.create(actor, input);
  }

  @Get()
  @Requires('bookings.read')
  @ApiOperation({ summary: 'Bookings, latest visit first' })
  @Returns(pageOf(bookingView))
  list(@CurrentActor() actor: Actor, @Query({ schema: bookingsQuery }) query: ListBookings) {
    return this.bookings.list(actor, query);
  }

  @Get(':id')
  @Requires('bookings.read')
  @ApiOperation({ summary: 'One booking' })
  @Returns(bookingView)
  get(@CurrentActor() actor: Actor, @Param('id', { schema: z.uuid() }) id: string) {
    return this.bookings.get(actor, id);
  }

  @Post(':id/cancel')
  @Requires('bookings.update')
  @ApiOperation({ summary: 'Cancel a booking under the terms that hold now' })
  @Returns(bookingView, {
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
}
