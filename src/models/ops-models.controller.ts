import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Operation, pageOf, RateClass, ReturnsView } from '#libs/http';
import { CurrentActor, OnlyFor, Requires } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { ModelReports } from './model-reports.service.js';
import {
  modelCallsList,
  modelCallView,
  modelCostsQuery,
  modelCostsView,
  type ModelCallsQuery,
  type ModelCostsQuery,
} from './models.schemas.js';

@ApiTags('Models: operations')
@Controller('ops/models')
@Requires('reports.read')
@OnlyFor('staff')
export class OpsModelsController {
  constructor(private readonly reports: ModelReports) {}

  @Get('calls')
  @Operation({
    id: 'listModelCalls',
    summary: 'List calls of language models',
    description: 'Returns each try and what it did cost. Neither what was asked nor for whom is part of it.',
  })
  @ReturnsView(pageOf(modelCallView))
  calls(@CurrentActor() actor: Actor, @Query({ schema: modelCallsList.query }) query: ModelCallsQuery) {
    return this.reports.calls(actor, query);
  }

  @Get('costs')
  @RateClass('expensive')
  @Operation({
    id: 'getModelCosts',
    summary: 'Get the costs of language models',
    description:
      'Adds up what calls did cost, by agent, task, endpoint or day; of the last 30 days unless you say otherwise.',
  })
  @ReturnsView(modelCostsView)
  costs(@CurrentActor() actor: Actor, @Query({ schema: modelCostsQuery }) query: ModelCostsQuery) {
    return this.reports.costs(actor, query);
  }
}
