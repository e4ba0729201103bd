import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Idempotent, Returns } from '#libs/http';
import { CurrentActor, Requires } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import {
  askForJobInput,
  jobResultView,
  jobStatusView,
  jobsQuery,
  jobsView,
  jobTypesView,
  jobView,
  type AskForJobInput,
  type JobsQuery,
} from './jobs.schemas.js';
import { JobsService } from './jobs.service.js';

const uuid = { schema: z.uuid() };

@ApiTags('Jobs')
@Controller('jobs')
@Requires('identified')
export class JobsController {
  constructor(private readonly jobs: JobsService) {}

  @Get('types')
  @ApiOperation({ summary: 'What you may ask to be done in the background' })
  @Returns(jobTypesView)
  types(@CurrentActor() actor: Actor) {
    return { items: this.jobs.types(actor) };
  }

  @Post()
  @Idempotent()
  @ApiOperation({
    summary: 'Ask for something to be done in the background',
    description:
      'It is written down before it is acknowledged, and will be done whatever happens to the processes.',
  })
  @Returns(jobView, {
    status: 202,
    description: 'Accepted',
    problems: {
      400: { description: 'VALIDATION_FAILED, also of the input; JOB_TYPE_UNKNOWN.' },
      503: { description: 'FEATURE_OFF: switched off; or the database is away or busy.' },
      429: { description: 'TOO_MANY_JOBS: too many of yours are waiting; or TOO_MANY_REQUESTS.' },
    },
  })
  ask(@CurrentActor() actor: Actor, @Body({ schema: askForJobInput }) input: AskForJobInput) {
    return this.jobs.ask(actor, input);
  }

  @Get()
  @ApiOperation({ summary: 'Your jobs, the newest first' })
  @Returns(jobsView)
  list(@CurrentActor() actor: Actor, @Query({ schema: jobsQuery }) query: JobsQuery) {
    return this.jobs.list(actor, query);
  }

  @Get(':id')
  @ApiOperation({ summary: 'One of your jobs' })
  @Returns(jobView)
  get(@CurrentActor() actor: Actor, @Param('id', uuid) id: string) {
    return this.jobs.get(actor, id);
  }

  @Get(':id/status')
  @ApiOperation({
    summary: 'How far one of your jobs is',
    description: 'To be told instead, follow its stream.',
  })
  @Returns(jobStatusView)
  status(@CurrentActor() actor: Actor, @Param('id', uuid) id: string) {
    return this.jobs.get(actor, id);
  }

  @Get(':id/result')
  @ApiOperation({ summary: 'What came out of one of your jobs' })
  @Returns(jobResultView, { problems: { 409: { description: 'JOB_NOT_DONE: it has no result (yet).' } } })
  result(@CurrentActor() actor: Actor, @Param('id', uuid) id: string) {
    return this.jobs.result(actor, id);
  }

  @Delete(':id')
  @ApiOperation({
    summary: 'Cancel one of your jobs',
    description:
      'What waits is cancelled at once. What is under way is told to stop (`cancelRequestedAt`) and has no effect from then on. What has ended stays.',
  })
  @Returns(jobView)
  cancel(@CurrentActor() actor: Actor, @Param('id', uuid) id: string) {
    return this.jobs.cancel(actor, id);
  }
}
