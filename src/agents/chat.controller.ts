import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Operation, RateClass, Returns } from '#libs/http';
import { CurrentActor, OnlyFor, Requires } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { Feature } from '../access/features.js';
import { chatInput, chatView, type ChatInput } from './chat.schemas.js';
import { ChatService } from './chat.service.js';

@ApiTags('Chat')
@Controller('chat')
export class ChatController {
  constructor(private readonly chat: ChatService) {}

  @Post('message')
  @Requires('conversations.create')
  @OnlyFor('customer')
  @RateClass('chat')
  @Feature('chat')
  @Operation({
    id: 'sendChatMessage',
    summary: 'Send a message to the desk.',
    description:
      'What is wrong at home, a question, a yes: in English, Hindi, or Hindi in Latin letters. The answer says what was understood and what a yes would do. Nothing is booked without one. A conversation answers one message at a time.',
    codes: ['CONVERSATION_NOT_FOUND', 'TURN_IN_PROGRESS'],
  })
  @Returns(chatView, {
    problems: { 503: { description: 'FEATURE_OFF: switched off; or the database is away or busy.' } },
  })
  message(@CurrentActor() actor: Actor, @Body({ schema: chatInput }) input: ChatInput) {
    return this.chat.message(actor, input);
  }
}
