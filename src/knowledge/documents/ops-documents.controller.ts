import { Body, Controller, Delete, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { documentLimits } from '#libs/documents';
import {
  Idempotent,
  IfMatch,
  Operation,
  RateClass,
  ReturnsNothing,
  ReturnsView,
  TakesFormQuery,
  type ExpectedVersions,
} from '#libs/http';
import { CurrentActor, OnlyFor, Requires } from '../../access/access.decorators.js';
import type { Actor } from '../../access/actor.js';
import {
  acceptedDocumentView,
  addDocumentInput,
  documentDetailView,
  documentSlug,
  documentsList,
  documentsView,
  documentView,
  updateDocumentInput,
  type AddDocument,
  type ListDocuments,
  type UpdateDocument,
} from './documents.schemas.js';
import { DocumentsService } from './documents.service.js';
import { UploadsService } from './uploads.service.js';

const uuid = { schema: z.uuid() };
const versioned = { versionedBy: 'revision' };
const invalid = { description: 'KNOWLEDGE_VALIDITY_INVALID: it would end before it begins.' };

@ApiTags('Knowledge')
@OnlyFor('staff')
@Controller('ops/knowledge')
export class OpsDocumentsController {
  constructor(
    private readonly documents: DocumentsService,
    private readonly uploads: UploadsService,
  ) {}

  @Post('documents')
  @Requires('agents.configure')
  @RateClass('expensive')
  @Idempotent()
  @TakesFormQuery({ limitBytes: documentLimits.bytes })
  @Operation({
    id: 'addKnowledgeDocument',
    summary: 'Add a document to the knowledge base',
    description:
      'Takes a form with a file, or Markdown in JSON. What it is, its bytes say. It is stored before it is acknowledged, and read in the background; with a slug that is known already it becomes the next version.',
  })
  @ReturnsView(acceptedDocumentView, {
    status: 202,
    description: 'Accepted',
    problems: {
      400: { description: 'VALIDATION_FAILED; FORM_INVALID: the form cannot be read.' },
      409: {
        description:
          'KNOWLEDGE_VERSIONS_OVERLAP: it would begin before the version that is there; TOO_MANY_UPLOADS: others have to be read first.',
      },
      422: invalid,
    },
  })
  add(@CurrentActor() actor: Actor, @Body({ schema: addDocumentInput }) document: AddDocument) {
    return this.uploads.add(actor, document);
  }

  @Get('documents')
  @Requires('agents.read')
  @Operation({
    id: 'listKnowledgeDocuments',
    summary: 'List documents of the knowledge base',
    description: 'Returns every version of every document, without what they say.',
  })
  @ReturnsView(documentsView)
  list(@CurrentActor() actor: Actor, @Query({ schema: documentsList.query }) query: ListDocuments) {
    return this.documents.list(actor, query);
  }

  @Get('documents/:id')
  @Requires('agents.read')
  @Operation({
    id: 'getKnowledgeDocument',
    summary: 'Get a document of the knowledge base',
    description: 'Returns one version as Markdown, where its pages begin, and whether it is found already.',
    codes: ['KNOWLEDGE_DOCUMENT_NOT_FOUND'],
  })
  @ReturnsView(documentDetailView, versioned)
  get(@CurrentActor() actor: Actor, @Param('id', uuid) id: string) {
    return this.documents.get(actor, id);
  }

  @Patch('documents/:id')
  @Requires('agents.configure')
  @Operation({
    id: 'updateKnowledgeDocument',
    summary: 'Update a document of the knowledge base',
    description:
      'Changes its title, who it is for, or when it is in force. What it says is changed by adding a new version.',
    codes: ['KNOWLEDGE_DOCUMENT_NOT_FOUND'],
  })
  @ReturnsView(documentView, {
    ...versioned,
    problems: {
      409: { description: 'KNOWLEDGE_VERSIONS_OVERLAP: another version is in force at that time.' },
      422: invalid,
    },
  })
  change(
    @CurrentActor() actor: Actor,
    @Param('id', uuid) id: string,
    @Body({ schema: updateDocumentInput }) changes: UpdateDocument,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.documents.change(actor, id, changes, expected);
  }

  @Delete('documents/:id')
  @Requires('agents.configure')
  @Operation({
    id: 'deleteKnowledgeDocument',
    summary: 'Delete a document of the knowledge base',
    description:
      'Deletes one version for good, with all that was made of it. The version before does not come into force again.',
    codes: ['KNOWLEDGE_DOCUMENT_NOT_FOUND'],
  })
  @ReturnsNothing()
  async remove(
    @CurrentActor() actor: Actor,
    @Param('id', uuid) id: string,
    @IfMatch() expected: ExpectedVersions,
  ) {
    await this.documents.remove(actor, id, expected);
  }

  @Delete('slugs/:slug')
  @Requires('agents.configure')
  @Operation({
    id: 'deleteKnowledgeSlug',
    summary: 'Delete every version of a document',
    description:
      'Deletes them for good, with all that was made of them, and what was sent and is not read yet.',
    codes: ['KNOWLEDGE_DOCUMENT_NOT_FOUND'],
  })
  @ReturnsNothing()
  async removeAll(@CurrentActor() actor: Actor, @Param('slug', { schema: documentSlug }) slug: string) {
    await this.documents.removeAll(actor, slug);
  }
}
