import { Module } from '@nestjs/common';
import { DocumentReader } from '#libs/documents';
import { AuditModule } from '../audit/audit.module.js';
import { DocumentVersions } from './documents/document-versions.js';
import { DocumentsController } from './documents/documents.controller.js';
import { DocumentsJobs } from './documents/documents.jobs.js';
import { DocumentsService } from './documents/documents.service.js';
import { IngestService } from './documents/ingest.service.js';
import { OpsDocumentsController } from './documents/ops-documents.controller.js';
import { UploadsService } from './documents/uploads.service.js';
import { EmbeddingService } from './embedding.service.js';
import { KnowledgeJobs } from './knowledge.jobs.js';

@Module({
  imports: [AuditModule],
  controllers: [DocumentsController, OpsDocumentsController],
  providers: [
    DocumentReader,
    DocumentVersions,
    DocumentsService,
    UploadsService,
    IngestService,
    DocumentsJobs,
    EmbeddingService,
    KnowledgeJobs,
  ],
})
export class KnowledgeModule {}
