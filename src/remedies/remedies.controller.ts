import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Idempotent, IfMatch, Operation, pageOf, ReturnsView, type ExpectedVersions } from '#libs/http';
import { CurrentActor, OnlyFor, Requires } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { apiPrefix } from '../config/api-prefix.js';
import {
  decideRemedyInput,
  proposeRemedyInput,
  remediesList,
  remedyRefusedView,
  remedyView,
  type DecideRemedyInput,
  type ProposeRemedyInput,
  type RemediesQuery,
} from './remedies.schemas.js';
import { RemediesService } from './remedies.service.js';

const id = { schema: z.uuid() };
const decided = {
  problems: {
    409: {
      description: 'REMEDY_TRANSITION_ILLEGAL: it was decided already; `allowed` says what it may become.',
      members: remedyRefusedView,
    },
  },
};

@ApiTags('Remedies')
@OnlyFor('staff')
@Controller('ops')
export class RemediesController {
  constructor(private readonly remedies: RemediesService) {}

  @Post('complaints/:id/remedies')
  @Requires('complaints.update')
  @Idempotent()
  @Operation({
    id: 'proposeRemedy',
    summary: 'Give redress for a complaint',
    description:
      'A refund, credit, a free visit or an apology. Within the limit of the caller it is done at once; above it waits for an approval by somebody else. `status` and `failureCode` say what came of it.',
    codes: ['COMPLAINT_NOT_FOUND'],
  })
  @ReturnsView(remedyView, {
    status: 201,
    location: `/${apiPrefix}/ops/remedies/:id`,
    problems: {
      409: {
        description: 'COMPLAINT_ENDED: reopen it first. REMEDY_NOT_POSSIBLE: `reason` says why.',
        members: remedyRefusedView,
      },
      422: {
        description: 'REMEDY_TOO_HIGH: more than anybody gives for one visit.',
        members: remedyRefusedView,
      },
    },
  })
  propose(
    @CurrentActor() actor: Actor,
    @Param('id', id) complaint: string,
    @Body({ schema: proposeRemedyInput }) input: ProposeRemedyInput,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.remedies.propose(actor, complaint, input, expected);
  }

  @Get('remedies')
  @Requires('complaints.read')
  @Operation({
    id: 'listRemedies',
    summary: 'List redress for complaints',
    description: 'Returns the earliest first: with `status=proposed` those that wait for an approval.',
  })
  @ReturnsView(pageOf(remedyView))
  list(@CurrentActor() actor: Actor, @Query({ schema: remediesList.query }) query: RemediesQuery) {
    return this.remedies.list(actor, query);
  }

  @Get('remedies/:id')
  @Requires('complaints.read')
  @Operation({
    id: 'getRemedy',
    summary: 'Get redress for a complaint',
    description: 'Returns who proposed it, who decided, and what came of it.',
    codes: ['REMEDY_NOT_FOUND'],
  })
  @ReturnsView(remedyView)
  get(@CurrentActor() actor: Actor, @Param('id', id) remedy: string) {
    return this.remedies.get(actor, remedy);
  }

  @Post('remedies/:id/approve')
  @Requires('bookings.refund')
  @Operation({
    id: 'approveRemedy',
    summary: 'Approve redress for a complaint',
    description: 'Somebody other than who proposed it decides. It is done at once.',
    codes: ['REMEDY_NOT_FOUND', 'REMEDY_OWN_PROPOSAL'],
  })
  @ReturnsView(remedyView, decided)
  approve(
    @CurrentActor() actor: Actor,
    @Param('id', id) remedy: string,
    @Body({ schema: decideRemedyInput }) { reason }: DecideRemedyInput,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.remedies.approve(actor, remedy, reason, expected);
  }

  @Post('remedies/:id/reject')
  @Requires('bookings.refund')
  @Operation({
    id: 'rejectRemedy',
    summary: 'Reject redress for a complaint',
    description: 'Somebody other than who proposed it decides. Nothing is given.',
    codes: ['REMEDY_NOT_FOUND', 'REMEDY_OWN_PROPOSAL'],
  })
  @ReturnsView(remedyView, decided)
  reject(
    @CurrentActor() actor: Actor,
    @Param('id', id) remedy: string,
    @Body({ schema: decideRemedyInput }) { reason }: DecideRemedyInput,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.remedies.reject(actor, remedy, reason, expected);
  }
}
