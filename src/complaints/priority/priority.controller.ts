import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Operation, pageOf, ReturnsView } from '#libs/http';
import { CurrentActor, OnlyFor, Requires } from '../../access/access.decorators.js';
import type { Actor } from '../../access/actor.js';
import { PriorityLine } from './priority-line.service.js';
import { priorityEntryView, priorityList, type PriorityQuery } from './priority.schemas.js';

@ApiTags('Complaints')
@OnlyFor('staff')
@Controller('ops/complaints/priority')
export class PriorityController {
  constructor(private readonly line: PriorityLine) {}

  @Get()
  @Requires('complaints.read')
  @Operation({
    id: 'listPrioritisedComplaints',
    summary: 'List complaints by priority',
    description:
      'Returns those that are not solved, in the order in which they are to be worked, each with why it stands where it stands.',
  })
  @ReturnsView(pageOf(priorityEntryView))
  list(@CurrentActor() actor: Actor, @Query({ schema: priorityList.query }) query: PriorityQuery) {
    return this.line.list(actor, query);
  }
}
