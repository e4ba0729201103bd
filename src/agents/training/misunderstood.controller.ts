import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Operation, pageOf, ReturnsNothing, ReturnsView } from '#libs/http';
import { CurrentActor, OnlyFor, Requires } from '../../access/access.decorators.js';
import type { Actor } from '../../access/actor.js';
import {
  misunderstoodList,
  MisunderstoodService,
  type MisunderstoodQuery,
} from '../../conversations/misunderstood.service.js';
import { ExamplesService } from './examples.service.js';
import { exampleView, labelMessageInput, misunderstoodView, type LabelMessage } from './training.schemas.js';

const uuid = { schema: z.uuid() };

@ApiTags('Language')
@OnlyFor('staff')
@Controller('ops/nlp/misunderstood')
export class MisunderstoodController {
  constructor(
    private readonly misunderstood: MisunderstoodService,
    private readonly examples: ExamplesService,
  ) {}

  @Get()
  @Requires('conversations.read')
  @Operation({
    id: 'listMisunderstoodMessages',
    summary: 'List messages that were not understood',
    description:
      'Returns messages of customers that nobody made anything of, or whose intent was heard unsurely, the least certain first; the same words once.',
  })
  @ReturnsView(pageOf(misunderstoodView))
  list(@CurrentActor() actor: Actor, @Query({ schema: misunderstoodList.query }) query: MisunderstoodQuery) {
    return this.misunderstood.list(actor, query);
  }

  @Post(':messageId/label')
  @Requires('agents.configure')
  @Operation({
    id: 'labelMisunderstoodMessage',
    summary: 'Label a message that was not understood',
    description:
      'Makes a training example of it and takes it off the list. Needs `conversations.read` as well. Another label takes the place of the first.',
    codes: ['MISUNDERSTOOD_MESSAGE_NOT_FOUND'],
  })
  @ReturnsView(exampleView, {
    problems: {
      409: { description: 'EXAMPLE_EXISTS, or TOO_MANY_EXAMPLES: delete one first.' },
      422: {
        description: 'INTENT_UNKNOWN, or EXAMPLE_TEXT_NEEDED: the message is too long to be learned whole.',
      },
    },
  })
  label(
    @CurrentActor() actor: Actor,
    @Param('messageId', uuid) messageId: string,
    @Body({ schema: labelMessageInput }) label: LabelMessage,
  ) {
    return this.examples.label(actor, messageId, label);
  }

  @Post(':messageId/dismiss')
  @Requires('agents.configure')
  @Operation({
    id: 'dismissMisunderstoodMessage',
    summary: 'Take a message off the list of those not understood',
    description:
      'Nothing is learned from it, and an example that was made of it is deleted. Needs `conversations.read` as well.',
    codes: ['MISUNDERSTOOD_MESSAGE_NOT_FOUND'],
  })
  @ReturnsNothing()
  async dismiss(@CurrentActor() actor: Actor, @Param('messageId', uuid) messageId: string): Promise<void> {
    await this.examples.dismiss(actor, messageId);
  }
}
