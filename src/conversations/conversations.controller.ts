import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Operation, pageOf, ReturnsView } from '#libs/http';
import { CurrentActor, Requires } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import {
  conversationsList,
  messageView,
  messagesList,
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
  @Operation({
    id: 'listConversations',
    summary: 'List your conversations',
    description: 'Conversations that were deleted are not included.',
  })
  @ReturnsView(pageOf(sessionView))
  sessions(@CurrentActor() actor: Actor, @Query({ schema: conversationsList.query }) query: SessionsQuery) {
    return this.conversations.sessions(actor, query);
  }

  @Get('history')
  @Requires('conversations.read')
  @Operation({
    id: 'listMessages',
    summary: 'List the messages of a conversation',
    description:
      'Returns them with what was understood of each, who answered, and what the answer brought about.',
    codes: ['CONVERSATION_NOT_FOUND'],
  })
  @ReturnsView(pageOf(messageView))
  history(@CurrentActor() actor: Actor, @Query({ schema: messagesList.query }) query: HistoryQuery) {
    return this.conversations.history(actor, query);
  }
}
