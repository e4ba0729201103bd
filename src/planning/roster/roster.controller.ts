import { Body, Controller, Delete, Get, Param, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Idempotent, IfMatch, Operation, ReturnsView, type ExpectedVersions } from '#libs/http';
import { CurrentActor, OnlyFor, Requires } from '../../access/access.decorators.js';
import type { Actor } from '../../access/actor.js';
import {
  addExceptionInput,
  addLeaveInput,
  changeStatusInput,
  conflictsView,
  forceQuery,
  planChangeView,
  planView,
  replaceShiftsInput,
  statusChangeView,
  type AddExceptionInput,
  type AddLeaveInput,
  type ChangeStatusInput,
  type ReplaceShiftsInput,
} from './roster.schemas.js';
import { RosterService, type Forced } from './roster.service.js';

const uuid = { schema: z.uuid() };
const inTheWay = {
  visits: z.array(z.object({ bookingId: z.string(), reference: z.string() })).optional(),
  visitsInAll: z.int().optional(),
};
const conflicts = {
  description:
    'VISITS_IN_THE_WAY: visits are booked then, and `force` was not asked for. SHIFTS_OVERLAP, LEAVE_OVERLAPS, PROVIDER_LEFT.',
  members: z.object(inTheWay),
};
const rules = {
  description: 'WORK_RULES_BROKEN: too little rest, or too long a week. PLAN_BEGUN: the days are over.',
};
const illegal = {
  description: 'PROVIDER_STATUS_ILLEGAL, with what is allowed.',
  members: z.object({ allowed: z.array(z.string()).optional() }),
};

@ApiTags('Planning')
@OnlyFor('staff')
@Controller('ops/providers/:id')
export class RosterController {
  constructor(private readonly roster: RosterService) {}

  @Post('suspend')
  @Requires('providers.update')
  @Operation({
    id: 'suspendProvider',
    summary: 'Suspend a provider',
    description: 'Nothing more is sold of them. Visits that are booked stay booked, and are listed.',
    codes: ['PROVIDER_NOT_FOUND'],
  })
  @ReturnsView(statusChangeView, { problems: { 409: illegal } })
  suspend(
    @CurrentActor() actor: Actor,
    @Param('id', uuid) id: string,
    @Body({ schema: changeStatusInput }) { reason }: ChangeStatusInput,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.roster.moveTo(actor, id, 'suspended', reason, expected);
  }

  @Post('reactivate')
  @Requires('providers.update')
  @Operation({
    id: 'reactivateProvider',
    summary: 'Reactivate a suspended provider',
    description: 'Slots of them are offered again.',
    codes: ['PROVIDER_NOT_FOUND'],
  })
  @ReturnsView(statusChangeView, { problems: { 409: illegal } })
  reactivate(
    @CurrentActor() actor: Actor,
    @Param('id', uuid) id: string,
    @Body({ schema: changeStatusInput }) { reason }: ChangeStatusInput,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.roster.moveTo(actor, id, 'active', reason, expected);
  }

  @Post('depart')
  @Requires('providers.update')
  @Operation({
    id: 'departProvider',
    summary: 'Record that a provider has left',
    description: 'There is no way back. Visits that are booked stay booked, and are listed.',
    codes: ['PROVIDER_NOT_FOUND'],
  })
  @ReturnsView(statusChangeView, { problems: { 409: illegal } })
  depart(
    @CurrentActor() actor: Actor,
    @Param('id', uuid) id: string,
    @Body({ schema: changeStatusInput }) { reason }: ChangeStatusInput,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.roster.moveTo(actor, id, 'left', reason, expected);
  }

  @Get('conflicts')
  @Requires('providers.update')
  @Operation({
    id: 'listProviderConflicts',
    summary: 'List visits outside of the hours of a provider',
    description: 'Returns visits that are booked and to come, in time that is not worked.',
    codes: ['PROVIDER_NOT_FOUND'],
  })
  @ReturnsView(conflictsView)
  async conflicts(@CurrentActor() actor: Actor, @Param('id', uuid) id: string) {
    return { items: await this.roster.conflicts(actor, id) };
  }

  @Get('shifts')
  @Requires('providers.update')
  @Operation({
    id: 'getProviderPlan',
    summary: 'Get the shifts of a provider',
    description: 'Returns weekly shifts, exceptions and leave, as far as they hold today or later.',
    codes: ['PROVIDER_NOT_FOUND'],
  })
  @ReturnsView(planView)
  plan(@CurrentActor() actor: Actor, @Param('id', uuid) id: string) {
    return this.roster.plan(actor, id);
  }

  @Put('shifts')
  @Requires('providers.update')
  @Operation({
    id: 'replaceProviderShifts',
    summary: 'Replace the weekly shifts of a provider',
    description: 'Holds from `validFrom` to `validUntil`; what is planned before and after stays.',
    codes: ['PROVIDER_NOT_FOUND'],
  })
  @ReturnsView(planChangeView, { problems: { 409: conflicts, 422: rules } })
  replaceShifts(
    @CurrentActor() actor: Actor,
    @Param('id', uuid) id: string,
    @Body({ schema: replaceShiftsInput }) input: ReplaceShiftsInput,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.roster.replaceShifts(actor, id, input, expected);
  }

  @Post('exceptions')
  @Requires('providers.update')
  @Idempotent()
  @Operation({
    id: 'addShiftException',
    summary: 'Add an exception to the shifts of a provider',
    description: 'Takes hours off a day, or adds some.',
    codes: ['PROVIDER_NOT_FOUND'],
  })
  @ReturnsView(planChangeView, { problems: { 409: conflicts, 422: rules } })
  addException(
    @CurrentActor() actor: Actor,
    @Param('id', uuid) id: string,
    @Body({ schema: addExceptionInput }) input: AddExceptionInput,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.roster.addException(actor, id, input, expected);
  }

  @Delete('exceptions/:exceptionId')
  @Requires('providers.update')
  @Operation({
    id: 'deleteShiftException',
    summary: 'Delete an exception to the shifts of a provider',
    description: 'The weekly plan holds again.',
    codes: ['PROVIDER_NOT_FOUND', 'SHIFT_EXCEPTION_NOT_FOUND'],
  })
  @ReturnsView(planChangeView, { problems: { 409: conflicts, 422: rules } })
  removeException(
    @CurrentActor() actor: Actor,
    @Param('id', uuid) id: string,
    @Param('exceptionId', uuid) exception: string,
    @Query({ schema: forceQuery }) query: Forced,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.roster.removeException(actor, id, exception, query, expected);
  }

  @Post('leave')
  @Requires('providers.update')
  @Idempotent()
  @Operation({
    id: 'addProviderLeave',
    summary: 'Add leave of a provider',
    description: 'Nothing is worked on these days, whatever is planned.',
    codes: ['PROVIDER_NOT_FOUND'],
  })
  @ReturnsView(planChangeView, { problems: { 409: conflicts, 422: rules } })
  addLeave(
    @CurrentActor() actor: Actor,
    @Param('id', uuid) id: string,
    @Body({ schema: addLeaveInput }) input: AddLeaveInput,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.roster.addLeave(actor, id, input, expected);
  }

  @Delete('leave/:leaveId')
  @Requires('providers.update')
  @Operation({
    id: 'deleteProviderLeave',
    summary: 'Delete leave of a provider',
    description: 'What is planned for these days holds again.',
    codes: ['PROVIDER_NOT_FOUND', 'PROVIDER_LEAVE_NOT_FOUND'],
  })
  @ReturnsView(planChangeView, { problems: { 409: conflicts, 422: rules } })
  removeLeave(
    @CurrentActor() actor: Actor,
    @Param('id', uuid) id: string,
    @Param('leaveId', uuid) leave: string,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.roster.removeLeave(actor, id, leave, expected);
  }
}
