import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Operation, ReturnsView } from '#libs/http';
import { CurrentActor, OnlyFor, Requires } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { ModelReports } from './model-reports.service.js';
import { modelsView } from './models.schemas.js';

@ApiTags('Models')
@Controller('models')
@OnlyFor('staff')
export class ModelsController {
  constructor(private readonly reports: ModelReports) {}

  @Get()
  @Requires('agents.read')
  @Operation({
    id: 'getModels',
    summary: 'Get the language models',
    description:
      'Returns where models are asked, how that goes, and what may be and was spent on them. Keys are never part of it.',
  })
  @ReturnsView(modelsView)
  overview(@CurrentActor() actor: Actor) {
    return this.reports.overview(actor);
  }
}
