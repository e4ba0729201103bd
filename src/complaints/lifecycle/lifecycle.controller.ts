import { Body, Controller, Get, Param, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Idempotent, IfMatch, Operation, ReturnsView, type ExpectedVersions } from '#libs/http';
import { CurrentActor, OnlyFor, Requires } from '../../access/access.decorators.js';
import type { Actor } from '../../access/actor.js';
import {
  complaintReasonInput,
  complaintRefusedView,
  complaintView,
  type ComplaintReasonInput,
} from '../complaints.schemas.js';
import {
  complaintStatusView,
  complaintTransitionTable,
  setStatusInput,
  transitionsView,
  type SetStatusInput,
} from './lifecycle.schemas.js';
import { ComplaintLifecycle } from './lifecycle.service.js';

const id = { schema: z.uuid() };
const reason = { schema: complaintReasonInput };
const codes = ['COMPLAINT_NOT_FOUND'];
const refused = (description: string) => ({
  problems: { 409: { description, members: complaintRefusedView } },
});
const illegal = refused(
  'COMPLAINT_TRANSITION_ILLEGAL: it is not in a state for that; `allowed` says what it may become.',
);

@ApiTags('Complaints')
@Controller()
export class ComplaintLifecycleController {
  constructor(private readonly lifecycle: ComplaintLifecycle) {}

  @Get('complaints/:id/status')
  @Requires('complaints.read')
  @Operation({
    id: 'getComplaintStatus',
    summary: 'Get where a complaint stands',
    description: 'Returns its status and what the caller may do next, each with the reason where not.',
    codes,
  })
  @ReturnsView(complaintStatusView)
  status(@CurrentActor() actor: Actor, @Param('id', id) complaint: string) {
    return this.lifecycle.statusOf(actor, complaint);
  }

  @Post('complaints/:id/escalate')
  @Requires('complaints.create')
  @Idempotent()
  @Operation({
    id: 'escalateComplaint',
    summary: 'Escalate a complaint',
    description: 'Passes it one level up, to the operations manager at most.',
    codes,
  })
  @ReturnsView(complaintView, refused('COMPLAINT_ENDED: nobody works on it any more.'))
  escalate(
    @CurrentActor() actor: Actor,
    @Param('id', id) complaint: string,
    @Body(reason) input: ComplaintReasonInput,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.lifecycle.escalate(actor, complaint, input, expected);
  }

  @Post('complaints/:id/resolve')
  @Requires('complaints.create')
  @Idempotent()
  @Operation({
    id: 'resolveComplaint',
    summary: 'Resolve a complaint',
    description: 'Says that it is solved. For 14 days it can be reopened.',
    codes,
  })
  @ReturnsView(complaintView, illegal)
  resolve(
    @CurrentActor() actor: Actor,
    @Param('id', id) complaint: string,
    @Body(reason) input: ComplaintReasonInput,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.lifecycle.resolve(actor, complaint, input.reason, expected);
  }

  @Post('complaints/:id/reopen')
  @Requires('complaints.create')
  @Idempotent()
  @Operation({
    id: 'reopenComplaint',
    summary: 'Reopen a complaint',
    description: 'Possible for 14 days after it was solved or closed.',
    codes,
  })
  @ReturnsView(complaintView, refused('COMPLAINT_NOT_REOPENABLE: it is not solved, or the 14 days are over.'))
  reopen(
    @CurrentActor() actor: Actor,
    @Param('id', id) complaint: string,
    @Body(reason) input: ComplaintReasonInput,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.lifecycle.reopen(actor, complaint, input, expected);
  }

  @Post('complaints/:id/withdraw')
  @Requires('complaints.create')
  @OnlyFor('customer')
  @Idempotent()
  @Operation({
    id: 'withdrawComplaint',
    summary: 'Withdraw a complaint',
    description: 'For good: nobody works on it any more, and it cannot be reopened.',
    codes,
  })
  @ReturnsView(complaintView, illegal)
  withdraw(
    @CurrentActor() actor: Actor,
    @Param('id', id) complaint: string,
    @Body(reason) input: ComplaintReasonInput,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.lifecycle.withdraw(actor, complaint, input, expected);
  }

  @Get('ops/complaints/transitions')
  @Requires('complaints.read')
  @OnlyFor('staff')
  @Operation({
    id: 'listComplaintTransitions',
    summary: 'List the legal moves of complaints',
    description:
      'Returns what each status may become. Whether you may make a move of a complaint, its own standing tells.',
  })
  @ReturnsView(transitionsView)
  transitions() {
    return complaintTransitionTable;
  }

  @Put('ops/complaints/:id/status')
  @Requires('complaints.update')
  @OnlyFor('staff')
  @Operation({
    id: 'setComplaintStatus',
    summary: 'Set the status of a complaint',
    description:
      'Takes it up, says whom it waits for, or that it is solved. What was solved or closed is reopened by `in_progress`, as `reopenComplaint` does it.',
    codes,
  })
  @ReturnsView(
    complaintView,
    refused(
      'COMPLAINT_TRANSITION_ILLEGAL: `allowed` says what it may become. COMPLAINT_NOT_REOPENABLE: the 14 days are over. COMPLAINT_ENDED: it is merged.',
    ),
  )
  setStatus(
    @CurrentActor() actor: Actor,
    @Param('id', id) complaint: string,
    @Body({ schema: setStatusInput }) input: SetStatusInput,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.lifecycle.setStatus(actor, complaint, input, expected);
  }
}
