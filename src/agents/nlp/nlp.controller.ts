import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Operation, RateClass, ReturnsView } from '#libs/http';
import { CurrentActor, Requires } from '../../access/access.decorators.js';
import type { Actor } from '../../access/actor.js';
import { entitiesView, intentsView, sentimentView, textToRead, type TextToRead } from './nlp.schemas.js';
import { NlpService } from './nlp.service.js';

/** A text costs about as much to read as a message of the chat: whoever may write there may have one read, and as often. */
@ApiTags('Language')
@Requires('conversations.create')
@RateClass('chat')
@Controller('nlp')
export class NlpController {
  constructor(private readonly nlp: NlpService) {}

  @Post('intents')
  @Operation({
    id: 'readIntents',
    effect: 'read',
    summary: 'Read what a text asks for',
    description:
      'English, Hindi, or Hindi in Latin letters. Nothing is kept, and no external model is asked.',
  })
  @ReturnsView(intentsView)
  intents(@CurrentActor() actor: Actor, @Body({ schema: textToRead }) input: TextToRead) {
    return this.nlp.intents(actor, input);
  }

  @Post('entities')
  @Operation({
    id: 'readEntities',
    effect: 'read',
    summary: 'Read the facts in a text',
    description:
      'Services, places, days, times, amounts, references and contacts, in one form each. Days count from today in the business time zone. Nothing is kept.',
  })
  @ReturnsView(entitiesView)
  entities(@CurrentActor() actor: Actor, @Body({ schema: textToRead }) input: TextToRead) {
    return this.nlp.entities(actor, input);
  }

  @Post('sentiment')
  @Operation({
    id: 'readSentiment',
    effect: 'read',
    summary: 'Read how a text feels',
    description:
      'Goes by charged words and their negations, English and Hindi in Latin letters; irony is taken at its word. Nothing is kept.',
  })
  @ReturnsView(sentimentView)
  sentiment(@CurrentActor() actor: Actor, @Body({ schema: textToRead }) input: TextToRead) {
    return this.nlp.sentiment(actor, input);
  }
}
