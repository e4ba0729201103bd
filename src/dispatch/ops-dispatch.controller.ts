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
import { CurrentActor, OnlyFor, Requires } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { AbsencesService } from './absences/absences.service.js';
import { CandidatesService } from '../bookings/candidates/candidates.service.js';
import { AssignmentsService } from './assignments.service.js';
import {
  absenceView,
  candidatesView,
  providerNoShowBody,
  reassignedView,
  reassignInput,
  reportAbsenceInput,
  searchesList,
  searchView,
  type ListSearches,
  type ProviderNoShowInput,
  type ReassignInput,
  type ReportAbsenceInput,
} from './dispatch.schemas.js';
import { OpeningsService } from './searches/openings.service.js';
import { SearchRecordsService } from './searches/search-records.service.js';

const uuid = { schema: z.uuid() };
const ended = 'BOOKING_TRANSITION_ILLEGAL: the work has begun, or it has ended.';

@ApiTags('Dispatch')
@OnlyFor('staff')
@Controller('ops')
export class OpsDispatchController {
  constructor(
    private readonly candidates: CandidatesService,
    private readonly assignments: AssignmentsService,
    private readonly absences: AbsencesService,
    private readonly openings: OpeningsService,
    private readonly searches: SearchRecordsService,
  ) {}

  @Get('dispatch/bookings/:id/candidates')
  @Requires('bookings.update')
  @RateClass('expensive')
  @Operation({
    id: 'listAssignmentCandidates',
    summary: 'List who could make a visit',
    description:
      'Returns at most 60 providers: those who can be sent, best first, each with the parts of their score; then the others with what is in the way.',
    codes: ['BOOKING_NOT_FOUND', 'SERVICE_NOT_FOUND'],
  })
  @ReturnsView(candidatesView)
  of(@CurrentActor() actor: Actor, @Param('id', uuid) id: string) {
    return this.candidates.ofBooking(actor, id);
  }

  @Post('bookings/:id/reassign')
  @Requires('bookings.update')
  @RateClass('expensive')
  @Operation({
    id: 'reassignBooking',
    summary: 'Send somebody else to a visit',
    description:
      'Its time and price stay; its customer is told, once. Without `providerId` the one who fits best is sent. A search for a substitute ends with it.',
    codes: ['BOOKING_NOT_FOUND', 'SERVICE_NOT_FOUND'],
  })
  @ReturnsView(reassignedView, {
    problems: {
      409: {
        description: `CANDIDATE_UNFIT: \`obstacle\` says why. NOBODY_FREE: nobody else is. SLOT_TAKEN, SLOT_NOT_OFFERED: no longer free. MOVE_CHANGES_NOTHING: they come already. ${ended}`,
        members: z.looseObject({ obstacle: z.string().optional() }),
      },
    },
  })
  reassign(
    @CurrentActor() actor: Actor,
    @Param('id', uuid) id: string,
    @Body({ schema: reassignInput }) input: ReassignInput,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.assignments.reassign(actor, id, input, expected);
  }

  @Post('bookings/:id/provider-no-show')
  @Requires('bookings.update')
  @Operation({
    id: 'markProviderNoShow',
    summary: 'Mark that the professional did not come',
    description:
      'A substitute is looked for. Until somebody comes, the customer can cancel or move the visit without a fee. Said again it is answered with the search that is under way.',
    codes: ['BOOKING_NOT_FOUND'],
  })
  @ReturnsView(searchView, {
    problems: {
      409: {
        description: `VISIT_NOT_DUE: it has not begun; report an absence. ${ended}`,
        members: z.looseObject({ startsAt: z.string().optional() }),
      },
    },
  })
  noShow(
    @CurrentActor() actor: Actor,
    @Param('id', uuid) id: string,
    @Body({ schema: providerNoShowBody }) { reason }: ProviderNoShowInput,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.openings.markNoShow(actor, id, reason, expected);
  }

  @Post('providers/:id/absence')
  @Requires('providers.update')
  @RateClass('expensive')
  @Idempotent()
  @Operation({
    id: 'reportAbsence',
    summary: 'Report that a provider cannot come',
    description:
      'Nothing is sold of the time any more, and for each visit in it a substitute is looked for, beginning at once behind the answer. Send an `Idempotency-Key`.',
    codes: ['PROVIDER_NOT_FOUND', 'BOOKING_NOT_FOUND'],
  })
  @ReturnsView(absenceView, {
    status: 201,
    problems: {
      409: { description: 'PROVIDER_LEFT: they work for us no longer.' },
      422: { description: 'ABSENCE_OVER: it has ended already.' },
    },
  })
  absence(
    @CurrentActor() actor: Actor,
    @Param('id', uuid) id: string,
    @Body({ schema: reportAbsenceInput }) input: ReportAbsenceInput,
  ) {
    return this.absences.report(actor, id, input);
  }

  @Get('dispatch/searches')
  @Requires('bookings.read')
  @Operation({
    id: 'listSubstituteSearches',
    summary: 'List searches for substitutes',
    description:
      'Returns every search, the latest first. Filter by `state=handed_over` for what waits for a person; a search ends when the visit has somebody, or ends itself.',
  })
  @ReturnsView(pageOf(searchView))
  list(@CurrentActor() actor: Actor, @Query({ schema: searchesList.query }) query: ListSearches) {
    return this.searches.list(actor, query);
  }

  @Get('dispatch/searches/:id')
  @Requires('bookings.read')
  @Operation({
    id: 'getSubstituteSearch',
    summary: 'Get a search for a substitute',
    description: 'Returns its state and every offer, with what became of it.',
    codes: ['SUBSTITUTE_SEARCH_NOT_FOUND'],
  })
  @ReturnsView(searchView)
  get(@CurrentActor() actor: Actor, @Param('id', uuid) id: string) {
    return this.searches.get(actor, id);
  }
}
