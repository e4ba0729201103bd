import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import {
  Idempotent,
  IfMatch,
  Operation,
  pageOf,
  RateClass,
  ReturnsView,
  type ExpectedVersions,
} from '#libs/http';
import { CurrentActor, OnlyFor, Requires } from '../../../access/access.decorators.js';
import type { Actor } from '../../../access/actor.js';
import { apiPrefix } from '../../../config/api-prefix.js';
import { complaintRefusedView } from '../../complaints.schemas.js';
import { ComplaintDeskService } from './complaint-desk.service.js';
import {
  deskComplaintDetail,
  deskComplaintView,
  deskList,
  fileForCustomerInput,
  reclassifyInput,
  type DeskQuery,
  type FileForCustomerInput,
  type ReclassifyInput,
} from './desk.schemas.js';

const id = { schema: z.uuid() };

@ApiTags('Complaints: operations')
@OnlyFor('staff')
@Controller('ops/complaints')
export class ComplaintDeskController {
  constructor(private readonly desk: ComplaintDeskService) {}

  @Get()
  @Requires('complaints.read')
  @RateClass('expensive')
  @Operation({
    id: 'searchComplaints',
    summary: 'Find complaints',
    description: 'Returns those of everybody that fit all filters, the latest first.',
  })
  @ReturnsView(pageOf(deskComplaintView))
  list(@CurrentActor() actor: Actor, @Query({ schema: deskList.query }) query: DeskQuery) {
    return this.desk.list(actor, query);
  }

  @Post()
  @Requires('complaints.create')
  @Idempotent()
  @Operation({
    id: 'fileComplaintForCustomer',
    summary: 'File a complaint for a customer',
    description: 'Takes down what somebody complains of on the telephone or at the door.',
    codes: ['CUSTOMER_NOT_FOUND', 'BOOKING_NOT_FOUND'],
  })
  @ReturnsView(deskComplaintView, {
    status: 201,
    location: `/${apiPrefix}/ops/complaints/:id`,
    problems: { 409: { description: 'TOO_MANY_COMPLAINTS: add to one that is open.' } },
  })
  file(@CurrentActor() actor: Actor, @Body({ schema: fileForCustomerInput }) input: FileForCustomerInput) {
    return this.desk.file(actor, input);
  }

  @Get(':id')
  @Requires('complaints.read')
  @Operation({
    id: 'getDeskComplaint',
    summary: 'Get a complaint as staff see it',
    description: 'Returns it with its customer, its visit, its history and what you may do next.',
    codes: ['COMPLAINT_NOT_FOUND'],
  })
  @ReturnsView(deskComplaintDetail)
  get(@CurrentActor() actor: Actor, @Param('id', id) complaint: string) {
    return this.desk.get(actor, complaint);
  }

  @Patch(':id')
  @Requires('complaints.update')
  @Operation({
    id: 'reclassifyComplaint',
    summary: 'Reclassify a complaint',
    description: 'Says what kind it is, how bad, about what, and what is wanted.',
    codes: ['COMPLAINT_NOT_FOUND'],
  })
  @ReturnsView(deskComplaintDetail, {
    problems: {
      409: {
        description: 'COMPLAINT_ENDED: nobody works on it any more.',
        members: complaintRefusedView,
      },
      422: { description: 'COMPLAINT_TOPIC_UNFIT: the topic is of another category, or given to no more.' },
    },
  })
  reclassify(
    @CurrentActor() actor: Actor,
    @Param('id', id) complaint: string,
    @Body({ schema: reclassifyInput }) input: ReclassifyInput,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.desk.reclassify(actor, complaint, input, expected);
  }
}
