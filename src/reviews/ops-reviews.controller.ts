import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { IfMatch, Operation, pageOf, ReturnsView, type ExpectedVersions } from '#libs/http';
import { CurrentActor, OnlyFor, Requires } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { ModerationService } from './moderation.service.js';
import {
  answerReviewInput,
  hideReviewInput,
  moderatedReviewView,
  reviewsList,
  type ReviewsQuery,
} from './reviews.schemas.js';

const id = { schema: z.uuid() };
const unchanged = {
  409: { description: 'REVIEW_VISIBILITY_UNCHANGED: it is hidden, or shown, already.' },
};

/** Whoever works with bookings answers; whoever answers for providers decides what is shown of them. */
@ApiTags('Reviews')
@OnlyFor('staff')
@Controller('ops/reviews')
export class OpsReviewsController {
  constructor(private readonly moderation: ModerationService) {}

  @Get()
  @Requires('bookings.read')
  @Operation({
    id: 'listReviews',
    summary: 'List reviews',
    description: 'Returns those of everybody, hidden ones included, the latest first.',
  })
  @ReturnsView(pageOf(moderatedReviewView))
  list(@CurrentActor() actor: Actor, @Query({ schema: reviewsList.query }) query: ReviewsQuery) {
    return this.moderation.list(actor, query);
  }

  @Get(':id')
  @Requires('bookings.read')
  @Operation({
    id: 'getReview',
    summary: 'Get a review',
    description: 'Returns it, hidden or not, with whose it is.',
    codes: ['REVIEW_NOT_FOUND'],
  })
  @ReturnsView(moderatedReviewView)
  get(@CurrentActor() actor: Actor, @Param('id', id) reviewId: string) {
    return this.moderation.get(actor, reviewId);
  }

  @Post(':id/answer')
  @Requires('bookings.update')
  @Operation({
    id: 'answerReview',
    summary: 'Answer a review',
    description: 'Everybody can read the answer. It replaces an earlier one.',
    codes: ['REVIEW_NOT_FOUND'],
  })
  @ReturnsView(moderatedReviewView)
  answer(
    @CurrentActor() actor: Actor,
    @Param('id', id) reviewId: string,
    @Body({ schema: answerReviewInput }) { answer }: z.output<typeof answerReviewInput>,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.moderation.answer(actor, reviewId, answer, expected);
  }

  @Post(':id/hide')
  @Requires('providers.update')
  @Operation({
    id: 'hideReview',
    summary: 'Hide a review',
    description: 'Only its customer and staff see it then, and it does not count in any rating.',
    codes: ['REVIEW_NOT_FOUND'],
  })
  @ReturnsView(moderatedReviewView, { problems: unchanged })
  hide(
    @CurrentActor() actor: Actor,
    @Param('id', id) reviewId: string,
    @Body({ schema: hideReviewInput }) { reason }: z.output<typeof hideReviewInput>,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.moderation.hide(actor, reviewId, reason, expected);
  }

  @Post(':id/unhide')
  @Requires('providers.update')
  @Operation({
    id: 'unhideReview',
    summary: 'Show a hidden review again',
    description: 'It counts again.',
    codes: ['REVIEW_NOT_FOUND'],
  })
  @ReturnsView(moderatedReviewView, { problems: unchanged })
  unhide(
    @CurrentActor() actor: Actor,
    @Param('id', id) reviewId: string,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.moderation.unhide(actor, reviewId, expected);
  }
}
