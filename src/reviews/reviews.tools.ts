import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Tool, type ToolCall } from '#libs/tools';
import type { Actor } from '../access/actor.js';
import { rateBookingInput, reviewView } from './reviews.schemas.js';
import { ReviewsService } from './reviews.service.js';

const rateInput = rateBookingInput.extend({ bookingId: z.uuid() });

/** What an agent may do with reviews. */
@Injectable()
export class ReviewsTools {
  constructor(private readonly reviews: ReviewsService) {}

  @Tool({
    name: 'bookings.rate',
    operation: 'rateBooking',
    description:
      'Rates a completed booking of the customer, once: stars, and what they say of it for everybody to read.',
    input: rateInput,
    output: reviewView,
    permission: 'bookings.update',
    effect: 'write',
  })
  rate(actor: Actor, { bookingId, ...input }: z.output<typeof rateInput>, call: ToolCall) {
    return this.reviews.rate(actor, bookingId, input, call.confirmation);
  }
}
