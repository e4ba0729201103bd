import { Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Operation, ReturnsView } from '#libs/http';
import { CurrentActor, Requires } from '../../access/access.decorators.js';
import type { Actor } from '../../access/actor.js';
import { publishedDocumentView } from './documents.schemas.js';
import { DocumentsService } from './documents.service.js';

/** What is sold under which terms goes together: whoever may look at the catalogue may read them. */
@ApiTags('Knowledge')
@Controller('knowledge/documents')
export class DocumentsController {
  constructor(private readonly documents: DocumentsService) {}

  @Get(':id')
  @Requires('catalogue.read')
  @Operation({
    id: 'getDocument',
    summary: 'Get a document that answers refer to',
    description:
      'Returns one version, which is in force or was: what held on the day of a visit can be read when it was replaced long ago. Customers see what is for customers.',
    codes: ['KNOWLEDGE_DOCUMENT_NOT_FOUND'],
  })
  @ReturnsView(publishedDocumentView)
  get(@CurrentActor() actor: Actor, @Param('id', { schema: z.uuid() }) id: string) {
    return this.documents.read(actor, id);
  }
}
