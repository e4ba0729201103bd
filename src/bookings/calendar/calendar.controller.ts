import { Controller, Delete, Get, Param, Post, Res } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Idempotent, Operation, ReturnsNothing, ReturnsView } from '#libs/http';
import { CurrentActor, OnlyFor, Public, Requires } from '../../access/access.decorators.js';
import type { Actor } from '../../access/actor.js';
import { feedFile, feedView, openedFeedView } from './calendar.schemas.js';
import { CalendarService } from './calendar.service.js';

const mediaType = 'text/calendar';
const ics = z.string();

@ApiTags('Bookings')
@Controller('bookings')
export class CalendarController {
  constructor(private readonly calendar: CalendarService) {}

  @Get(':id/calendar.ics')
  @Requires('bookings.read')
  @Operation({
    id: 'getBookingCalendar',
    summary: 'Get a booking as a calendar file',
    description: 'Returns one event (RFC 5545). After a change the same event has a higher sequence.',
    codes: ['BOOKING_NOT_FOUND'],
  })
  @ApiProduces(mediaType)
  @ReturnsView(ics, { description: 'iCalendar' })
  async file(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: z.uuid() }) id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return sent(await this.calendar.fileOf(actor, id), reply, 'visit.ics');
  }

  @Post('calendar-feed')
  @Requires('self')
  @OnlyFor('customer')
  @Idempotent({ isSecret: true })
  @Operation({
    id: 'createCalendarFeed',
    summary: 'Create the secret address of your calendar',
    description:
      'Your calendar subscribes to it and follows your visits. The address before is void from now on.',
  })
  @ReturnsView(openedFeedView, { status: 201, location: '/api/v1/bookings/calendar-feed' })
  open(@CurrentActor() actor: Actor) {
    return this.calendar.open(actor);
  }

  @Get('calendar-feed')
  @Requires('self')
  @OnlyFor('customer')
  @Operation({
    id: 'getCalendarFeed',
    summary: 'Get since when your calendar has an address',
    description: 'The address itself is not shown again: it is kept nowhere.',
    codes: ['CALENDAR_FEED_NOT_FOUND'],
  })
  @ReturnsView(feedView)
  feed(@CurrentActor() actor: Actor) {
    return this.calendar.feedOf(actor);
  }

  @Delete('calendar-feed')
  @Requires('self')
  @OnlyFor('customer')
  @Operation({
    id: 'deleteCalendarFeed',
    summary: 'Make the address of your calendar void',
    description: 'Succeeds also when there is none.',
  })
  @ReturnsNothing()
  async close(@CurrentActor() actor: Actor) {
    await this.calendar.close(actor);
  }
}

/** Calendars cannot sign in: whoever has the address may read. */
@ApiTags('Bookings')
@Controller('calendar')
export class CalendarFeedController {
  constructor(private readonly calendar: CalendarService) {}

  @Get(':file')
  @Public()
  @Operation({
    id: 'readCalendarFeed',
    summary: 'Read a calendar by its secret address',
    description:
      'Returns the visits of the last 90 days and those to come, at most 500, cancelled ones as cancelled.',
    codes: ['CALENDAR_FEED_NOT_FOUND'],
  })
  @ApiProduces(mediaType)
  @ReturnsView(ics, { description: 'iCalendar' })
  async read(
    @Param('file', { schema: feedFile }) file: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return sent(await this.calendar.read(file.slice(0, -'.ics'.length)), reply, 'visits.ics');
  }
}

/** Kept by nobody on the way: it says who is expected where, and when. */
function sent(text: string, reply: FastifyReply, file: string): string {
  reply
    .type(`${mediaType}; charset=utf-8`)
    .header('cache-control', 'no-store')
    .header('content-disposition', `inline; filename="${file}"`);
  return text;
}
