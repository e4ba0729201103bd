import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Idempotent, Operation, RateClass, ReturnsView } from '#libs/http';
import { CurrentActor, OnlyFor, Requires } from '../../../access/access.decorators.js';
import type { Actor } from '../../../access/actor.js';
import { bulkInput, bulkStartedView, type BulkInput } from './bulk.schemas.js';
import { BulkService } from './bulk.service.js';

@ApiTags('Complaints: operations')
@OnlyFor('staff')
@Controller('ops/complaints/bulk')
export class BulkController {
  constructor(private readonly bulk: BulkService) {}

  @Post()
  @Requires('complaints.update')
  @RateClass('expensive')
  @Idempotent()
  @Operation({
    id: 'changeComplaintsInBulk',
    summary: 'Do one thing to many complaints',
    description:
      'Changes those that are named, or those that a view finds now. Each by itself: the result of the job tells how many were changed, and which were refused and why.',
    codes: ['COMPLAINT_VIEW_NOT_FOUND'],
  })
  @ReturnsView(bulkStartedView, {
    status: 202,
    problems: { 422: { description: 'NO_COMPLAINTS_IN_VIEW: the view finds none.' } },
  })
  start(@CurrentActor() actor: Actor, @Body({ schema: bulkInput }) input: BulkInput) {
    return this.bulk.start(actor, input);
  }
}
