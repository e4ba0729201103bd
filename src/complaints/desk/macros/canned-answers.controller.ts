import { Body, Controller, Get, Param, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Idempotent, IfMatch, Operation, ReturnsView, type ExpectedVersions } from '#libs/http';
import { CurrentActor, OnlyFor, Requires } from '../../../access/access.decorators.js';
import type { Actor } from '../../../access/actor.js';
import { CannedAnswersService } from './canned-answers.service.js';
import {
  cannedAnswerInput,
  cannedAnswersView,
  cannedAnswerView,
  type CannedAnswerInput,
} from './macros.schemas.js';

const id = { schema: z.uuid() };
const body = { schema: cannedAnswerInput };
const refused = { 409: { description: 'CANNED_ANSWER_NAME_TAKEN, TOO_MANY_DESK_TEXTS' } };

@ApiTags('Complaints: operations')
@OnlyFor('staff')
@Controller('ops/canned-answers')
export class CannedAnswersController {
  constructor(private readonly answers: CannedAnswersService) {}

  @Get()
  @Requires('complaints.update')
  @Operation({
    id: 'listCannedAnswers',
    summary: 'List the canned answers',
    description: 'Returns all of them, also those that are not used any more.',
  })
  @ReturnsView(cannedAnswersView)
  list(@CurrentActor() actor: Actor) {
    return this.answers.list(actor);
  }

  @Post()
  @Requires('complaints.assign')
  @Idempotent()
  @Operation({
    id: 'createCannedAnswer',
    summary: 'Write a canned answer',
    description: 'In English and Hindi, with places for what differs.',
  })
  @ReturnsView(cannedAnswerView, { status: 201, location: ':id', problems: refused })
  create(@CurrentActor() actor: Actor, @Body(body) input: CannedAnswerInput) {
    return this.answers.create(actor, input);
  }

  @Put(':id')
  @Requires('complaints.assign')
  @Operation({
    id: 'replaceCannedAnswer',
    summary: 'Change a canned answer',
    description: 'Macros that name it say the new one.',
    codes: ['CANNED_ANSWER_NOT_FOUND'],
  })
  @ReturnsView(cannedAnswerView, { problems: refused })
  replace(
    @CurrentActor() actor: Actor,
    @Param('id', id) answer: string,
    @Body(body) input: CannedAnswerInput,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.answers.replace(actor, answer, input, expected);
  }
}
