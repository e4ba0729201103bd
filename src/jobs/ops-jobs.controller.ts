import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Returns } from '#libs/http';
import { CurrentActor, OnlyFor, Requires } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { JobFiguresService } from './job-figures.service.js';
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
  constructor(
    private readonly jobs: OpsJobsService,
    private readonly figures: JobFiguresService,
  ) {}

  @Get('figures')
  @Requires('agents.read')
  @ApiOperation({ summary: 'What waits, who works on it, how the last day went' })
  @Returns(jobFiguresView)
  all(@CurrentActor() actor: Actor) {
    return this.figures.figures(actor);
  }

  @Get()
  @ApiOperation({
    summary: 'Jobs of everybody, the newest first',
    description: '`status=failed`: the dead letters.',
  })
  @Returns(opsJobsView)
  list(@CurrentActor() actor: Actor, @Query({ schema: opsJobsQuery }) query: OpsJobsQuery) {
    return this.jobs.list(actor, query);
  }

  @Post('cancel')
  @ApiOperation({ summary: 'Cancel many that wait or are under way, the oldest first' })
  @Returns(bulkView)
  cancelAll(@CurrentActor() actor: Actor, @Body({ schema: bulkInput }) input: BulkInput) {
    return this.jobs.cancelAll(actor, input);
  }

  @Post('replay')
  @ApiOperation({ summary: 'Do many again that have failed and were not done again yet, the oldest first' })
  @Returns(bulkView)
  replayAll(@CurrentActor() actor: Actor, @Body({ schema: bulkInput }) input: BulkInput) {
    return this.jobs.replayAll(actor, input);
  }

  @Delete('results')
  @ApiOperation({
    summary: 'Let no known result answer a new question',
    description: 'Of one type, or of all.',
  })
  @Returns(invalidatedView)
  invalidate(@CurrentActor() actor: Actor, @Query({ schema: cacheQuery }) { type }: CacheQuery) {
    return this.jobs.invalidateResults(actor, type);
  }

  @Get(':id')
  @ApiOperation({
    summary: 'One job, with what was asked and every attempt',
    description: 'Looking is recorded.',
  })
  @Returns(opsJobDetailView)
  get(@CurrentActor() actor: Actor, @Param('id', uuid) id: string) {
    return this.jobs.get(actor, id);
  }

  @Post(':id/cancel')
  @ApiOperation({ summary: 'Cancel a job', description: 'What has ended stays as it is.' })
  @Returns(opsJobView)
  cancel(@CurrentActor() actor: Actor, @Param('id', uuid) id: string) {
    return this.jobs.cancel(actor, id);
  }

  @Post(':id/replay')
  @ApiOperation({
    summary: 'Do again what has failed or was cancelled',
    description: 'As a new job of the same owner, with the same input or the one that is given.',
  })
  @Returns(opsJobView, {
    status: 202,
    description: 'Accepted',
    problems: {
      400: { description: 'VALIDATION_FAILED, also of the input; JOB_TYPE_UNKNOWN: the type is gone.' },
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
