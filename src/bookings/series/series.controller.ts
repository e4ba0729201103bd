import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Idempotent, Operation, RateClass, ReturnsView } from '#libs/http';
import { CurrentActor, OnlyFor, Requires } from '../../access/access.decorators.js';
import type { Actor } from '../../access/actor.js';
import { refusedStartView } from '../bookings.schemas.js';
import {
  cancelSeriesInput,
  createSeriesInput,
  refusedSeriesView,
  seriesView,
  type CancelSeriesInput,
  type CreateSeriesInput,
} from './series.schemas.js';
import { SeriesService } from './series.service.js';

const uuid = { schema: z.uuid() };

@ApiTags('Bookings')
@Controller('booking-series')
export class SeriesController {
  constructor(private readonly series: SeriesService) {}

  @Post()
  @RateClass('expensive')
  @Requires('bookings.create')
  @OnlyFor('customer')
  @Idempotent()
  @Operation({
    id: 'createBookingSeries',
    summary: 'Create a series of bookings',
    description:
      'Books the same visit with the same provider every week, every two weeks or every month, 2 to 26 times within a year. Each is a booking of its own, at its own price. A month without the day has its last day instead.',
    codes: [
      'SERVICE_NOT_FOUND',
      'PROVIDER_NOT_FOUND',
      'ADDRESS_NOT_FOUND',
      'PINCODE_UNKNOWN',
      'PINCODE_NOT_SERVED',
      'ATTRIBUTE_UNKNOWN',
      'ATTRIBUTES_EXCLUSIVE',
      'QUANTITY_NOT_ALLOWED',
      'TOO_MANY_ADDRESSES',
    ],
  })
  @ReturnsView(seriesView, {
    status: 201,
    location: ':id',
    problems: {
      404: { description: 'No such service, provider or address.' },
      409: {
        description:
          'SERIES_CONFLICTS: visits cannot be booked, and nothing was. PRICE_CHANGED: they do not cost what was expected.',
        members: refusedSeriesView,
      },
      422: {
        description:
          'SERIES_LENGTH_INVALID: too few or too many visits, or beyond a year. START_IN_PAST, START_TOO_SOON, START_TOO_FAR, START_OFF_GRID: the first one.',
        members: refusedStartView,
      },
    },
  })
  create(@CurrentActor() actor: Actor, @Body({ schema: createSeriesInput }) input: CreateSeriesInput) {
    return this.series.create(actor, input);
  }

  @Get(':id')
  @Requires('bookings.read')
  @Operation({
    id: 'getBookingSeries',
    summary: 'Get a series of bookings',
    description:
      'Returns every visit that was asked for: its booking as it is, or why it could not be booked.',
    codes: ['BOOKING_SERIES_NOT_FOUND'],
  })
  @ReturnsView(seriesView)
  get(@CurrentActor() actor: Actor, @Param('id', uuid) id: string) {
    return this.series.get(actor, id);
  }

  @Post(':id/cancel')
  @RateClass('expensive')
  @Requires('bookings.update')
  @Operation({
    id: 'cancelBookingSeries',
    summary: 'Cancel the rest of a series of bookings',
    description:
      'Cancels every visit that is still ahead, each under the terms of this moment: mostly free, for a near one a fee may be due. What has begun or is done stays.',
    codes: ['BOOKING_SERIES_NOT_FOUND'],
  })
  @ReturnsView(seriesView)
  cancel(
    @CurrentActor() actor: Actor,
    @Param('id', uuid) id: string,
    @Body({ schema: cancelSeriesInput }) input: CancelSeriesInput,
  ) {
    return this.series.cancelRest(actor, id, input);
  }
}
