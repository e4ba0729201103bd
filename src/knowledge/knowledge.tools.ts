import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Tool } from '#libs/tools';
import type { Actor } from '../access/actor.js';
import { answerInput, knowledgeAnswerView, type AnswerInput } from './answers/answers.schemas.js';
import { AnswersService } from './answers/answers.service.js';
import { foundPassagesView, searchQuery, type SearchQuery } from './search/search.schemas.js';
import { SearchService } from './search/search.service.js';

const readsKnowledge = { permission: 'catalogue.read', effect: 'read' } as const;

/** What an agent may ask the documents. */
@Injectable()
export class KnowledgeTools {
  constructor(
    private readonly answers: AnswersService,
    private readonly passages: SearchService,
  ) {}

  @Tool({
    name: 'knowledge.answer',
    description:
      'What the documents say on a question about the rules (cancellation, refunds, warranty, payment, safety, data): sentences with their places, or that they do not say. Of a booking, give the moment at which it was made.',
    input: answerInput,
    output: knowledgeAnswerView,
    ...readsKnowledge,
  })
  answer(actor: Actor, input: AnswerInput) {
    return this.answers.answer(actor, input);
  }

  @Tool({
    name: 'knowledge.search',
    operation: 'searchKnowledge',
    description: 'The passages of the documents that a question is about, the best first, in full.',
    input: searchQuery,
    output: foundPassagesView,
    ...readsKnowledge,
  })
  search(actor: Actor, query: z.output<typeof searchQuery> & SearchQuery) {
    return this.passages.search(actor, query);
  }
}
