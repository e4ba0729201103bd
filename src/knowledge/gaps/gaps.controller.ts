import { Body, Controller, Get, Param, Patch, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { IfMatch, Operation, pageOf, ReturnsView, type ExpectedVersions } from '#libs/http';
import { CurrentActor, OnlyFor, Requires } from '../../access/access.decorators.js';
import type { Actor } from '../../access/actor.js';
import { gapsList, gapView, markGapInput, type ListGaps, type MarkGap } from './gaps.schemas.js';
import { GapsService } from './gaps.service.js';

const uuid = { schema: z.uuid() };

@ApiTags('Knowledge')
@OnlyFor('staff')
@Controller('ops/knowledge/gaps')
export class GapsController {
  constructor(private readonly gaps: GapsService) {}

  @Get()
  @Requires('agents.read')
  @Operation({
    id: 'listKnowledgeGaps',
    summary: 'List questions without an answer',
    description: 'Returns what customers asked and the documents do not say, and how often.',
  })
  @ReturnsView(pageOf(gapView))
  list(@CurrentActor() actor: Actor, @Query({ schema: gapsList.query }) query: ListGaps) {
    return this.gaps.list(actor, query);
  }

  @Get(':id')
  @Requires('agents.read')
  @Operation({
    id: 'getKnowledgeGap',
    summary: 'Get a question without an answer',
    description: 'Returns the question, how often it was asked, and which passage came closest.',
    codes: ['GAP_NOT_FOUND'],
  })
  @ReturnsView(gapView)
  get(@CurrentActor() actor: Actor, @Param('id', uuid) id: string) {
    return this.gaps.get(actor, id);
  }

  @Patch(':id')
  @Requires('agents.configure')
  @Operation({
    id: 'updateKnowledgeGap',
    summary: 'Mark a question as answered or dismissed',
    description: 'The documents are changed elsewhere: this says what has become of the question.',
    codes: ['GAP_NOT_FOUND'],
  })
  @ReturnsView(gapView)
  mark(
    @CurrentActor() actor: Actor,
    @Param('id', uuid) id: string,
    @Body({ schema: markGapInput }) change: MarkGap,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.gaps.mark(actor, id, change, expected);
  }
}
