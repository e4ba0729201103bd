import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Idempotent, Operation, ReturnsView } from '#libs/http';
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
import { OwnJobsService } from './own-jobs.service.js';

const uuid = { schema: z.uuid() };

@ApiTags('Jobs')
@Controller('jobs')
@Requires('identified')
export class JobsController {
  constructor(private readonly jobs: OwnJobsService) {}

  @Get('types')
  @Operation({
    id: 'listJobTypes',
    summary: 'List the types of jobs that you may ask for.',
    description: 'With the JSON Schema of what each takes and gives.',
  })
  @ReturnsView(jobTypesView)
  types(@CurrentActor() actor: Actor) {
    return { items: this.jobs.types(actor) };
  }

  @Post()
  @Idempotent()
  @Operation({
    id: 'createJob',
    summary: 'Ask for something to be done in the background.',
    description:
      'It is written down before it is acknowledged, and will be done whatever happens to the processes.',
  })
  @ReturnsView(jobView, {
    status: 202,
    description: 'Accepted',
    problems: {
      400: { description: 'VALIDATION_FAILED, also of the input.' },
      422: { description: 'JOB_TYPE_UNKNOWN: none of yours.' },
      503: { description: 'FEATURE_OFF: switched off; or the database is away or busy.' },
      429: { description: 'TOO_MANY_JOBS: too many of yours are waiting; or TOO_MANY_REQUESTS.' },
    },
  })
  ask(@CurrentActor() actor: Actor, @Body({ schema: askForJobInput }) input: AskForJobInput) {
    return this.jobs.ask(actor, input);
  }

  @Get()
  @Operation({
    id: 'listJobs',
    summary: 'List your jobs.',
    description: 'The newest first.',
  })
  @ReturnsView(jobsView)
  list(@CurrentActor() actor: Actor, @Query({ schema: jobsQuery }) query: JobsQuery) {
    return this.jobs.list(actor, query);
  }

  @Get(':id')
  @Operation({
    id: 'getJob',
    summary: 'Get one of your jobs.',
    description: 'Its result is fetched apart.',
    codes: ['JOB_NOT_FOUND'],
  })
  @ReturnsView(jobView)
  get(@CurrentActor() actor: Actor, @Param('id', uuid) id: string) {
    return this.jobs.get(actor, id);
  }

  @Get(':id/status')
  @Operation({
    id: 'getJobStatus',
    summary: 'Get how far one of your jobs is.',
    description: 'To be told instead, follow its stream.',
    codes: ['JOB_NOT_FOUND'],
  })
  @ReturnsView(jobStatusView)
  status(@CurrentActor() actor: Actor, @Param('id', uuid) id: string) {
    return this.jobs.get(actor, id);
  }

  @Get(':id/result')
  @Operation({
    id: 'getJobResult',
    summary: 'Get the result of a job.',
    description: 'In the form that its type declares.',
    codes: ['JOB_NOT_FOUND'],
  })
  @ReturnsView(jobResultView, { problems: { 409: { description: 'JOB_NOT_DONE: it has no result (yet).' } } })
  result(@CurrentActor() actor: Actor, @Param('id', uuid) id: string) {
    return this.jobs.result(actor, id);
  }

  @Delete(':id')
  @Operation({
    id: 'cancelJob',
    summary: 'Cancel one of your jobs.',
    description:
      'What waits is cancelled at once. What is under way is told to stop (`cancelRequestedAt`) and has no effect from then on. What has ended stays.',
    codes: ['JOB_NOT_FOUND'],
  })
  @ReturnsView(jobView)
  cancel(@CurrentActor() actor: Actor, @Param('id', uuid) id: string) {
    return this.jobs.cancel(actor, id);
  }
}
