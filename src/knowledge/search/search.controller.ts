import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Operation, ReturnsView } from '#libs/http';
import { CurrentActor, Requires } from '../../access/access.decorators.js';
import type { Actor } from '../../access/actor.js';
import { foundPassagesView, passageView, searchQuery, type SearchQuery } from './search.schemas.js';
import { SearchService } from './search.service.js';

/** The rules of the house stand beside its services and prices: whoever may look at those may read them. */
@ApiTags('Knowledge')
@Controller('knowledge')
@Requires('catalogue.read')
export class SearchController {
  constructor(private readonly passages: SearchService) {}

  @Get('search')
  @Operation({
    id: 'searchKnowledge',
    summary: 'Search the knowledge base',
    description:
      'Returns the passages of the documents that a question is about, the best first: by words, by synonyms, and by what is meant. Customers find what is for customers, staff everything.',
  })
  @ReturnsView(foundPassagesView)
  search(@CurrentActor() actor: Actor, @Query({ schema: searchQuery }) query: SearchQuery) {
    return this.passages.search(actor, query);
  }

  @Get('passages/:id')
  @Operation({
    id: 'getPassage',
    summary: 'Get a passage',
    description:
      'Opens what an answer cites, also of a version that is no longer in force: it says until when it was.',
    codes: ['PASSAGE_NOT_FOUND'],
  })
  @ReturnsView(passageView)
  passage(@CurrentActor() actor: Actor, @Param('id', { schema: z.uuid() }) id: string) {
    return this.passages.passage(actor, id);
  }
}
