import { Body, Controller, Get, Param, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { IfMatch, Operation, ReturnsView, type ExpectedVersions } from '#libs/http';
import { CurrentActor, OnlyFor, Requires } from '../../access/access.decorators.js';
import type { Actor } from '../../access/actor.js';
import { complaintView } from '../complaints.schemas.js';
import { AssignmentDesk } from './assignment-desk.service.js';
import { AssignmentPolicyService } from './assignment-policy.service.js';
import {
  assigneeRefusedView,
  assigneesView,
  assignComplaintInput,
  assignmentPolicyView,
  setAssignmentInput,
  type AssignComplaintInput,
  type SetAssignmentInput,
} from './assignment.schemas.js';

const id = { schema: z.uuid() };

@ApiTags('Complaints')
@OnlyFor('staff')
@Controller('ops')
export class AssignmentController {
  constructor(
    private readonly desk: AssignmentDesk,
    private readonly policy: AssignmentPolicyService,
  ) {}

  @Post('complaints/:id/assign')
  @Requires('complaints.update')
  @Operation({
    id: 'assignComplaint',
    summary: 'Assign a complaint',
    description:
      'Gives it to somebody, to whoever is free by a strategy, or to nobody. Without `complaints.assign` you may take what nobody has and put back what is yours.',
    codes: ['COMPLAINT_NOT_FOUND', 'STAFF_NOT_FOUND'],
  })
  @ReturnsView(complaintView, {
    problems: {
      409: {
        description:
          'ASSIGNEE_UNSUITABLE: they may not work on it. NOBODY_FREE: nobody is on duty with room for it. COMPLAINT_ENDED.',
        members: assigneeRefusedView,
      },
    },
  })
  assign(
    @CurrentActor() actor: Actor,
    @Param('id', id) complaint: string,
    @Body({ schema: assignComplaintInput }) input: AssignComplaintInput,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.desk.assign(actor, complaint, input, expected);
  }

  @Get('complaints/:id/assignees')
  @Requires('complaints.assign')
  @Operation({
    id: 'listComplaintAssignees',
    summary: 'List who could take a complaint',
    description: 'Returns everybody of the desk, whose turn it is first, with why or why not.',
    codes: ['COMPLAINT_NOT_FOUND'],
  })
  @ReturnsView(assigneesView)
  assignees(@CurrentActor() actor: Actor, @Param('id', id) complaint: string) {
    return this.desk.assigneesFor(actor, complaint);
  }

  @Get('desk/assignment')
  @Requires('complaints.assign')
  @Operation({
    id: 'getAutomaticAssignment',
    summary: 'Get how complaints find somebody by themselves',
    description: 'Returns the strategy that new complaints and those of people who are away are given by.',
  })
  @ReturnsView(assignmentPolicyView)
  get(@CurrentActor() actor: Actor) {
    return this.policy.get(actor);
  }

  @Put('desk/assignment')
  @Requires('complaints.assign')
  @Operation({
    id: 'replaceAutomaticAssignment',
    summary: 'Set how complaints find somebody by themselves',
    description: 'Holds from the next complaint on.',
  })
  @ReturnsView(assignmentPolicyView)
  replace(
    @CurrentActor() actor: Actor,
    @Body({ schema: setAssignmentInput }) input: SetAssignmentInput,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.policy.replace(actor, input, expected);
  }
}
