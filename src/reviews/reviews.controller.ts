import { Body, Controller, Get, Param, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import {
  Idempotent,
  IfMatch,
  KeptPublicly,
  Operation,
  pageOf,
  ReturnsView,
  type ExpectedVersions,
} from '#libs/http';
import { CurrentActor, OnlyFor, Public, Requires } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { apiPrefix } from '../config/api-prefix.js';
import {
  publicReviewsList,
  publicReviewView,
  rateBookingInput,
  reviewView,
  type PublicReviewsQuery,
  type RateBookingInput,
} from './reviews.schemas.js';
import { ReviewsService } from './reviews.service.js';

const id = { schema: z.uuid() };

@ApiTags('Reviews')
@Controller()
export class ReviewsController {
  constructor(private readonly reviews: ReviewsService) {}

  @Post('bookings/:id/rate')
  @Requires('bookings.update')
  @OnlyFor('customer')
  @Idempotent()
  @Operation({
    id: 'rateBooking',
    summary: 'Rate a booking',
    description:
      'Says how a completed visit was, once. For a week you can change it. Everybody can read it, under your first name and an initial.',
    codes: ['BOOKING_NOT_FOUND'],
  })
  @ReturnsView(reviewView, {
    status: 201,
    location: `/${apiPrefix}/bookings/:bookingId/review`,
    problems: {
      409: {
        description:
          'BOOKING_NOT_RATEABLE: the visit is not completed. REVIEW_EXISTS: you have rated it already.',
      },
    },
  })
  rate(
    @CurrentActor() actor: Actor,
    @Param('id', id) bookingId: string,
    @Body({ schema: rateBookingInput }) input: RateBookingInput,
  ) {
    return this.reviews.rate(actor, bookingId, input);
  }

  @Get('bookings/:id/review')
  @Requires('bookings.read')
  @Operation({
    id: 'getBookingReview',
    summary: 'Get the review of a booking',
    description: 'Returns what its customer has said, and our answer.',
    codes: ['BOOKING_NOT_FOUND', 'REVIEW_NOT_FOUND'],
  })
  @ReturnsView(reviewView)
  get(@CurrentActor() actor: Actor, @Param('id', id) bookingId: string) {
    return this.reviews.ofBooking(actor, bookingId);
  }

  @Put('bookings/:id/review')
  @Requires('bookings.update')
  @OnlyFor('customer')
  @Operation({
    id: 'replaceBookingReview',
    summary: 'Change your review of a booking',
    description: 'Possible for a week, unless it is hidden. What is left out is empty then.',
    codes: ['REVIEW_NOT_FOUND'],
  })
  @ReturnsView(reviewView, {
    problems: { 409: { description: 'REVIEW_NOT_EDITABLE: the week is over, or it is hidden.' } },
  })
  edit(
    @CurrentActor() actor: Actor,
    @Param('id', id) bookingId: string,
    @Body({ schema: rateBookingInput }) input: RateBookingInput,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.reviews.edit(actor, bookingId, input, expected);
  }

  @Get('services/:id/reviews')
  @Public()
  @Operation({
    id: 'listServiceReviews',
    summary: 'List the reviews of a service',
    description: 'Returns what customers say of it, the latest first.',
    codes: ['SERVICE_NOT_FOUND'],
  })
  @KeptPublicly(60)
  @ReturnsView(pageOf(publicReviewView))
  ofService(
    @CurrentActor() actor: Actor | undefined,
    @Param('id', id) serviceId: string,
    @Query({ schema: publicReviewsList.query }) query: PublicReviewsQuery,
  ) {
    return this.reviews.ofService(actor, serviceId, query);
  }

  @Get('providers/:id/reviews')
  @Public()
  @Operation({
    id: 'listProviderReviews',
    summary: 'List the reviews of a provider',
    description: 'Returns what customers say of the visits, the latest first.',
    codes: ['PROVIDER_NOT_FOUND'],
  })
  @KeptPublicly(60)
  @ReturnsView(pageOf(publicReviewView))
  ofProvider(
    @CurrentActor() actor: Actor | undefined,
    @Param('id', id) providerId: string,
    @Query({ schema: publicReviewsList.query }) query: PublicReviewsQuery,
  ) {
    return this.reviews.ofProvider(actor, providerId, query);
  }
}
