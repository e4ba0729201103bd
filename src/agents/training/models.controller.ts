import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import {
  Idempotent,
  IfMatch,
  Operation,
  pageOf,
  RateClass,
  ReturnsView,
  type ExpectedVersions,
} from '#libs/http';
import { CurrentActor, OnlyFor, Requires } from '../../access/access.decorators.js';
import type { Actor } from '../../access/actor.js';
import { ModelsService } from './models.service.js';
import {
  comparedModelView,
  modelsList,
  modelView,
  publishModelInput,
  rollBackInput,
  standingModelView,
  trainingView,
  type ModelsQuery,
  type PublishModel,
  type RollBack,
} from './training.schemas.js';

const uuid = { schema: z.uuid() };

@ApiTags('Language')
@OnlyFor('staff')
@Controller('ops/nlp/models')
export class ModelsController {
  constructor(private readonly models: ModelsService) {}

  @Get()
  @Requires('agents.read')
  @Operation({
    id: 'listIntentModels',
    summary: 'List intent models',
    description:
      'Returns the models that were trained here, the newest first. The one that comes with the program is none of them.',
  })
  @ReturnsView(pageOf(modelView))
  list(@CurrentActor() actor: Actor, @Query({ schema: modelsList.query }) query: ModelsQuery) {
    return this.models.list(actor, query);
  }

  @Post()
  @Requires('agents.configure')
  @RateClass('expensive')
  @Idempotent()
  @Operation({
    id: 'trainIntentModel',
    summary: 'Train an intent model',
    description:
      'A job learns the shipped corpus and all examples, and compares the model with the one that is published. While one is under way, the answer is that one.',
  })
  @ReturnsView(trainingView, { status: 202, description: 'Accepted' })
  train(@CurrentActor() actor: Actor) {
    return this.models.train(actor);
  }

  @Post('rollback')
  @Requires('agents.configure')
  @Operation({
    id: 'rollBackIntentModel',
    summary: 'Roll back the published intent model',
    description:
      'The model that was published before reads messages again, or the one that comes with the program. Other processes follow within a second.',
  })
  @ReturnsView(standingModelView, {
    problems: { 409: { description: 'MODEL_NOT_PUBLISHED: another one is, or none.' } },
  })
  rollBack(@CurrentActor() actor: Actor, @Body({ schema: rollBackInput }) input: RollBack) {
    return this.models.rollBack(actor, input);
  }

  @Get(':id')
  @Requires('agents.read')
  @Operation({
    id: 'getIntentModel',
    summary: 'Get an intent model',
    description:
      'Returns it with how it understands lines that it has not learned, beside the model that was published then.',
    codes: ['MODEL_NOT_FOUND'],
  })
  @ReturnsView(comparedModelView)
  get(@CurrentActor() actor: Actor, @Param('id', uuid) id: string) {
    return this.models.get(actor, id);
  }

  @Post(':id/publish')
  @Requires('agents.configure')
  @Operation({
    id: 'publishIntentModel',
    summary: 'Publish an intent model',
    description:
      'From then on it reads the messages of customers, here with the next one, in other processes within a second. One that is worse than the published model is refused unless you say so, with a reason.',
    codes: ['MODEL_NOT_FOUND'],
  })
  @ReturnsView(comparedModelView, {
    problems: {
      409: {
        description:
          'MODEL_IS_WORSE, MODEL_COMPARISON_OUTDATED: train again to have it compared; MODEL_PUBLISHED; MODEL_OF_ANOTHER_ENGINE.',
      },
    },
  })
  publish(
    @CurrentActor() actor: Actor,
    @Param('id', uuid) id: string,
    @Body({ schema: publishModelInput }) input: PublishModel,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.models.publish(actor, id, input, expected);
  }
}
