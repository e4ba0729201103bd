import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Idempotent, Operation, ReturnsView } from '#libs/http';
import { CurrentActor, OnlyFor, Requires } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { apiPrefix } from '../config/api-prefix.js';
import { IncidentGoodwill } from './incident-goodwill.service.js';
import { incidentGoodwillInput, incidentRefusedView, incidentStepView } from './incidents.schemas.js';

const id = { schema: z.uuid() };
const decided = {
  problems: { 409: { description: 'STEP_DECIDED: it was decided already.', members: incidentRefusedView } },
};
const decidedCodes = ['INCIDENT_NOT_FOUND', 'INCIDENT_STEP_NOT_FOUND', 'GOODWILL_OWN_PROPOSAL'];

@ApiTags('Incidents')
@OnlyFor('staff')
@Controller('ops/incidents/:id/goodwill')
export class GoodwillController {
  constructor(private readonly goodwill: IncidentGoodwill) {}

  @Post()
  @Requires('complaints.assign')
  @Idempotent()
  @Operation({
    id: 'giveIncidentGoodwill',
    summary: 'Give goodwill to all customers of an incident',
    description:
      'Credit, once for each customer of one incident. Above the limits of the caller, for each or for all together, it waits for an approval.',
    codes: ['INCIDENT_NOT_FOUND'],
  })
  @ReturnsView(incidentStepView, {
    status: 201,
    location: `/${apiPrefix}/ops/incidents/:incidentId/steps`,
    problems: {
      409: {
        description: 'INCIDENT_NOT_OPEN. NOBODY_LEFT: all have got it already.',
        members: incidentRefusedView,
      },
      422: { description: 'GOODWILL_TOO_HIGH: more than anybody gives for one incident.' },
    },
  })
  give(
    @CurrentActor() actor: Actor,
    @Param('id', id) incident: string,
    @Body({ schema: incidentGoodwillInput }) { amountPaise }: z.output<typeof incidentGoodwillInput>,
  ) {
    return this.goodwill.give(actor, incident, amountPaise);
  }

  @Post(':stepId/approve')
  @Requires('bookings.refund')
  @Operation({
    id: 'approveIncidentGoodwill',
    summary: 'Approve goodwill for an incident',
    description: 'Somebody other than who proposed it decides.',
    codes: decidedCodes,
  })
  @ReturnsView(incidentStepView, decided)
  approve(
    @CurrentActor() actor: Actor,
    @Param('id', id) incident: string,
    @Param('stepId', id) step: string,
  ) {
    return this.goodwill.decide(actor, incident, step, 'approved');
  }

  @Post(':stepId/reject')
  @Requires('bookings.refund')
  @Operation({
    id: 'rejectIncidentGoodwill',
    summary: 'Reject goodwill for an incident',
    description:
      'Somebody other than who proposed it decides. Nothing is given, and it may be proposed again.',
    codes: decidedCodes,
  })
  @ReturnsView(incidentStepView, decided)
  reject(@CurrentActor() actor: Actor, @Param('id', id) incident: string, @Param('stepId', id) step: string) {
    return this.goodwill.decide(actor, incident, step, 'rejected');
  }
}
