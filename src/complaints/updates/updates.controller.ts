import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Idempotent, Operation, pageOf, ReturnsView } from '#libs/http';
import { CurrentActor, Requires } from '../../access/access.decorators.js';
import type { Actor } from '../../access/actor.js';
import { apiPrefix } from '../../config/api-prefix.js';
import {
  addUpdateInput,
  complaintUpdateView,
  updatesList,
  type AddUpdateInput,
  type UpdatesQuery,
} from './updates.schemas.js';
import { UpdatesService } from './updates.service.js';

const id = { schema: z.uuid() };
const codes = ['COMPLAINT_NOT_FOUND'];

@ApiTags('Complaints')
@Controller('complaints/:id/updates')
export class ComplaintUpdatesController {
  constructor(private readonly updates: UpdatesService) {}

  @Post()
  @Requires('complaints.create')
  @Idempotent()
  @Operation({
    id: 'addComplaintUpdate',
    summary: 'Add an update to a complaint',
    description: 'Says something to the other side; staff may also write for themselves.',
    codes,
  })
  @ReturnsView(complaintUpdateView, {
    status: 201,
    location: `/${apiPrefix}/complaints/:complaintId/updates`,
    problems: {
      409: { description: 'COMPLAINT_ENDED: reopen it first. TOO_MANY_COMPLAINT_UPDATES: it is full.' },
      422: {
        description:
          'CANNOT_BE_MENTIONED: somebody who may not read complaints, or not in an internal update.',
      },
    },
  })
  add(
    @CurrentActor() actor: Actor,
    @Param('id', id) complaint: string,
    @Body({ schema: addUpdateInput }) input: AddUpdateInput,
  ) {
    return this.updates.add(actor, complaint, input);
  }

  @Get()
  @Requires('complaints.read')
  @Operation({
    id: 'listComplaintUpdates',
    summary: 'List the updates of a complaint',
    description: 'Returns what was said, the earliest first; to its customer what is public.',
    codes,
  })
  @ReturnsView(pageOf(complaintUpdateView))
  list(
    @CurrentActor() actor: Actor,
    @Param('id', id) complaint: string,
    @Query({ schema: updatesList.query }) query: UpdatesQuery,
  ) {
    return this.updates.list(actor, complaint, query);
  }
}
