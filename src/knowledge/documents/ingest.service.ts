// From an upload to a version of a document: read, and then, in one transaction with the end of the job, published.
import { Injectable } from '@nestjs/common';
import { EntityManager, LockMode } from '@mikro-orm/core';
import { DocumentReader, DocumentUnreadable, type ReadDocument } from '#libs/documents';
import { EventOutbox, PublishesEvents } from '#libs/events';
import { JobQueue, type JobRun } from '#libs/jobs';
import type { Actor } from '../../access/actor.js';
import { AuditService } from '../../audit/audit.service.js';
import { chunksOf } from '../chunks.js';
import { KnowledgeDocument } from '../knowledge-document.entity.js';
import { embedJob } from '../knowledge.jobs.js';
import { documentFactsOf, knowledgeDocumentPublished } from './documents.events.js';
import { KnowledgeTooScattered, KnowledgeUploadGone } from './documents.errors.js';
import { DocumentVersions } from './document-versions.js';
import { KnowledgeUpload } from './knowledge-upload.entity.js';
import { UploadsService } from './uploads.service.js';

/** Each has vectors of ten kilobytes, and is looked at by every search. */
const mostPieces = 5_000;
const [fetched, read, all] = [5, 90, 100];
const titleKept = 160;

export interface Ingested {
  documentId: string;
  format: string;
  characters: number;
  pages: number | null;
  pieces: number;
}

@PublishesEvents(knowledgeDocumentPublished)
@Injectable()
export class IngestService {
  constructor(
    private readonly em: EntityManager,
    private readonly reader: DocumentReader,
    private readonly uploads: UploadsService,
    private readonly versions: DocumentVersions,
    private readonly jobs: JobQueue,
    private readonly events: EventOutbox,
    private readonly audit: AuditService,
  ) {}

  /**
   * May run again: nothing is kept of it until the job ends. What cannot be read is thrown away, since it never will be.
   * @throws DocumentUnreadable, KnowledgeTooScattered, KnowledgeUploadGone
   */
  async ingest(actor: Actor, uploadId: string, run: JobRun): Promise<Ingested> {
    const bytes = await this.uploads.read(uploadId);
    run.progress(fetched, 'reading');
    try {
      const tell = (percent: number): void =>
        run.progress(fetched + ((read - fetched) * percent) / all, 'reading');
      const document = await this.reader.read(bytes, { signal: run.signal, tell });
      const pieces = chunksOf(document.title ?? '', document.markdown).length;
      if (pieces > mostPieces) throw new KnowledgeTooScattered(mostPieces);
      run.progress(read, 'publishing');
      run.atTheEnd((em) => this.publish(em, actor, uploadId, document));
      const { format, markdown, pageStarts } = document;
      return {
        documentId: uploadId,
        format,
        characters: markdown.length,
        pages: pageStarts?.length ?? null,
        pieces,
      };
    } catch (error) {
      if (error instanceof DocumentUnreadable || error instanceof KnowledgeTooScattered)
        await this.uploads.remove(uploadId);
      throw error;
    }
  }

  /** @throws KnowledgeUploadGone when it was deleted meanwhile, KnowledgeVersionsOverlap when another version was added */
  private async publish(
    em: EntityManager,
    actor: Actor,
    uploadId: string,
    read: ReadDocument,
  ): Promise<void> {
    const upload = await this.locked(em, uploadId);
    const { id, slug, language, audience, validFrom, validUntil = null, fileName } = upload;
    const latest = await this.versions.latest(em, slug);
    latest?.giveWayTo({ validFrom, validUntil });
    const document = em.create(KnowledgeDocument, {
      id,
      slug,
      version: (latest?.version ?? 0) + 1,
      title: upload.title ?? titleOf(read, upload),
      language,
      audience,
      validFrom,
      validUntil,
      fileName,
      body: read.markdown,
      sourceFormat: read.format,
      pageStarts: read.pageStarts,
      pageCount: read.pageStarts?.length ?? null,
    });
    await this.uploads.remove(id);
    const facts = documentFactsOf(document);
    this.events.publish(knowledgeDocumentPublished, id, facts);
    const object = { type: 'knowledge_document', id };
    await this.audit.record(actor, { action: 'knowledge_document.published', object, after: facts });
    const owner = { kind: 'system', id: 'knowledge' } as const;
    await this.jobs.enqueue({ type: embedJob, input: {}, owner, debounceKey: embedJob });
  }

  /** The versions first, as where all of them are deleted. */
  private async locked(em: EntityManager, id: string): Promise<KnowledgeUpload> {
    const found = await em.findOne(KnowledgeUpload, { id });
    if (!found) throw new KnowledgeUploadGone();
    await this.versions.lock(em, found.slug);
    const lockMode = LockMode.PESSIMISTIC_WRITE;
    const upload = await em.findOne(KnowledgeUpload, { id }, { lockMode, refresh: true });
    if (!upload) throw new KnowledgeUploadGone();
    return upload;
  }
}

/** What it says itself, else what it is called. */
function titleOf({ title }: ReadDocument, { fileName, slug }: KnowledgeUpload): string {
  const name = fileName?.replace(/\.\w{1,8}$/, '').replaceAll('_', ' ');
  return (title ?? name ?? slug.replaceAll('-', ' ')).slice(0, titleKept).trim() || slug;
}
