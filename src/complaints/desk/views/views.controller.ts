import { Body, Controller, Delete, Get, Param, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import {
  Idempotent,
  IfMatch,
  Operation,
  pageOf,
  RateClass,
  ReturnsNothing,
  ReturnsView,
  type ExpectedVersions,
} from '#libs/http';
import { CurrentActor, OnlyFor, Requires } from '../../../access/access.decorators.js';
import type { Actor } from '../../../access/actor.js';
import { deskComplaintView } from '../lists/desk.schemas.js';
import {
  complaintListViewView,
  complaintViewInput,
  complaintViewsView,
  viewCountsView,
  viewPageQuery,
  type ComplaintViewInput,
  type ViewPageQuery,
} from './views.schemas.js';
import { ComplaintViewsService } from './views.service.js';

const id = { schema: z.uuid() };
const body = { schema: complaintViewInput };
const codes = ['COMPLAINT_VIEW_NOT_FOUND'];
const full = { 409: { description: 'COMPLAINT_VIEW_NAME_TAKEN, TOO_MANY_COMPLAINT_VIEWS' } };

@ApiTags('Complaints: operations')
@OnlyFor('staff')
@Requires('complaints.read')
@Controller('ops/complaint-views')
export class ComplaintViewsController {
  constructor(private readonly views: ComplaintViewsService) {}

  @Get()
  @Operation({
    id: 'listComplaintViews',
    summary: 'List the views of complaints',
    description: 'Returns your own and those that are shared with all staff.',
  })
  @ReturnsView(complaintViewsView)
  list(@CurrentActor() actor: Actor) {
    return this.views.list(actor);
  }

  @Get('counts')
  @RateClass('expensive')
  @Operation({
    id: 'countComplaintViews',
    summary: 'Count what the views of complaints find',
    description: 'Returns how many complaints each of your views finds now.',
  })
  @ReturnsView(viewCountsView)
  counts(@CurrentActor() actor: Actor) {
    return this.views.counts(actor);
  }

  @Get(':id/complaints')
  @RateClass('expensive')
  @Operation({
    id: 'listComplaintsOfView',
    summary: 'List the complaints that a view finds',
    description: 'Returns them in the order of the view.',
    codes,
  })
  @ReturnsView(pageOf(deskComplaintView))
  complaints(
    @CurrentActor() actor: Actor,
    @Param('id', id) view: string,
    @Query({ schema: viewPageQuery }) query: ViewPageQuery,
  ) {
    return this.views.complaints(actor, view, query);
  }

  @Post()
  @Idempotent()
  @Operation({
    id: 'createComplaintView',
    summary: 'Keep a view of complaints',
    description: 'A question that you ask again and again.',
  })
  @ReturnsView(complaintListViewView, { status: 201, location: ':id', problems: full })
  create(@CurrentActor() actor: Actor, @Body(body) input: ComplaintViewInput) {
    return this.views.create(actor, input);
  }

  @Put(':id')
  @Operation({
    id: 'replaceComplaintView',
    summary: 'Change a view of complaints',
    description: 'One of yours; a shared one, whoever gives out complaints.',
    codes,
  })
  @ReturnsView(complaintListViewView, { problems: full })
  replace(
    @CurrentActor() actor: Actor,
    @Param('id', id) view: string,
    @Body(body) input: ComplaintViewInput,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.views.replace(actor, view, input, expected);
  }

  @Delete(':id')
  @Operation({
    id: 'deleteComplaintView',
    summary: 'Delete a view of complaints',
    description: 'One of yours; a shared one, whoever gives out complaints.',
    codes,
  })
  @ReturnsNothing()
  remove(
    @CurrentActor() actor: Actor,
    @Param('id', id) view: string,
    @IfMatch() expected: ExpectedVersions,
  ): Promise<void> {
    return this.views.remove(actor, view, expected);
  }
}
