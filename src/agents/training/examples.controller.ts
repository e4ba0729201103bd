import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Idempotent, Operation, pageOf, ReturnsNothing, ReturnsView } from '#libs/http';
import { CurrentActor, OnlyFor, Requires } from '../../access/access.decorators.js';
import type { Actor } from '../../access/actor.js';
import { ExamplesService } from './examples.service.js';
import {
  addExampleInput,
  examplesList,
  exampleView,
  type AddExample,
  type ExamplesQuery,
} from './training.schemas.js';

/** An example may be in the words of a customer: whoever may read conversations may read these. */
@ApiTags('Language')
@OnlyFor('staff')
@Controller('ops/nlp/examples')
export class ExamplesController {
  constructor(private readonly examples: ExamplesService) {}

  @Get()
  @Requires('conversations.read')
  @Operation({
    id: 'listTrainingExamples',
    summary: 'List training examples',
    description: 'Returns what staff teach the language engine beside the shipped corpus.',
  })
  @ReturnsView(pageOf(exampleView))
  list(@CurrentActor() actor: Actor, @Query({ schema: examplesList.query }) query: ExamplesQuery) {
    return this.examples.list(actor, query);
  }

  @Post()
  @Requires('agents.configure')
  @Idempotent()
  @Operation({
    id: 'addTrainingExample',
    summary: 'Add a training example',
    description:
      'The next model that is trained learns it. What the corpus has already, and what measures the models, is refused.',
  })
  @ReturnsView(exampleView, {
    status: 201,
    location: ':id',
    problems: {
      409: { description: 'EXAMPLE_EXISTS, or TOO_MANY_EXAMPLES: delete one first.' },
      422: { description: 'INTENT_UNKNOWN: there is no such intent.' },
    },
  })
  add(@CurrentActor() actor: Actor, @Body({ schema: addExampleInput }) input: AddExample) {
    return this.examples.add(actor, input);
  }

  @Get(':id')
  @Requires('conversations.read')
  @Operation({
    id: 'getTrainingExample',
    summary: 'Get a training example',
    description: 'Comparisons of models name examples by their id.',
    codes: ['EXAMPLE_NOT_FOUND'],
  })
  @ReturnsView(exampleView)
  get(@CurrentActor() actor: Actor, @Param('id', { schema: z.uuid() }) id: string) {
    return this.examples.get(actor, id);
  }

  @Delete(':id')
  @Requires('agents.configure')
  @Operation({
    id: 'deleteTrainingExample',
    summary: 'Delete a training example',
    description: 'Models that have learned it stay as they are; the next one does not learn it.',
    codes: ['EXAMPLE_NOT_FOUND'],
  })
  @ReturnsNothing()
  async remove(@CurrentActor() actor: Actor, @Param('id', { schema: z.uuid() }) id: string): Promise<void> {
    await this.examples.remove(actor, id);
  }
}
