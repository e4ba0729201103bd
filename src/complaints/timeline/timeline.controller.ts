import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Operation, pageOf, ReturnsView } from '#libs/http';
import { CurrentActor, Requires } from '../../access/access.decorators.js';
import type { Actor } from '../../access/actor.js';
import { timelineEntryView, timelineList, type TimelineQuery } from './timeline.schemas.js';
import { TimelineService } from './timeline.service.js';

const id = { schema: z.uuid() };

@ApiTags('Complaints')
@Controller('complaints/:id/timeline')
export class ComplaintTimelineController {
  constructor(private readonly timeline: TimelineService) {}

  @Get()
  @Requires('complaints.read')
  @Operation({
    id: 'listComplaintTimeline',
    summary: 'List what has happened to a complaint',
    description:
      'Returns every step, update and file in one order, the earliest first; to its customer what is public.',
    codes: ['COMPLAINT_NOT_FOUND'],
  })
  @ReturnsView(pageOf(timelineEntryView))
  list(
    @CurrentActor() actor: Actor,
    @Param('id', id) complaint: string,
    @Query({ schema: timelineList.query }) query: TimelineQuery,
  ) {
    return this.timeline.list(actor, complaint, query);
  }
}
