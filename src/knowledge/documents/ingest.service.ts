// From an upload to a version of a document: read, and then, in one transaction with the end of the job, published.
import { Injectable } from '@nestjs/common';
import { EntityManager, LockMode } from '@mikro-orm/core';
import { DocumentReader, type ReadDocument } from '#libs/documents';
import { DomainError } from '#libs/errors';
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
/** How much of the job is done when that is. */
const percent = { fetched: 5, read: 90 };
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
   * May run again: nothing is kept of it until the job ends. What is refused is thrown away, since it always would be.
   * @throws DocumentUnreadable, KnowledgeTooScattered, KnowledgeUploadGone, KnowledgeVersionsOverlap
   */
  async ingest(actor: Actor, uploadId: string, run: JobRun): Promise<Ingested> {
    try {
      const read = await this.read(await this.uploads.get(uploadId), run);
      run.atTheEnd((em) => this.publish(em, actor, uploadId, read.document));
      const { format, markdown, pageStarts } = read.document;
      const pages = pageStarts?.length ?? null;
      return { documentId: uploadId, format, characters: markdown.length, pages, pieces: read.pieces };
    } catch (error) {
      if (error instanceof DomainError) await this.uploads.remove(uploadId);
      throw error;
    }
  }

  private async read(
    upload: KnowledgeUpload,
    run: JobRun,
  ): Promise<{ document: ReadDocument; pieces: number }> {
    // At the end it is looked at again: until then somebody may change the version before.
    (await this.versions.latest(this.em, upload.slug))?.checkNext(upload);
    const bytes = await this.uploads.bytesOf(upload);
    run.progress(percent.fetched, 'reading');
    const document = await this.reader.read(bytes, {
      signal: run.signal,
      tell: (done) =>
        run.progress(percent.fetched + ((percent.read - percent.fetched) * done) / 100, 'reading'),
    });
    const pieces = chunksOf(document.title ?? '', document.markdown).length;
    if (pieces > mostPieces) throw new KnowledgeTooScattered(mostPieces);
    run.progress(percent.read, 'publishing');
    return { document, pieces };
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
