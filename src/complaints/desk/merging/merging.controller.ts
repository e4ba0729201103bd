import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Idempotent, IfMatch, Operation, ReturnsView, type ExpectedVersions } from '#libs/http';
import { CurrentActor, OnlyFor, Requires } from '../../../access/access.decorators.js';
import type { Actor } from '../../../access/actor.js';
import { apiPrefix } from '../../../config/api-prefix.js';
import { complaintRefusedView, complaintView } from '../../complaints.schemas.js';
import { mergeInput, splitInput, type SplitInput } from './merging.schemas.js';
import { MergingService } from './merging.service.js';

const id = { schema: z.uuid() };
const codes = ['COMPLAINT_NOT_FOUND'];
const ended = { description: 'COMPLAINT_ENDED: nobody works on it any more.', members: complaintRefusedView };

@ApiTags('Complaints: operations')
@OnlyFor('staff')
@Requires('complaints.update')
@Controller('ops/complaints/:id')
export class MergingController {
  constructor(private readonly merging: MergingService) {}

  @Post('merge')
  @Operation({
    id: 'mergeComplaint',
    summary: 'Merge a complaint into another one',
    description:
      'Takes two of the same customer, who is told. What was said stays with each; the other one tells of it.',
    codes,
  })
  @ReturnsView(complaintView, {
    problems: {
      409: {
        description: 'COMPLAINT_TRANSITION_ILLEGAL, COMPLAINT_ENDED: nobody works on one of them any more.',
        members: complaintRefusedView,
      },
      422: { description: 'COMPLAINTS_NOT_MERGEABLE: they are of different customers, or the same one.' },
    },
  })
  merge(
    @CurrentActor() actor: Actor,
    @Param('id', id) complaint: string,
    @Body({ schema: mergeInput }) { into }: z.output<typeof mergeInput>,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.merging.merge(actor, complaint, into, expected);
  }

  @Post('unmerge')
  @Operation({
    id: 'unmergeComplaint',
    summary: 'Take a merged complaint off the other one',
    description: 'Somebody works on it by itself again. Possible for 14 days.',
    codes,
  })
  @ReturnsView(complaintView, {
    problems: {
      409: {
        description: 'COMPLAINT_NOT_MERGED. COMPLAINT_NOT_REOPENABLE: the 14 days are over.',
        members: complaintRefusedView,
      },
    },
  })
  unmerge(
    @CurrentActor() actor: Actor,
    @Param('id', id) complaint: string,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.merging.unmerge(actor, complaint, expected);
  }

  @Post('split')
  @Idempotent()
  @Operation({
    id: 'splitComplaint',
    summary: 'Split a part off a complaint',
    description:
      'Returns the part: a complaint of its own, about the same visit, with the updates that belong to it.',
    codes,
  })
  @ReturnsView(complaintView, {
    status: 201,
    location: `/${apiPrefix}/ops/complaints/:id`,
    problems: {
      409: ended,
      422: { description: 'COMPLAINT_UPDATES_UNKNOWN: it has no such updates.' },
    },
  })
  split(
    @CurrentActor() actor: Actor,
    @Param('id', id) complaint: string,
    @Body({ schema: splitInput }) input: SplitInput,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.merging.split(actor, complaint, input, expected);
  }
}
