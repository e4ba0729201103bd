import { Body, Controller, Get, Param, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Idempotent, IfMatch, Operation, pageOf, ReturnsView, type ExpectedVersions } from '#libs/http';
import { CurrentActor, OnlyFor, Requires } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { apiPrefix } from '../config/api-prefix.js';
import {
  complaintRefusedView,
  complaintsList,
  complaintView,
  editComplaintInput,
  fileComplaintInput,
  type ComplaintsQuery,
  type EditComplaintInput,
  type FileComplaintInput,
} from './complaints.schemas.js';
import { ComplaintsService } from './complaints.service.js';

const id = { schema: z.uuid() };

@ApiTags('Complaints')
@Controller('complaints')
export class ComplaintsController {
  constructor(private readonly complaints: ComplaintsService) {}

  @Post()
  @Requires('complaints.create')
  @OnlyFor('customer')
  @Idempotent()
  @Operation({
    id: 'fileComplaint',
    summary: 'File a complaint',
    description:
      'About one of your visits or about something else. You receive a reference, and when it will be solved.',
    codes: ['BOOKING_NOT_FOUND'],
  })
  @ReturnsView(complaintView, {
    status: 201,
    location: `/${apiPrefix}/complaints/:id`,
    problems: { 409: { description: 'TOO_MANY_COMPLAINTS: 20 of yours are open.' } },
  })
  file(@CurrentActor() actor: Actor, @Body({ schema: fileComplaintInput }) input: FileComplaintInput) {
    return this.complaints.file(actor, input);
  }

  @Get()
  @Requires('complaints.read')
  @OnlyFor('customer')
  @Operation({
    id: 'listComplaints',
    summary: 'List your complaints',
    description: 'Returns your own, the latest first.',
  })
  @ReturnsView(pageOf(complaintView))
  list(@CurrentActor() actor: Actor, @Query({ schema: complaintsList.query }) query: ComplaintsQuery) {
    return this.complaints.list(actor, query);
  }

  @Get(':id')
  @Requires('complaints.read')
  @Operation({
    id: 'getComplaint',
    summary: 'Get a complaint',
    description: 'Returns it as its customer sees it.',
    codes: ['COMPLAINT_NOT_FOUND'],
  })
  @ReturnsView(complaintView)
  get(@CurrentActor() actor: Actor, @Param('id', id) complaint: string) {
    return this.complaints.get(actor, complaint);
  }

  @Put(':id')
  @Requires('complaints.create')
  @OnlyFor('customer')
  @Operation({
    id: 'replaceComplaint',
    summary: 'Change a complaint',
    description: 'Possible until somebody has begun; later add an update. What is left out is empty then.',
    codes: ['COMPLAINT_NOT_FOUND'],
  })
  @ReturnsView(complaintView, {
    problems: {
      409: { description: 'COMPLAINT_NOT_EDITABLE: somebody has begun.', members: complaintRefusedView },
    },
  })
  edit(
    @CurrentActor() actor: Actor,
    @Param('id', id) complaint: string,
    @Body({ schema: editComplaintInput }) input: EditComplaintInput,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.complaints.edit(actor, complaint, input, expected);
  }
}
