import { Body, Controller, Delete, Get, Param, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import {
  Idempotent,
  IfMatch,
  Operation,
  ReturnsNothing,
  ReturnsView,
  type ExpectedVersions,
} from '#libs/http';
import { CurrentActor, OnlyFor, Requires } from '../../../access/access.decorators.js';
import type { Actor } from '../../../access/actor.js';
import { topicInput, topicsView, topicView, type TopicInput } from './topics.schemas.js';
import { TopicsService } from './topics.service.js';

const id = { schema: z.uuid() };
const body = { schema: topicInput };
const codes = ['COMPLAINT_TOPIC_NOT_FOUND'];
const refused = {
  409: { description: 'COMPLAINT_TOPIC_CODE_TAKEN, TOO_MANY_COMPLAINT_TOPICS' },
  422: {
    description:
      'COMPLAINT_TOPIC_MISPLACED: its parent is of another category or on the lowest level, or it does not move.',
  },
};

/** Whoever gives out complaints keeps the tree by which they are told apart. */
@ApiTags('Complaints: operations')
@OnlyFor('staff')
@Controller('ops/complaint-topics')
export class TopicsController {
  constructor(private readonly topics: TopicsService) {}

  @Get()
  @Requires('complaints.read')
  @Operation({
    id: 'listComplaintTopics',
    summary: 'List the topics of complaints',
    description: 'Returns all of them, those on the upper levels first.',
  })
  @ReturnsView(topicsView)
  list(@CurrentActor() actor: Actor) {
    return this.topics.list(actor);
  }

  @Post()
  @Requires('complaints.assign')
  @Idempotent()
  @Operation({
    id: 'createComplaintTopic',
    summary: 'Add a topic of complaints',
    description: 'Below a category or below another topic, on three levels at most.',
  })
  @ReturnsView(topicView, { status: 201, location: ':id', problems: refused })
  create(@CurrentActor() actor: Actor, @Body(body) input: TopicInput) {
    return this.topics.create(actor, input);
  }

  @Put(':id')
  @Requires('complaints.assign')
  @Operation({
    id: 'replaceComplaintTopic',
    summary: 'Change a topic of complaints',
    description: 'It moves only while nothing stands below it and no complaint carries it.',
    codes,
  })
  @ReturnsView(topicView, { problems: refused })
  replace(
    @CurrentActor() actor: Actor,
    @Param('id', id) topic: string,
    @Body(body) input: TopicInput,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.topics.replace(actor, topic, input, expected);
  }

  @Delete(':id')
  @Requires('complaints.assign')
  @Operation({
    id: 'deleteComplaintTopic',
    summary: 'Delete a topic of complaints',
    description: 'One that no complaint carries and nothing stands below; another one can be set inactive.',
    codes,
  })
  @ReturnsNothing({ problems: { 409: { description: 'COMPLAINT_TOPIC_IN_USE' } } })
  remove(
    @CurrentActor() actor: Actor,
    @Param('id', id) topic: string,
    @IfMatch() expected: ExpectedVersions,
  ): Promise<void> {
    return this.topics.remove(actor, topic, expected);
  }
}
