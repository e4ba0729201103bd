import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiHeader, ApiTags } from '@nestjs/swagger';
import { Operation, ReturnsView } from '#libs/http';
import { OpenStream, ReturnsEvents, type OpenAnswer } from '#libs/realtime';
import { CurrentActor, Requires } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { FollowingService } from './following.service.js';
import {
  entriesQuery,
  entriesView,
  lostPlaceView,
  eventsQuery,
  streamName,
  type EntriesQuery,
  type EventsQuery,
} from './streams.schemas.js';

/** Everybody has streams; whose a stream is decides who may follow it (stream-access.service.ts). */
@ApiTags('Streams')
@Controller('streams/:stream')
@Requires('identified')
export class StreamsController {
  constructor(private readonly following: FollowingService) {}

  @Get()
  @Operation({
    id: 'listStreamEntries',
    summary: 'List the entries of a stream',
    description: 'For programs that poll: continue after `last`. No entry is missed and none comes twice.',
    codes: ['STREAM_NOT_FOUND'],
  })
  @ReturnsView(entriesView, {
    problems: {
      409: {
        description: 'STREAM_PLACE_LOST: nobody can go on after this position. Begin again with `after=0`.',
        members: lostPlaceView,
      },
    },
  })
  read(
    @CurrentActor() actor: Actor,
    @Param('stream', { schema: streamName }) stream: string,
    @Query({ schema: entriesQuery }) query: EntriesQuery,
  ) {
    return this.following.read(actor, stream, query);
  }

  @Get('events')
  @Operation({
    id: 'followStream',
    summary: 'Follow a stream as server-sent events',
    description:
      'Returns what has happened, then what happens. The id of an event is its position: a client that reconnects with it, as browsers do, continues there. The stream ends when the session does.',
    codes: ['STREAM_NOT_FOUND', 'TOO_MANY_CONNECTIONS'],
  })
  @ApiHeader({
    name: 'Last-Event-ID',
    required: false,
    description: 'Instead of `after`.',
    schema: { type: 'string', maxLength: 20 },
  })
  @ReturnsEvents(
    'Each with `id` (the position), `event` (the type) and `data` (the entry as JSON); `reset` where the place is lost.',
  )
  events(
    @CurrentActor() actor: Actor,
    @Param('stream', { schema: streamName }) stream: string,
    @Query({ schema: eventsQuery }) query: EventsQuery,
    @OpenStream() answer: OpenAnswer,
  ) {
    return this.following.events(actor, stream, query, answer);
  }
}
