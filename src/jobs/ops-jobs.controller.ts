import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Idempotent, Operation, ReturnsView } from '#libs/http';
import { CurrentActor, OnlyFor, Requires } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import {
  bulkInput,
  bulkView,
  cacheQuery,
  invalidatedView,
  jobFiguresView,
  opsJobDetailView,
  opsJobsList,
  opsJobsView,
  opsJobView,
  replayInput,
  type BulkInput,
  type CacheQuery,
  type OpsJobsQuery,
  type ReplayInput,
} from './jobs.schemas.js';
import { OpsJobsService } from './ops-jobs.service.js';

const uuid = { schema: z.uuid() };

@ApiTags('Jobs: operations')
@Controller('ops/jobs')
@Requires('system.configure')
@OnlyFor('staff')
export class OpsJobsController {
  constructor(private readonly jobs: OpsJobsService) {}

  @Get('figures')
  @Requires('agents.read')
  @Operation({
    id: 'getJobFigures',
    summary: 'Get job statistics',
    description: 'Returns what waits, which workers are there, and how the last 24 hours went.',
  })
  @ReturnsView(jobFiguresView)
  all(@CurrentActor() actor: Actor) {
    return this.jobs.statistics(actor);
  }

  @Get()
  @Operation({
    id: 'listAllJobs',
    summary: 'List the jobs of everybody',
    description: 'The dead letters are those of `status=failed`.',
  })
  @ReturnsView(opsJobsView)
  list(@CurrentActor() actor: Actor, @Query({ schema: opsJobsList.query }) query: OpsJobsQuery) {
    return this.jobs.list(actor, query);
  }

  @Post('cancel')
  @Operation({
    id: 'cancelJobs',
    summary: 'Cancel many jobs',
    description: 'Cancels those that wait or are under way and fit the conditions, the oldest first.',
  })
  @ReturnsView(bulkView)
  cancelAll(@CurrentActor() actor: Actor, @Body({ schema: bulkInput }) input: BulkInput) {
    return this.jobs.cancelAll(actor, input);
  }

  @Post('replay')
  @Idempotent()
  @Operation({
    id: 'replayJobs',
    summary: 'Replay many failed jobs',
    description: 'Repeats those that fit the conditions and were not repeated yet, the oldest first.',
  })
  @ReturnsView(bulkView)
  replayAll(@CurrentActor() actor: Actor, @Body({ schema: bulkInput }) input: BulkInput) {
    return this.jobs.replayAll(actor, input);
  }

  @Delete('results')
  @Operation({
    id: 'invalidateJobResults',
    summary: 'Invalidate cached results',
    description:
      'Affects the results of one type, or of all types. From then on, equal jobs are worked out anew.',
  })
  @ReturnsView(invalidatedView)
  invalidate(@CurrentActor() actor: Actor, @Query({ schema: cacheQuery }) { type }: CacheQuery) {
    return this.jobs.invalidateResults(actor, type);
  }

  @Get(':id')
  @Operation({
    id: 'getAnyJob',
    summary: 'Get any job',
    description: 'Returns the job with its input and every attempt. Looking is recorded in the audit log.',
    codes: ['JOB_NOT_FOUND'],
  })
  @ReturnsView(opsJobDetailView)
  get(@CurrentActor() actor: Actor, @Param('id', uuid) id: string) {
    return this.jobs.get(actor, id);
  }

  @Post(':id/cancel')
  @Operation({
    id: 'cancelAnyJob',
    summary: 'Cancel any job',
    description: 'A job that has ended stays as it is.',
    codes: ['JOB_NOT_FOUND'],
  })
  @ReturnsView(opsJobView)
  cancel(@CurrentActor() actor: Actor, @Param('id', uuid) id: string) {
    return this.jobs.cancel(actor, id);
  }

  @Post(':id/replay')
  @Idempotent()
  @Operation({
    id: 'replayJob',
    summary: 'Replay a failed or cancelled job',
    description: 'Makes a new job of the same owner, with the same input or the one that is given.',
    codes: ['JOB_NOT_FOUND'],
  })
  @ReturnsView(opsJobView, {
    status: 202,
    description: 'Accepted',
    problems: {
      400: { description: 'VALIDATION_FAILED, also of the input.' },
      422: { description: 'JOB_TYPE_UNKNOWN: the type is gone.' },
      409: { description: 'JOB_NOT_DEAD: it waits, is under way, or is done.' },
    },
  })
  replay(
    @CurrentActor() actor: Actor,
    @Param('id', uuid) id: string,
    @Body({ schema: replayInput }) input: ReplayInput,
  ) {
    return this.jobs.replay(actor, id, input);
  }
}
