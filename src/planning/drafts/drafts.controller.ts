import { Body, Controller, Delete, Get, Param, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import {
  Idempotent,
  IfMatch,
  Operation,
  RateClass,
  ReturnsNothing,
  ReturnsView,
  type ExpectedVersions,
} from '#libs/http';
import { CurrentActor, OnlyFor, Requires } from '../../access/access.decorators.js';
import type { Actor } from '../../access/actor.js';
import { DemandService } from '../forecast/demand.service.js';
import {
  toComparisonView,
  toDraftView,
  toForecastView,
  toPublishedView,
  toSummaryView,
} from './draft-views.js';
import {
  comparisonView,
  createDraftInput,
  draftsList,
  draftsView,
  draftView,
  forecastQuery,
  forecastView,
  publishDraftInput,
  publishedView,
  replaceDraftShiftsInput,
  type CreateDraftInput,
  type DraftsQuery,
  type ReplaceDraftShiftsInput,
} from './drafts.schemas.js';
import { DraftsService } from './drafts.service.js';
import { PublicationService } from './publication.service.js';

const uuid = { schema: z.uuid() };
const faults = z.object({
  faults: z
    .array(z.object({ providerId: z.string(), day: z.string(), fault: z.string() }))
    .optional()
    .describe('The first hundred.'),
});
const notEditable = { description: 'DRAFT_NOT_EDITABLE: it is being made, or was published.' };
const weekInvalid = { description: 'PLAN_WEEK_INVALID: it has begun, or is too far ahead. CITY_TOO_LARGE.' };
const inTheWay = {
  description:
    'VISITS_IN_THE_WAY: visits are booked in time that would not be worked, and `force` was not asked for. DRAFT_OUTDATED: somebody went on leave, left or works more elsewhere by now. DRAFT_NOT_EDITABLE.',
};

@ApiTags('Planning')
@OnlyFor('staff')
@Controller('ops/planning')
export class DraftsController {
  constructor(
    private readonly drafts: DraftsService,
    private readonly publication: PublicationService,
    private readonly demand: DemandService,
  ) {}

  @Get('forecast')
  @Requires('providers.update')
  @RateClass('expensive')
  @Operation({
    id: 'getDemandForecast',
    summary: 'Get what is expected in a week',
    description:
      'Returns visits by service, place and hour: an average of past weeks by hour of the week, drawn towards the hours of the city where there are few.',
    codes: ['CITY_NOT_FOUND'],
  })
  @ReturnsView(forecastView)
  async forecast(
    @CurrentActor() _actor: Actor,
    @Query({ schema: forecastQuery }) { cityId }: z.output<typeof forecastQuery>,
  ) {
    return toForecastView(cityId, await this.demand.ofCity(cityId));
  }

  @Get('drafts')
  @Requires('providers.update')
  @Operation({
    id: 'listShiftDrafts',
    summary: 'List drafts of weeks',
    description: 'Returns drafts and what was published, without their shifts.',
  })
  @ReturnsView(draftsView)
  async list(@CurrentActor() actor: Actor, @Query({ schema: draftsList.query }) query: DraftsQuery) {
    const page = await this.drafts.list(actor, query);
    return { ...page, items: page.items.map(toSummaryView) };
  }

  @Post('drafts')
  @Requires('providers.update')
  @RateClass('expensive')
  @Idempotent()
  @Operation({
    id: 'createShiftDraft',
    summary: 'Plan a week of a city',
    description:
      'Plans shifts that cover what is expected, within the limits of each provider. Where there are many providers the answer has status `making`, and a job does it.',
    codes: ['CITY_NOT_FOUND'],
  })
  @ReturnsView(draftView, { status: 201, location: ':id', problems: { 422: weekInvalid } })
  async create(@CurrentActor() actor: Actor, @Body({ schema: createDraftInput }) input: CreateDraftInput) {
    const { id } = await this.drafts.create(actor, input);
    return toDraftView(await this.drafts.get(actor, id));
  }

  @Get('drafts/:id')
  @Requires('providers.update')
  @Operation({
    id: 'getShiftDraft',
    summary: 'Get a draft of a week',
    description: 'Returns its shifts, and what nobody covers.',
    codes: ['SHIFT_DRAFT_NOT_FOUND'],
  })
  @ReturnsView(draftView)
  async get(@CurrentActor() actor: Actor, @Param('id', uuid) id: string) {
    return toDraftView(await this.drafts.get(actor, id));
  }

  @Put('drafts/:id/shifts')
  @Requires('providers.update')
  @Operation({
    id: 'replaceDraftShifts',
    summary: 'Replace the shifts of a draft',
    description: 'Takes all shifts of the week. None may break a rule of work, leave or documents.',
    codes: ['SHIFT_DRAFT_NOT_FOUND'],
  })
  @ReturnsView(draftView, {
    problems: {
      409: notEditable,
      422: { description: 'DRAFT_BREAKS_RULES, by provider and day.', members: faults },
    },
  })
  async replaceShifts(
    @CurrentActor() actor: Actor,
    @Param('id', uuid) id: string,
    @Body({ schema: replaceDraftShiftsInput }) { shifts }: ReplaceDraftShiftsInput,
    @IfMatch() expected: ExpectedVersions,
  ) {
    await this.drafts.replaceShifts(actor, id, shifts, expected);
    return toDraftView(await this.drafts.get(actor, id));
  }

  @Get('drafts/:id/comparison')
  @Requires('providers.update')
  @Operation({
    id: 'compareShiftDraft',
    summary: 'Compare a draft with what is published',
    description: 'Returns what would change for whom, and how much is covered before and after.',
    codes: ['SHIFT_DRAFT_NOT_FOUND'],
  })
  @ReturnsView(comparisonView, { problems: { 409: notEditable } })
  async compare(@CurrentActor() actor: Actor, @Param('id', uuid) id: string) {
    return toComparisonView(await this.publication.compare(actor, id));
  }

  @Post('drafts/:id/publish')
  @Requires('providers.update')
  @Operation({
    id: 'publishShiftDraft',
    summary: 'Publish a draft of a week',
    description: 'From then on its shifts are what slots are cut from.',
    codes: ['SHIFT_DRAFT_NOT_FOUND'],
  })
  @ReturnsView(publishedView, {
    problems: { 409: { ...inTheWay, members: faults }, 422: weekInvalid },
  })
  async publish(
    @CurrentActor() actor: Actor,
    @Param('id', uuid) id: string,
    @Body({ schema: publishDraftInput }) { force }: z.output<typeof publishDraftInput>,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return toPublishedView(await this.publication.publish(actor, id, force, expected));
  }

  @Delete('drafts/:id')
  @Requires('providers.update')
  @Operation({
    id: 'deleteShiftDraft',
    summary: 'Delete a draft of a week',
    description: 'What was published stays.',
    codes: ['SHIFT_DRAFT_NOT_FOUND'],
  })
  @ReturnsNothing({ problems: { 409: notEditable } })
  async remove(
    @CurrentActor() actor: Actor,
    @Param('id', uuid) id: string,
    @IfMatch() expected: ExpectedVersions,
  ): Promise<void> {
    await this.drafts.remove(actor, id, expected);
  }
}
