import { Body, Controller, Delete, Get, Param, Patch, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Idempotent, IfMatch, Returns, ReturnsNothing, type ExpectedVersions } from '#libs/http';
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
  @ApiOperation({ summary: 'What runs regularly, by name' })
  @Returns(schedulesView)
  async list(@CurrentActor() actor: Actor) {
    return { items: await this.schedules.list(actor) };
  }

  @Post()
  @Requires('system.configure')
  @Idempotent()
  @ApiOperation({
    summary: 'Run a type of job regularly',
    description: 'Any type that you may ask for yourself, and those of the program itself.',
  })
  @Returns(scheduleView, {
    status: 201,
    problems: { 403: forbidden, 409: { description: 'SCHEDULE_EXISTS, TOO_MANY_SCHEDULES' }, 422: unfit },
  })
  create(@CurrentActor() actor: Actor, @Body({ schema: createScheduleInput }) input: CreateScheduleInput) {
    return this.schedules.create(actor, input);
  }

  @Get(':id')
  @Requires('agents.read')
  @ApiOperation({ summary: 'One schedule, and when it runs next' })
  @Returns(scheduleView)
  get(@CurrentActor() actor: Actor, @Param('id', uuid) id: string) {
    return this.schedules.get(actor, id);
  }

  @Patch(':id')
  @Requires('system.configure')
  @ApiOperation({
    summary: 'Change a schedule',
    description: 'The built-in ones too: what is changed stays changed. Other times count from now on.',
  })
  @Returns(scheduleView, { problems: { 403: forbidden, 422: unfit } })
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
  @ApiOperation({ summary: 'Delete a schedule that staff have made' })
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
  @ApiOperation({ summary: 'Run it now, beside its times' })
  @Returns(startedView, { status: 202, problems: { 403: forbidden, 422: unfit } })
  run(@CurrentActor() actor: Actor, @Param('id', uuid) id: string) {
    return this.schedules.run(actor, id);
  }
}
