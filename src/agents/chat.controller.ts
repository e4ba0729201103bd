import { Body, Controller, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { RateClass, Returns } from '#libs/http';
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
  @ApiOperation({ summary: 'Say something; what is wrong at home, a question, a yes' })
  @Returns(chatView, {
    problems: { 503: { description: 'FEATURE_OFF: switched off; or the database is away or busy.' } },
  })
  message(@CurrentActor() actor: Actor, @Body({ schema: chatInput }) input: ChatInput) {
    return this.chat.message(actor, input);
  }
}
