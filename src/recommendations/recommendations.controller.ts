import { Body, Controller, Get, Headers, Param, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { IfMatch, Operation, ReturnsView, type ExpectedVersions } from '#libs/http';
import { CurrentActor, OnlyFor, Requires } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { acceptedLanguage } from './accepted-language.js';
import { CyclesService } from './cycles.service.js';
import {
  cyclesView,
  cycleView,
  recommendationsQuery,
  recommendationsView,
  replaceCycleInput,
  type RecommendationsQuery,
  type ReplaceCycle,
} from './recommendations.schemas.js';
import { RecommendationsService } from './recommendations.service.js';

@ApiTags('Recommendations')
@Controller()
export class RecommendationsController {
  constructor(
    private readonly recommendations: RecommendationsService,
    private readonly cycles: CyclesService,
  ) {}

  @Get('recommendations')
  @Requires('bookings.read')
  @OnlyFor('customer')
  @Operation({
    id: 'listRecommendations',
    summary: 'List what you may need next',
    description:
      'Returns services that are due again, of the season, or like what you have booked, each with its reason: in the language of `accept-language`, else of your profile.',
  })
  @ReturnsView(recommendationsView)
  async list(
    @CurrentActor() actor: Actor,
    @Query({ schema: recommendationsQuery }) { limit }: RecommendationsQuery,
    @Headers('accept-language') accepted = '',
  ) {
    return { items: await this.recommendations.list(actor, limit, acceptedLanguage(accepted)) };
  }

  @Get('ops/recommendations/cycles')
  @Requires('catalogue.update')
  @OnlyFor('staff')
  @Operation({
    id: 'listServiceCycles',
    summary: 'List when services are due again',
    description: 'Returns one for each subcategory that has any.',
  })
  @ReturnsView(cyclesView)
  async listCycles(@CurrentActor() actor: Actor) {
    return { items: await this.cycles.list(actor) };
  }

  @Put('ops/recommendations/cycles/:id')
  @Requires('catalogue.update')
  @OnlyFor('staff')
  @Operation({
    id: 'replaceServiceCycle',
    summary: 'Set when services of a subcategory are due again',
    description: 'Recommendations go by it from the next request on.',
    codes: ['SUBCATEGORY_NOT_FOUND'],
  })
  @ReturnsView(cycleView)
  replaceCycle(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: z.uuid() }) subcategoryId: string,
    @Body({ schema: replaceCycleInput }) input: ReplaceCycle,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.cycles.replace(actor, subcategoryId, input, expected);
  }
}
