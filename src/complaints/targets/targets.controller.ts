import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Operation, RateClass, ReturnsView } from '#libs/http';
import { CurrentActor, OnlyFor, Requires } from '../../access/access.decorators.js';
import type { Actor } from '../../access/actor.js';
import { TargetExplanations } from './target-explanations.service.js';
import { TargetSimulation } from './target-simulation.service.js';
import {
  simulateTargetsInput,
  simulationView,
  slaExplanationView,
  type SimulateTargetsInput,
} from './targets.schemas.js';

const id = { schema: z.uuid() };

@ApiTags('SLA')
@Controller()
export class ComplaintTargetsController {
  constructor(
    private readonly explanations: TargetExplanations,
    private readonly simulation: TargetSimulation,
  ) {}

  @Get('complaints/:id/sla/explain')
  @Requires('complaints.read')
  @Operation({
    id: 'explainComplaintSla',
    summary: 'Explain what is promised by when',
    description:
      'Returns every promise about the complaint with the intervals that counted, by which calendar, and what each pause cost. Customers have their own, staff those of everybody.',
    codes: ['COMPLAINT_NOT_FOUND'],
  })
  @ReturnsView(slaExplanationView)
  explain(@CurrentActor() actor: Actor, @Param('id', id) complaint: string) {
    return this.explanations.explain(actor, complaint);
  }

  @Post('ops/sla/simulate')
  @HttpCode(200)
  @Requires('system.configure')
  @OnlyFor('staff')
  @RateClass('expensive')
  @Operation({
    id: 'simulateSla',
    effect: 'read',
    summary: 'Show which deadlines a draft would move',
    description:
      'Applies the draft of a calendar or a policy to the complaints that are open, and changes nothing. Of more than 2,000 it is the result of a job.',
    codes: ['BUSINESS_CALENDAR_NOT_FOUND', 'SLA_POLICY_NOT_FOUND'],
  })
  @ReturnsView(simulationView, {
    problems: { 409: { description: 'SLA_VERSION_NOT_DRAFT: what is published holds already.' } },
  })
  simulate(
    @CurrentActor() actor: Actor,
    @Body({ schema: simulateTargetsInput }) input: SimulateTargetsInput,
  ) {
    return this.simulation.simulate(actor, input);
  }
}
