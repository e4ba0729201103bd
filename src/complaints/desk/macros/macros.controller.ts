import { Body, Controller, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Idempotent, IfMatch, Operation, ReturnsView, type ExpectedVersions } from '#libs/http';
import { CurrentActor, OnlyFor, Requires } from '../../../access/access.decorators.js';
import type { Actor } from '../../../access/actor.js';
import { complaintRefusedView } from '../../complaints.schemas.js';
import { MacroRuns } from './macro-runs.service.js';
import {
  applyMacroInput,
  macroInput,
  macroOutcomeView,
  macrosView,
  macroVersionsView,
  macroView,
  previewMacroInput,
  type ApplyMacroInput,
  type MacroInput,
} from './macros.schemas.js';
import { ComplaintMacrosService } from './macros.service.js';

const id = { schema: z.uuid() };
const body = { schema: macroInput };
const codes = ['COMPLAINT_MACRO_NOT_FOUND'];
const unfit = {
  409: { description: 'COMPLAINT_MACRO_NAME_TAKEN, TOO_MANY_DESK_TEXTS' },
  422: { description: 'COMPLAINT_MACRO_UNFIT: it names what is not there, or a step says nothing.' },
};
const refused = {
  409: {
    description:
      'COMPLAINT_MACRO_CHANGED, COMPLAINT_MACRO_INACTIVE, CANNED_ANSWER_INACTIVE; and what refuses one of its steps: COMPLAINT_TRANSITION_ILLEGAL, COMPLAINT_NOT_REOPENABLE, COMPLAINT_ENDED, ASSIGNEE_UNSUITABLE, NOBODY_FREE.',
    members: complaintRefusedView,
  },
  422: {
    description:
      'CANNED_ANSWER_VALUE_MISSING: an answer names what this complaint does not have. COMPLAINT_TOPIC_UNFIT.',
  },
};

/** Whoever works on complaints uses them; whoever gives complaints out keeps them. */
@ApiTags('Complaints: operations')
@OnlyFor('staff')
@Controller('ops')
export class ComplaintMacrosController {
  constructor(
    private readonly macros: ComplaintMacrosService,
    private readonly runs: MacroRuns,
  ) {}

  @Get('complaint-macros')
  @Requires('complaints.update')
  @Operation({
    id: 'listComplaintMacros',
    summary: 'List the macros for complaints',
    description: 'Returns all of them, also those that are not used any more.',
  })
  @ReturnsView(macrosView)
  list(@CurrentActor() actor: Actor) {
    return this.macros.list(actor);
  }

  @Get('complaint-macros/:id/versions')
  @Requires('complaints.update')
  @Operation({
    id: 'listComplaintMacroVersions',
    summary: 'List the versions of a macro',
    description: 'Returns how it was, the latest 50 first.',
    codes,
  })
  @ReturnsView(macroVersionsView)
  versions(@CurrentActor() actor: Actor, @Param('id', id) macro: string) {
    return this.macros.versions(actor, macro);
  }

  @Post('complaint-macros')
  @Requires('complaints.assign')
  @Idempotent()
  @Operation({
    id: 'createComplaintMacro',
    summary: 'Make a macro for complaints',
    description: 'Several steps under one name.',
  })
  @ReturnsView(macroView, { status: 201, location: ':id', problems: unfit })
  create(@CurrentActor() actor: Actor, @Body(body) input: MacroInput) {
    return this.macros.create(actor, input);
  }

  @Put('complaint-macros/:id')
  @Requires('complaints.assign')
  @Operation({
    id: 'replaceComplaintMacro',
    summary: 'Change a macro for complaints',
    description: 'How it was is kept as a version.',
    codes,
  })
  @ReturnsView(macroView, { problems: unfit })
  replace(
    @CurrentActor() actor: Actor,
    @Param('id', id) macro: string,
    @Body(body) input: MacroInput,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.macros.replace(actor, macro, input, expected);
  }

  @Post('complaint-macros/:id/preview')
  @Requires('complaints.update')
  @HttpCode(200)
  @Operation({
    id: 'previewComplaintMacro',
    effect: 'read',
    summary: 'Preview a macro on a complaint',
    description: 'Returns what would be done and said, or why it would be refused. Nothing is written.',
    codes: [...codes, 'COMPLAINT_NOT_FOUND', 'CANNED_ANSWER_NOT_FOUND'],
  })
  @ReturnsView(macroOutcomeView, { problems: refused })
  preview(
    @CurrentActor() actor: Actor,
    @Param('id', id) macro: string,
    @Body({ schema: previewMacroInput }) { complaintId }: z.output<typeof previewMacroInput>,
  ) {
    return this.runs.preview(actor, macro, complaintId);
  }

  @Post('complaints/:id/macro')
  @Requires('complaints.update')
  @Idempotent()
  @HttpCode(200)
  @Operation({
    id: 'applyComplaintMacro',
    summary: 'Apply a macro to a complaint',
    description: 'All of its steps are done, or none.',
    codes: [...codes, 'COMPLAINT_NOT_FOUND', 'CANNED_ANSWER_NOT_FOUND'],
  })
  @ReturnsView(macroOutcomeView, { problems: refused })
  apply(
    @CurrentActor() actor: Actor,
    @Param('id', id) complaint: string,
    @Body({ schema: applyMacroInput }) input: ApplyMacroInput,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.runs.apply(actor, complaint, input, expected);
  }
}
