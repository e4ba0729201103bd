import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Operation, ReturnsView } from '#libs/http';
import { CurrentActor, OnlyFor, Requires } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import {
  bulkInput,
  bulkView,
  cacheQuery,
  invalidatedView,
  jobFiguresView,
  opsJobDetailView,
  opsJobsQuery,
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
    summary: 'Get the figures of the background work.',
    description: 'What waits, who works on it, how the last day went.',
  })
  @ReturnsView(jobFiguresView)
  all(@CurrentActor() actor: Actor) {
    return this.jobs.statistics(actor);
  }

  @Get()
  @Operation({
    id: 'listAllJobs',
    summary: 'List the jobs of everybody.',
    description: 'The newest first. `status=failed`: the dead letters.',
  })
  @ReturnsView(opsJobsView)
  list(@CurrentActor() actor: Actor, @Query({ schema: opsJobsQuery }) query: OpsJobsQuery) {
    return this.jobs.list(actor, query);
  }

  @Post('cancel')
  @Operation({
    id: 'cancelJobs',
    summary: 'Cancel many jobs.',
    description: 'Those that wait or are under way and fit the conditions, the oldest first.',
  })
  @ReturnsView(bulkView)
  cancelAll(@CurrentActor() actor: Actor, @Body({ schema: bulkInput }) input: BulkInput) {
    return this.jobs.cancelAll(actor, input);
  }

  @Post('replay')
  @Operation({
    id: 'replayJobs',
    summary: 'Repeat many failed jobs.',
    description: 'Those that fit the conditions and were not repeated yet, the oldest first.',
  })
  @ReturnsView(bulkView)
  replayAll(@CurrentActor() actor: Actor, @Body({ schema: bulkInput }) input: BulkInput) {
    return this.jobs.replayAll(actor, input);
  }

  @Delete('results')
  @Operation({
    id: 'invalidateJobResults',
    summary: 'Invalidate cached results.',
    description: 'Of one type, or of all: no known result answers a new question from then on.',
  })
  @ReturnsView(invalidatedView)
  invalidate(@CurrentActor() actor: Actor, @Query({ schema: cacheQuery }) { type }: CacheQuery) {
    return this.jobs.invalidateResults(actor, type);
  }

  @Get(':id')
  @Operation({
    id: 'getAnyJob',
    summary: 'Get the job of anybody.',
    description: 'With what was asked and every attempt. Looking is recorded in the audit log.',
    codes: ['JOB_NOT_FOUND'],
  })
  @ReturnsView(opsJobDetailView)
  get(@CurrentActor() actor: Actor, @Param('id', uuid) id: string) {
    return this.jobs.get(actor, id);
  }

  @Post(':id/cancel')
  @Operation({
    id: 'cancelAnyJob',
    summary: 'Cancel the job of anybody.',
    description: 'What has ended stays as it is.',
    codes: ['JOB_NOT_FOUND'],
  })
  @ReturnsView(opsJobView)
  cancel(@CurrentActor() actor: Actor, @Param('id', uuid) id: string) {
    return this.jobs.cancel(actor, id);
  }

  @Post(':id/replay')
  @Operation({
    id: 'replayJob',
    summary: 'Repeat a job that has failed or was cancelled.',
    description: 'As a new job of the same owner, with the same input or the one that is given.',
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
