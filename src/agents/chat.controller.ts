import { createHash } from 'node:crypto';
import { Body, Controller, Headers, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { checkedIdempotencyKey, IdempotencyKeyHeader, Operation, RateClass, ReturnsView } from '#libs/http';
import { CurrentActor, OnlyFor, Requires } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { FeatureName } from '../access/features.js';
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
  @FeatureName('chat')
  @Operation({
    id: 'sendChatMessage',
    summary: 'Send a chat message',
    description:
      'Describe a problem at home, ask a question or say yes: in English, Hindi, or Hindi in Latin letters. The answer tells what was understood and what a yes would do; nothing is booked without one. A conversation answers one message at a time.',
    codes: ['CONVERSATION_NOT_FOUND', 'TURN_IN_PROGRESS'],
  })
  @ReturnsView(chatView, {
    problems: { 503: { description: 'FEATURE_OFF: switched off; or the database is away or busy.' } },
  })
  @IdempotencyKeyHeader(
    'Made up by the caller, 1 to 255 visible characters: the same message under the same key is received once and answered once.',
  )
  message(
    @CurrentActor() actor: Actor,
    @Body({ schema: chatInput }) input: ChatInput,
    @Headers('Idempotency-Key') key?: string,
  ) {
    return this.chat.message(actor, input, key && requestKeyOf(actor, checkedIdempotencyKey(key)));
  }
}

/** Keys are the caller's own: those of two customers never meet. */
function requestKeyOf({ id }: Actor, key: string): string {
  return `key:${createHash('sha256').update(`${id} ${key}`).digest('base64url')}`;
}
