import { Body, Controller, Delete, Get, Param, Patch, Post, Put, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import {
  Idempotent,
  IfMatch,
  pageQuery,
  RateClass,
  Returns,
  ReturnsNothing,
  type ExpectedVersions,
  type PageQuery,
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
  staffQuery,
  staffSessionsView,
  staffView,
  updateStaffInput,
  type ChangePasswordInput,
  type CreateStaffInput,
  type StaffQuery,
  type UpdateStaffInput,
} from './staff.schemas.js';
import { StaffProfiles } from './staff-profiles.service.js';
import { StaffService } from './staff.service.js';
import { StaffStatusService } from './staff-status.service.js';

const uuid = { schema: z.uuid() };
const above = {
  description: 'GRANT_TOO_WIDE, ABOVE_YOU, FORBIDDEN: it takes permissions that you do not hold.',
};
const grantProblems = { 400: { description: 'ROLE_UNKNOWN' }, 403: above };
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
    private readonly profiles: StaffProfiles,
  ) {}

  @Get()
  @Requires('staff.read')
  @ApiOperation({ summary: 'Staff, newest first' })
  @Returns(staffListView)
  list(@CurrentActor() actor: Actor, @Query({ schema: staffQuery }) query: StaffQuery) {
    return this.staff.list(actor, query);
  }

  @Post()
  @Requires('staff.update')
  @Idempotent()
  @ApiOperation({
    summary: 'Add a colleague',
    description:
      'They are mailed a link to choose a password with. Nobody can give a role that holds more than they do.',
  })
  @Returns(staffView, {
    status: 201,
    problems: { ...grantProblems, 409: { description: 'ALREADY_REGISTERED' } },
  })
  create(@CurrentActor() actor: Actor, @Body({ schema: createStaffInput }) input: CreateStaffInput) {
    return this.staff.create(actor, input);
  }

  @Get('me')
  @Requires('self')
  @OnlyFor('staff')
  @ApiOperation({ summary: 'Your own staff profile, and what you may do' })
  @Returns(ownStaffView)
  me(@CurrentActor() actor: Actor) {
    return this.profiles.own(actor);
  }

  @Patch('me/password')
  @Requires('self')
  @OnlyFor('staff')
  @RateClass('auth')
  @ApiOperation({ summary: 'Change your password; your other sessions end' })
  @ReturnsNothing()
  async changePassword(
    @CurrentActor() actor: Actor,
    @Body({ schema: changePasswordInput }) input: ChangePasswordInput,
  ): Promise<void> {
    await this.account.changePassword(actor, input);
  }

  @Get(':id')
  @Requires('staff.read')
  @ApiOperation({ summary: 'One of the staff' })
  @Returns(staffView)
  get(@CurrentActor() actor: Actor, @Param('id', uuid) id: string) {
    return this.staff.get(actor, id);
  }

  @Put(':id')
  @Requires('staff.update')
  @ApiOperation({ summary: 'Change name and role; the role acts on their next request' })
  @Returns(staffView, { problems: { ...grantProblems, 409: stateProblems[409] } })
  update(
    @CurrentActor() actor: Actor,
    @Param('id', uuid) id: string,
    @Body({ schema: updateStaffInput }) input: UpdateStaffInput,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.staff.update(actor, id, input, expected);
  }

  @Delete(':id')
  @Requires('staff.update')
  @ApiOperation({ summary: 'They have left: they never sign in again' })
  @ReturnsNothing()
  async leave(@CurrentActor() actor: Actor, @Param('id', uuid) id: string): Promise<void> {
    await this.status.leave(actor, id);
  }

  @Post(':id/approve')
  @Requires('staff.approve')
  @ApiOperation({
    summary: 'Let in somebody who has registered, with a role; they are mailed a link to choose a password',
  })
  @Returns(staffView, { problems: { ...grantProblems, 409: stateProblems[409] } })
  approve(
    @CurrentActor() actor: Actor,
    @Param('id', uuid) id: string,
    @Body({ schema: approveInput }) input: z.output<typeof approveInput>,
  ) {
    return this.status.approve(actor, id, input.role);
  }

  @Post(':id/suspend')
  @Requires('staff.update')
  @ApiOperation({ summary: 'Keep somebody out for now; their sessions end' })
  @Returns(staffView, { problems: stateProblems })
  suspend(@CurrentActor() actor: Actor, @Param('id', uuid) id: string) {
    return this.status.suspend(actor, id);
  }

  @Post(':id/reactivate')
  @Requires('staff.update')
  @ApiOperation({ summary: 'Let somebody in again who was suspended' })
  @Returns(staffView, { problems: stateProblems })
  reactivate(@CurrentActor() actor: Actor, @Param('id', uuid) id: string) {
    return this.status.reactivate(actor, id);
  }

  @Post(':id/reset-second-factor')
  @Requires('staff.update')
  @ApiOperation({
    summary: 'Turn off the second factor of somebody who has lost it; they are told, their sessions end',
  })
  @ReturnsNothing()
  async resetSecondFactor(@CurrentActor() actor: Actor, @Param('id', uuid) id: string): Promise<void> {
    await this.status.resetSecondFactor(actor, id);
  }

  @Get(':id/activity')
  @Requires('staff.read')
  @ApiOperation({ summary: 'What somebody has done, newest first' })
  @Returns(activityView)
  activityOf(
    @CurrentActor() actor: Actor,
    @Param('id', uuid) id: string,
    @Query({ schema: pageQuery }) page: PageQuery,
  ) {
    return this.staff.activity(actor, id, page);
  }

  @Get(':id/sessions')
  @Requires('staff.read')
  @ApiOperation({ summary: 'Where somebody is signed in' })
  @Returns(staffSessionsView)
  async sessions(@CurrentActor() actor: Actor, @Param('id', uuid) id: string) {
    return { items: await this.status.sessionsOf(actor, id) };
  }

  @Delete(':id/sessions')
  @Requires('staff.update')
  @ApiOperation({ summary: 'Sign somebody out everywhere' })
  @ReturnsNothing()
  async endSessions(@CurrentActor() actor: Actor, @Param('id', uuid) id: string): Promise<void> {
    await this.status.endSessions(actor, id);
  }
}
