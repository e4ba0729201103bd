import { Body, Controller, Delete, Get, Param, Patch, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import {
  Idempotent,
  IfMatch,
  Operation,
  RateClass,
  ReturnsView,
  ReturnsNothing,
  type ExpectedVersions,
} from '#libs/http';
import { CurrentActor, OnlyFor, Requires } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { OwnAccountService } from './own-account.service.js';
import {
  activityView,
  approveInput,
  changePasswordInput,
  createStaffInput,
  ownStaffView,
  staffListView,
  staffActivityList,
  staffList,
  staffSessionsView,
  staffView,
  replaceStaffInput,
  updateStaffInput,
  type ChangePasswordInput,
  type CreateStaffInput,
  type StaffActivityQuery,
  type StaffQuery,
  type ReplaceStaffInput,
  type UpdateStaffInput,
} from './staff.schemas.js';
import { StaffProfilesService } from './staff-profiles.service.js';
import { StaffService } from './staff.service.js';
import { StaffStatusService } from './staff-status.service.js';

const uuid = { schema: z.uuid() };
const above = {
  description: 'GRANT_TOO_WIDE, ABOVE_YOU, FORBIDDEN: it takes permissions that you do not hold.',
};
const grantProblems = { 422: { description: 'ROLE_UNKNOWN' }, 403: above };
const stateProblems = {
  403: above,
  409: { description: 'STAFF_STATUS, SECOND_FACTOR_STATE, OWN_ACCOUNT, LAST_SUPER_ADMIN' },
};

@ApiTags('Staff')
@Controller('ops/users')
export class StaffController {
  constructor(
    private readonly staff: StaffService,
    private readonly status: StaffStatusService,
    private readonly account: OwnAccountService,
    private readonly profiles: StaffProfilesService,
  ) {}

  @Get()
  @Requires('staff.read')
  @Operation({
    id: 'listStaff',
    summary: 'List staff',
    description: 'Returns the accounts of all colleagues, whatever their status.',
  })
  @ReturnsView(staffListView)
  list(@CurrentActor() actor: Actor, @Query({ schema: staffList.query }) query: StaffQuery) {
    return this.staff.list(actor, query);
  }

  @Post()
  @Requires('staff.update')
  @Idempotent()
  @Operation({
    id: 'createStaffMember',
    summary: 'Create a staff account',
    description:
      'The new colleague is mailed a link to choose a password. Nobody can give a role that holds more than their own.',
  })
  @ReturnsView(staffView, {
    status: 201,
    location: ':id',
    problems: { ...grantProblems, 409: { description: 'ALREADY_REGISTERED' } },
  })
  create(@CurrentActor() actor: Actor, @Body({ schema: createStaffInput }) input: CreateStaffInput) {
    return this.staff.create(actor, input);
  }

  @Get('me')
  @Requires('self')
  @OnlyFor('staff')
  @Operation({
    id: 'getOwnStaffProfile',
    summary: 'Get your staff profile',
    description: 'Returns your account and what you may do at this moment.',
    codes: ['STAFF_NOT_FOUND'],
  })
  @ReturnsView(ownStaffView)
  me(@CurrentActor() actor: Actor) {
    return this.profiles.own(actor);
  }

  @Patch('me/password')
  @Requires('self')
  @OnlyFor('staff')
  @RateClass('auth')
  @Operation({
    id: 'changeStaffPassword',
    summary: 'Change your password as staff',
    description: 'Takes the current password. Your other sessions end.',
    codes: ['PROOF_WRONG', 'WEAK_PASSWORD', 'LOGIN_LOCKED'],
  })
  @ReturnsNothing()
  async changePassword(
    @CurrentActor() actor: Actor,
    @Body({ schema: changePasswordInput }) input: ChangePasswordInput,
  ): Promise<void> {
    await this.account.changePassword(actor, input);
  }

  @Get(':id')
  @Requires('staff.read')
  @Operation({
    id: 'getStaffMember',
    summary: 'Get a staff account',
    description: 'Returns the account of one colleague.',
    codes: ['STAFF_NOT_FOUND'],
  })
  @ReturnsView(staffView)
  get(@CurrentActor() actor: Actor, @Param('id', uuid) id: string) {
    return this.staff.get(actor, id);
  }

  @Put(':id')
  @Requires('staff.update')
  @Operation({
    id: 'replaceStaffMember',
    summary: 'Replace the name and role of a colleague',
    description: 'The role takes effect on their next request.',
    codes: ['STAFF_NOT_FOUND'],
  })
  @ReturnsView(staffView, { problems: { ...grantProblems, 409: stateProblems[409] } })
  replace(
    @CurrentActor() actor: Actor,
    @Param('id', uuid) id: string,
    @Body({ schema: replaceStaffInput }) input: ReplaceStaffInput,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.staff.change(actor, id, input, expected);
  }

  @Patch(':id')
  @Requires('staff.update')
  @Operation({
    id: 'updateStaffMember',
    summary: 'Update the name or role of a colleague',
    description: 'What is left out stays. The role takes effect on their next request.',
    codes: ['STAFF_NOT_FOUND'],
  })
  @ReturnsView(staffView, { problems: { ...grantProblems, 409: stateProblems[409] } })
  update(
    @CurrentActor() actor: Actor,
    @Param('id', uuid) id: string,
    @Body({ schema: updateStaffInput }) input: UpdateStaffInput,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.staff.change(actor, id, input, expected);
  }

  @Delete(':id')
  @Requires('staff.update')
  @Operation({
    id: 'removeStaffMember',
    summary: 'Remove a staff account',
    description: 'The colleague can never sign in again. What they did stays in the audit log.',
    codes: ['STAFF_NOT_FOUND', 'STAFF_STATUS', 'OWN_ACCOUNT', 'LAST_SUPER_ADMIN', 'ABOVE_YOU'],
  })
  @ReturnsNothing()
  async leave(@CurrentActor() actor: Actor, @Param('id', uuid) id: string): Promise<void> {
    await this.status.leave(actor, id);
  }

  @Post(':id/approve')
  @Requires('staff.approve')
  @Operation({
    id: 'approveStaffMember',
    summary: 'Approve a staff registration',
    description: 'Gives the colleague a role. They are mailed a link to choose a password.',
    codes: ['STAFF_NOT_FOUND'],
  })
  @ReturnsView(staffView, { problems: { ...grantProblems, 409: stateProblems[409] } })
  approve(
    @CurrentActor() actor: Actor,
    @Param('id', uuid) id: string,
    @Body({ schema: approveInput }) input: z.output<typeof approveInput>,
  ) {
    return this.status.approve(actor, id, input.role);
  }

  @Post(':id/suspend')
  @Requires('staff.update')
  @Operation({
    id: 'suspendStaffMember',
    summary: 'Suspend a colleague',
    description: 'They cannot sign in until they are reactivated; their sessions end.',
    codes: ['STAFF_NOT_FOUND'],
  })
  @ReturnsView(staffView, { problems: stateProblems })
  suspend(@CurrentActor() actor: Actor, @Param('id', uuid) id: string) {
    return this.status.suspend(actor, id);
  }

  @Post(':id/reactivate')
  @Requires('staff.update')
  @Operation({
    id: 'reactivateStaffMember',
    summary: 'Reactivate a suspended colleague',
    description: 'They have the role that they had before.',
    codes: ['STAFF_NOT_FOUND'],
  })
  @ReturnsView(staffView, { problems: stateProblems })
  reactivate(@CurrentActor() actor: Actor, @Param('id', uuid) id: string) {
    return this.status.reactivate(actor, id);
  }

  @Post(':id/reset-second-factor')
  @Requires('staff.update')
  @Operation({
    id: 'resetSecondFactor',
    summary: 'Reset the second factor of a colleague',
    description: 'Turns it off for somebody who has lost it. They are notified, and their sessions end.',
    codes: ['STAFF_NOT_FOUND', 'SECOND_FACTOR_STATE', 'OWN_ACCOUNT', 'ABOVE_YOU'],
  })
  @ReturnsNothing()
  async resetSecondFactor(@CurrentActor() actor: Actor, @Param('id', uuid) id: string): Promise<void> {
    await this.status.resetSecondFactor(actor, id);
  }

  @Get(':id/activity')
  @Requires('staff.read')
  @Operation({
    id: 'listStaffActivity',
    summary: 'List the activity of a colleague',
    description: 'Returns what they have done, from the audit log.',
    codes: ['STAFF_NOT_FOUND'],
  })
  @ReturnsView(activityView)
  activityOf(
    @CurrentActor() actor: Actor,
    @Param('id', uuid) id: string,
    @Query({ schema: staffActivityList.query }) page: StaffActivityQuery,
  ) {
    return this.staff.activity(actor, id, page);
  }

  @Get(':id/sessions')
  @Requires('staff.read')
  @Operation({
    id: 'listStaffSessions',
    summary: 'List the sessions of a colleague',
    description: 'Returns all sessions that are open.',
    codes: ['STAFF_NOT_FOUND'],
  })
  @ReturnsView(staffSessionsView)
  async sessions(@CurrentActor() actor: Actor, @Param('id', uuid) id: string) {
    return { items: await this.status.sessionsOf(actor, id) };
  }

  @Delete(':id/sessions')
  @Requires('staff.update')
  @Operation({
    id: 'endStaffSessions',
    summary: 'End the sessions of a colleague',
    description: 'Their tokens are refused from their next request on.',
    codes: ['STAFF_NOT_FOUND'],
  })
  @ReturnsNothing()
  async endSessions(@CurrentActor() actor: Actor, @Param('id', uuid) id: string): Promise<void> {
    await this.status.endSessions(actor, id);
  }
}
