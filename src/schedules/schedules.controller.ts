import { Body, Controller, Delete, Get, Param, Patch, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import {
  Idempotent,
  IfMatch,
  Operation,
  ReturnsView,
  ReturnsNothing,
  type ExpectedVersions,
} from '#libs/http';
import { CurrentActor, OnlyFor, Requires } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import {
  changeScheduleInput,
  createScheduleInput,
  schedulesView,
  scheduleView,
  startedView,
  type ChangeScheduleInput,
  type CreateScheduleInput,
} from './schedules.schemas.js';
import { SchedulesService } from './schedules.service.js';

const uuid = { schema: z.uuid() };
const forbidden = { description: 'FORBIDDEN: you may not do yourself what the schedule would do.' };
const unfit = { description: 'JOB_TYPE_UNKNOWN; JOB_TYPE_PERSONAL: only for whoever asks for it.' };

@ApiTags('Schedules')
@OnlyFor('staff')
@Controller('ops/schedules')
export class SchedulesController {
  constructor(private readonly schedules: SchedulesService) {}

  @Get()
  @Requires('agents.read')
  @Operation({
    id: 'listSchedules',
    summary: 'List schedules',
    description: 'Returns what runs regularly, by name, with the next runs of each.',
  })
  @ReturnsView(schedulesView)
  async list(@CurrentActor() actor: Actor) {
    return { items: await this.schedules.list(actor) };
  }

  @Post()
  @Requires('system.configure')
  @Idempotent()
  @Operation({
    id: 'createSchedule',
    summary: 'Create a schedule',
    description: 'Takes any type of job that you may ask for yourself, and those of the program itself.',
  })
  @ReturnsView(scheduleView, {
    status: 201,
    location: ':id',
    problems: { 403: forbidden, 409: { description: 'SCHEDULE_EXISTS, TOO_MANY_SCHEDULES' }, 422: unfit },
  })
  create(@CurrentActor() actor: Actor, @Body({ schema: createScheduleInput }) input: CreateScheduleInput) {
    return this.schedules.create(actor, input);
  }

  @Get(':id')
  @Requires('agents.read')
  @Operation({
    id: 'getSchedule',
    summary: 'Get a schedule',
    description: 'Returns the schedule and when it runs next.',
    codes: ['SCHEDULE_NOT_FOUND'],
  })
  @ReturnsView(scheduleView)
  get(@CurrentActor() actor: Actor, @Param('id', uuid) id: string) {
    return this.schedules.get(actor, id);
  }

  @Patch(':id')
  @Requires('system.configure')
  @Operation({
    id: 'updateSchedule',
    summary: 'Update a schedule',
    description:
      'Built-in schedules can be changed too, and keep the change. What is left out stays. Times that are changed count from now on.',
    codes: ['SCHEDULE_NOT_FOUND'],
  })
  @ReturnsView(scheduleView, { problems: { 403: forbidden, 422: unfit } })
  change(
    @CurrentActor() actor: Actor,
    @Param('id', uuid) id: string,
    @Body({ schema: changeScheduleInput }) changes: ChangeScheduleInput,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.schedules.change(actor, id, changes, expected);
  }

  @Delete(':id')
  @Requires('system.configure')
  @Operation({
    id: 'deleteSchedule',
    summary: 'Delete a schedule',
    description: 'Only schedules that staff have made can be deleted; built-in ones can be switched off.',
    codes: ['SCHEDULE_NOT_FOUND'],
  })
  @ReturnsNothing({ problems: { 409: { description: 'SCHEDULE_BUILT_IN: switch it off instead.' } } })
  async remove(
    @CurrentActor() actor: Actor,
    @Param('id', uuid) id: string,
    @IfMatch() expected: ExpectedVersions,
  ): Promise<void> {
    await this.schedules.remove(actor, id, expected);
  }

  @Post(':id/run')
  @Requires('system.configure')
  @Idempotent()
  @Operation({
    id: 'runSchedule',
    summary: 'Run a schedule now',
    description: 'Its regular times stay as they are.',
    codes: ['SCHEDULE_NOT_FOUND'],
  })
  @ReturnsView(startedView, { status: 202, problems: { 403: forbidden, 422: unfit } })
  run(@CurrentActor() actor: Actor, @Param('id', uuid) id: string) {
    return this.schedules.run(actor, id);
  }
}
