import { Body, Controller, Get, Param, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Idempotent, IfMatch, Operation, ReturnsView, type ExpectedVersions } from '#libs/http';
import { CurrentActor, OnlyFor, Requires } from '../../access/access.decorators.js';
import type { Actor } from '../../access/actor.js';
import { CalendarsService } from './calendars.service.js';
import {
  createCalendarInput,
  replaceCalendarInput,
  publishCalendarInput,
  calendarView,
  calendarsView,
  type CreateCalendarInput,
  type PublishCalendarInput,
} from './calendars.schemas.js';
import { slaVersionNumber } from './version.schemas.js';

const byNumber = { schema: slaVersionNumber };
const notDraft = 'SLA_VERSION_NOT_DRAFT: what was published is never changed.';

/** Whoever works on complaints may see what they are measured by; what is promised is set by those who run the installation. */
@ApiTags('SLA')
@OnlyFor('staff')
@Controller('ops/sla/calendars')
export class OpsCalendarsController {
  constructor(private readonly versions: CalendarsService) {}

  @Get()
  @Requires('complaints.read')
  @Operation({
    id: 'listBusinessCalendars',
    summary: 'List the versions of the business calendars',
    description: 'Returns drafts, published and retired versions, the newest first.',
  })
  @ReturnsView(calendarsView)
  async list(@CurrentActor() actor: Actor) {
    return { items: await this.versions.list(actor) };
  }

  @Post()
  @Requires('system.configure')
  @Idempotent()
  @Operation({
    id: 'createBusinessCalendar',
    summary: 'Create a draft of a business calendar',
    description:
      'Several working intervals a day, free weekdays, and holidays with or without intervals of their own. A calendar may be of a city, whose cases are then measured by it. Nothing follows from a draft until it is published.',
  })
  @ReturnsView(calendarView, {
    status: 201,
    location: ':number',
    problems: { 409: { description: 'TOO_MANY_SLA_VERSIONS' } },
  })
  create(@CurrentActor() actor: Actor, @Body({ schema: createCalendarInput }) input: CreateCalendarInput) {
    return this.versions.create(actor, input);
  }

  @Get(':number')
  @Requires('complaints.read')
  @Operation({
    id: 'getBusinessCalendar',
    summary: 'Get a version of a business calendar',
    description: 'Returns what it says, and since when it has held.',
    codes: ['BUSINESS_CALENDAR_NOT_FOUND'],
  })
  @ReturnsView(calendarView)
  get(@CurrentActor() actor: Actor, @Param('number', byNumber) number: number) {
    return this.versions.get(actor, number);
  }

  @Put(':number')
  @Requires('system.configure')
  @Operation({
    id: 'replaceBusinessCalendar',
    summary: 'Replace a draft of a business calendar',
    description: 'Only a draft can be replaced.',
    codes: ['BUSINESS_CALENDAR_NOT_FOUND'],
  })
  @ReturnsView(calendarView, { problems: { 409: { description: notDraft } } })
  replace(
    @CurrentActor() actor: Actor,
    @Param('number', byNumber) number: number,
    @Body({ schema: replaceCalendarInput }) input: CreateCalendarInput,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.versions.replace(actor, number, input, expected);
  }

  @Post(':number/publish')
  @Requires('system.configure')
  @Operation({
    id: 'publishBusinessCalendar',
    summary: 'Publish a draft of a business calendar',
    description:
      'Time from `validFrom` on is counted by it, also of what is open; what was counted before stays counted.',
    codes: ['BUSINESS_CALENDAR_NOT_FOUND'],
  })
  @ReturnsView(calendarView, {
    problems: {
      409: { description: notDraft },
      422: { description: 'SLA_WINDOW_INVALID: it would begin in the past.' },
    },
  })
  publish(
    @CurrentActor() actor: Actor,
    @Param('number', byNumber) number: number,
    @Body({ schema: publishCalendarInput }) input: PublishCalendarInput,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.versions.publish(actor, number, input, expected);
  }

  @Post(':number/retire')
  @Requires('system.configure')
  @Operation({
    id: 'retireBusinessCalendar',
    summary: 'Retire a published version of a business calendar',
    description: 'Time from now on is counted by the one that held before.',
    codes: ['BUSINESS_CALENDAR_NOT_FOUND'],
  })
  @ReturnsView(calendarView, {
    problems: {
      409: {
        description: 'SLA_VERSION_NOT_PUBLISHED; LAST_SLA_VERSION: no other one is in force for everybody.',
      },
    },
  })
  retire(
    @CurrentActor() actor: Actor,
    @Param('number', byNumber) number: number,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.versions.retire(actor, number, expected);
  }
}
