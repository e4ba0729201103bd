import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { pageOf, Returns } from '#libs/http';
import { CurrentActor, Requires } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import {
  historyQuery,
  messageView,
  sessionsQuery,
  sessionView,
  type HistoryQuery,
  type SessionsQuery,
} from './conversations.schemas.js';
import { ConversationsService } from './conversations.service.js';

@ApiTags('Chat')
@Controller('chat')
export class ConversationsController {
  constructor(private readonly conversations: ConversationsService) {}

  @Get('sessions')
  @Requires('conversations.read')
  @ApiOperation({ summary: 'Your conversations, last used first' })
  @Returns(pageOf(sessionView))
  sessions(@CurrentActor() actor: Actor, @Query({ schema: sessionsQuery }) query: SessionsQuery) {
    return this.conversations.sessions(actor, query);
  }

  @Get('history')
  @Requires('conversations.read')
  @ApiOperation({ summary: 'What was said in a conversation, oldest first' })
  @Returns(pageOf(messageView))
  history(@CurrentActor() actor: Actor, @Query({ schema: historyQuery }) query: HistoryQuery) {
    return this.conversations.history(actor, query);
  }
}
