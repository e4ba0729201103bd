import { Body, Controller, Delete, Get, Param, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Operation, pageOf, ReturnsNothing, ReturnsView } from '#libs/http';
import { CurrentActor, OnlyFor, Requires } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import {
  messageView,
  ratedMessageView,
  rateMessageInput,
  ratingsList,
  type RateMessage,
  type RatingsQuery,
} from './conversations.schemas.js';
import { RatingsService } from './ratings.service.js';

const uuid = { schema: z.uuid() };

@ApiTags('Chat')
@Controller()
export class RatingsController {
  constructor(private readonly ratings: RatingsService) {}

  @Put('chat/messages/:messageId/rating')
  @Requires('conversations.create')
  @OnlyFor('customer')
  @Operation({
    id: 'rateMessage',
    summary: 'Rate an answer',
    description:
      'Says whether an answer in one of your conversations helped. Rating it again replaces what you said before.',
    codes: ['MESSAGE_NOT_FOUND'],
  })
  @ReturnsView(messageView, {
    problems: { 422: { description: 'MESSAGE_NOT_RATEABLE: only answers of the desk can be rated.' } },
  })
  rate(
    @CurrentActor() actor: Actor,
    @Param('messageId', uuid) messageId: string,
    @Body({ schema: rateMessageInput }) rating: RateMessage,
  ) {
    return this.ratings.rate(actor, messageId, rating);
  }

  @Delete('chat/messages/:messageId/rating')
  @Requires('conversations.create')
  @OnlyFor('customer')
  @Operation({
    id: 'removeMessageRating',
    summary: 'Take back the rating of an answer',
    description: 'Nothing happens where there is none.',
    codes: ['MESSAGE_NOT_FOUND'],
  })
  @ReturnsNothing()
  async remove(@CurrentActor() actor: Actor, @Param('messageId', uuid) messageId: string): Promise<void> {
    await this.ratings.remove(actor, messageId);
  }

  @Get('ops/conversations/ratings')
  @Requires('conversations.read')
  @OnlyFor('staff')
  @Operation({
    id: 'listMessageRatings',
    summary: 'List rated answers',
    description: 'Returns what customers said of answers, with what was asked and who answered.',
  })
  @ReturnsView(pageOf(ratedMessageView))
  list(@CurrentActor() actor: Actor, @Query({ schema: ratingsList.query }) query: RatingsQuery) {
    return this.ratings.list(actor, query);
  }
}
