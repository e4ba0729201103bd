import { Body, Controller, Delete, Get, Param, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import {
  Idempotent,
  IfMatch,
  Operation,
  pageOf,
  ReturnsNothing,
  ReturnsView,
  type ExpectedVersions,
} from '#libs/http';
import { CurrentActor, OnlyFor, Requires } from '../../access/access.decorators.js';
import type { Actor } from '../../access/actor.js';
import { DeskProfiles } from './desk-profiles.service.js';
import {
  addDutyExceptionInput,
  deskProfilesList,
  deskProfileView,
  dutyExceptionsList,
  dutyExceptionView,
  pauseDeskInput,
  setDeskProfileInput,
  type AddDutyExceptionInput,
  type DeskProfilesQuery,
  type DutyExceptionsQuery,
  type PauseDeskInput,
  type SetDeskProfileInput,
} from './desk-profiles.schemas.js';
import { DutyExceptions } from './duty-exceptions.service.js';

const id = { schema: z.uuid() };
const codes = ['DESK_PROFILE_NOT_FOUND'];
const overlaps = { description: 'DUTY_OVERLAPS, TOO_MANY_DUTY_EXCEPTIONS.' };

@ApiTags('Complaints: operations')
@OnlyFor('staff')
@Controller('ops/desk')
export class DeskProfilesController {
  constructor(
    private readonly profiles: DeskProfiles,
    private readonly exceptions: DutyExceptions,
  ) {}

  @Get('profiles')
  @Requires('complaints.assign')
  @Operation({
    id: 'listDeskProfiles',
    summary: 'List the people of the desk',
    description: 'Returns what each takes, when they work, whether they are on duty now, and their load.',
  })
  @ReturnsView(pageOf(deskProfileView))
  list(@CurrentActor() actor: Actor, @Query({ schema: deskProfilesList.query }) query: DeskProfilesQuery) {
    return this.profiles.list(actor, query);
  }

  @Get('profiles/:id')
  @Requires('complaints.assign')
  @Operation({
    id: 'getDeskProfile',
    summary: 'Get the desk profile of a staff member',
    description: 'Under the id of the staff member.',
    codes,
  })
  @ReturnsView(deskProfileView)
  get(@CurrentActor() actor: Actor, @Param('id', id) staff: string) {
    return this.profiles.get(actor, staff);
  }

  @Put('profiles/:id')
  @Requires('complaints.assign')
  @Operation({
    id: 'replaceDeskProfile',
    summary: 'Set the desk profile of a staff member',
    description: 'The first one makes it. Complaints are given by itself to those who have one.',
    codes: ['STAFF_NOT_FOUND'],
  })
  @ReturnsView(deskProfileView)
  set(
    @CurrentActor() actor: Actor,
    @Param('id', id) staff: string,
    @Body({ schema: setDeskProfileInput }) input: SetDeskProfileInput,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.profiles.set(actor, staff, input, expected);
  }

  @Delete('profiles/:id')
  @Requires('complaints.assign')
  @Operation({
    id: 'deleteDeskProfile',
    summary: 'Delete the desk profile of a staff member',
    description: 'They are given nothing by itself any more. What they have stays with them.',
    codes,
  })
  @ReturnsNothing()
  remove(
    @CurrentActor() actor: Actor,
    @Param('id', id) staff: string,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.profiles.remove(actor, staff, expected);
  }

  @Get('profiles/:id/exceptions')
  @Requires('complaints.assign')
  @Operation({
    id: 'listDutyExceptions',
    summary: 'List leave and extra hours of a staff member',
    description: 'Returns what lies beside the weekly hours, the earliest first.',
    codes,
  })
  @ReturnsView(pageOf(dutyExceptionView))
  listExceptions(
    @CurrentActor() actor: Actor,
    @Param('id', id) staff: string,
    @Query({ schema: dutyExceptionsList.query }) query: DutyExceptionsQuery,
  ) {
    return this.exceptions.list(actor, staff, query);
  }

  @Post('profiles/:id/exceptions')
  @Requires('complaints.assign')
  @Idempotent()
  @Operation({
    id: 'addDutyException',
    summary: 'Add leave or extra hours of a staff member',
    description: 'When leave begins, what they have goes to others unless `handsOn` is false.',
    codes,
  })
  @ReturnsView(dutyExceptionView, { status: 201, problems: { 409: overlaps } })
  addException(
    @CurrentActor() actor: Actor,
    @Param('id', id) staff: string,
    @Body({ schema: addDutyExceptionInput }) input: AddDutyExceptionInput,
  ) {
    return this.exceptions.add(actor, staff, input);
  }

  @Delete('exceptions/:id')
  @Requires('complaints.assign')
  @Operation({
    id: 'deleteDutyException',
    summary: 'Delete leave or extra hours',
    description: 'What has been handed on stays where it is.',
    codes: ['DUTY_EXCEPTION_NOT_FOUND'],
  })
  @ReturnsNothing()
  removeException(@CurrentActor() actor: Actor, @Param('id', id) exception: string) {
    return this.exceptions.remove(actor, exception);
  }

  @Get('profile')
  @Requires('complaints.update')
  @Operation({
    id: 'getOwnDeskProfile',
    summary: 'Get your desk profile',
    description: 'Returns what you take, when you work, and your load.',
    codes,
  })
  @ReturnsView(deskProfileView)
  own(@CurrentActor() actor: Actor) {
    return this.profiles.get(actor, actor.id);
  }

  @Put('profile/pause')
  @Requires('complaints.update')
  @Operation({
    id: 'pauseOwnDesk',
    summary: 'Take no more work for now, or take it again',
    description: 'While you pause, nothing is given to you by itself.',
    codes,
  })
  @ReturnsView(deskProfileView)
  pause(@CurrentActor() actor: Actor, @Body({ schema: pauseDeskInput }) { isPaused }: PauseDeskInput) {
    return this.profiles.pause(actor, isPaused);
  }
}
