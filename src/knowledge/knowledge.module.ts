import { Module, type OnApplicationBootstrap } from '@nestjs/common';
import { BackgroundTasks } from '#libs/background';
import { DocumentReader } from '#libs/documents';
import { AuditModule } from '../audit/audit.module.js';
import { AnswersService } from './answers/answers.service.js';
import { DocumentVersions } from './documents/document-versions.js';
import { DocumentsController } from './documents/documents.controller.js';
import { DocumentsJobs } from './documents/documents.jobs.js';
import { DocumentsService } from './documents/documents.service.js';
import { IngestService } from './documents/ingest.service.js';
import { OpsDocumentsController } from './documents/ops-documents.controller.js';
import { UploadsService } from './documents/uploads.service.js';
import { EmbeddingService } from './embedding.service.js';
import { GapsController } from './gaps/gaps.controller.js';
import { GapsService } from './gaps/gaps.service.js';
import { KnowledgeJobs } from './knowledge.jobs.js';
import { KnowledgePersonalData } from './knowledge.personal-data.js';
import { KnowledgeTools } from './knowledge.tools.js';
import { MeaningService } from './meaning.service.js';
import { PassageLibrary } from './search/passage-library.js';
import { SearchController } from './search/search.controller.js';
import { SearchService } from './search/search.service.js';

@Module({
  imports: [AuditModule],
  controllers: [DocumentsController, OpsDocumentsController, SearchController, GapsController],
  providers: [
    DocumentReader,
    DocumentVersions,
    DocumentsService,
    UploadsService,
    IngestService,
    DocumentsJobs,
    EmbeddingService,
    MeaningService,
    KnowledgeJobs,
    PassageLibrary,
    SearchService,
    AnswersService,
    GapsService,
    KnowledgeTools,
    KnowledgePersonalData,
  ],
})
export class KnowledgeModule implements OnApplicationBootstrap {
  private readonly ending = new AbortController();

  constructor(
    private readonly embedding: EmbeddingService,
    private readonly meanings: MeaningService,
    private readonly background: BackgroundTasks,
  ) {}

  /** What a new database was filled with can be searched from the first request on; what it means follows. More is left to the job. */
  async onApplicationBootstrap(): Promise<void> {
    const { signal } = this.ending;
    if (!(await this.embedding.embedLittle(signal))) return;
    this.background.run('meanings of documents', async () => {
      try {
        await this.meanings.addMeanings(signal);
      } catch (error) {
        // The next start, or the job, goes on with it.
        if (!signal.aborted) throw error;
      }
    });
  }

  beforeApplicationShutdown(): void {
    this.ending.abort();
  }
}
