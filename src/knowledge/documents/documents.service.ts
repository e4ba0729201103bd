import { Injectable } from '@nestjs/common';
import { EntityManager, type FilterQuery } from '@mikro-orm/core';
import { NotFound } from '#libs/errors';
import { EventOutbox, PublishesEvents } from '#libs/events';
import { checkVersion, PageReader, type ExpectedVersions, type Page } from '#libs/http';
import { JobQueue } from '#libs/jobs';
import { addDays, Clock, instantAt } from '#libs/time';
import { isFor, type Actor } from '../../access/actor.js';
import { AuditService } from '../../audit/audit.service.js';
import { Settings } from '../../config/settings.js';
import { KnowledgeChunk } from '../knowledge-chunk.entity.js';
import {
  KnowledgeDocument,
  type DocumentHead,
  type KnowledgeAudience,
} from '../knowledge-document.entity.js';
import { embedJob } from '../knowledge.jobs.js';
import { DocumentVersions } from './document-versions.js';
import { documentFactsOf, knowledgeDocumentChanged, knowledgeDocumentWithdrawn } from './documents.events.js';
import { documentsList, type ListDocuments, type UpdateDocument } from './documents.schemas.js';
import { KnowledgeUpload } from './knowledge-upload.entity.js';

type ShownDocument = ReturnType<DocumentsService['shown']>;

@PublishesEvents(knowledgeDocumentChanged, knowledgeDocumentWithdrawn)
@Injectable()
export class DocumentsService {
  constructor(
    private readonly em: EntityManager,
    private readonly pages: PageReader,
    private readonly versions: DocumentVersions,
    private readonly jobs: JobQueue,
    private readonly events: EventOutbox,
    private readonly audit: AuditService,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {}

  /** Every version. @throws CursorInvalid, ValidationFailed */
  async list(_actor: Actor, query: ListDocuments): Promise<Page<ShownDocument>> {
    const { slug, audience, inForceOn } = query;
    const where: FilterQuery<KnowledgeDocument>[] = [];
    if (slug) where.push({ slug });
    if (audience) where.push({ audience });
    if (inForceOn) where.push(this.inForceOn(inForceOn));
    const page = await this.pages.read(KnowledgeDocument, documentsList, query, { where, exclude: ['body'] });
    return { ...page, items: page.items.map((document) => this.shown(document)) };
  }

  /** @throws NotFound */
  async get(_actor: Actor, id: string) {
    const document = await this.em.findOne(KnowledgeDocument, { id });
    if (!document) throw new NotFound('Knowledge Document', id);
    const pieces = await this.em.count(KnowledgeChunk, { document: id });
    const { body, pageStarts } = document;
    return { ...this.shown(document), body, pageStarts, pieces, isEmbedded: pieces > 0 };
  }

  /**
   * What somebody may be answered from: it is, or was, in force. What an older answer refers to can be read as long as it is there.
   * @throws NotFound also for what is to come, and for what is not for the caller
   */
  async read(actor: Actor, id: string) {
    const audience: KnowledgeAudience[] = isFor('staff', actor) ? ['customer', 'staff'] : ['customer'];
    const where = { id, audience: { $in: audience }, validFrom: { $lte: this.clock.now() } };
    const document = await this.em.findOne(KnowledgeDocument, where);
    if (!document) throw new NotFound('Knowledge Document', id);
    return { ...this.shown(document), body: document.body };
  }

  /** @throws NotFound, PreconditionFailed, KnowledgeValidityInvalid, KnowledgeVersionsOverlap */
  change(
    actor: Actor,
    id: string,
    changes: UpdateDocument,
    expected: ExpectedVersions,
  ): Promise<ShownDocument> {
    return this.em.transactional(async (em) => {
      const document = await this.locked(em, id, expected);
      const before = documentFactsOf(document);
      const { title = document.title, audience = document.audience, ...validity } = changes;
      const { validFrom, validUntil } = {
        validFrom: document.validFrom,
        validUntil: document.validUntil ?? null,
        ...validity,
      };
      if (changes.validFrom !== undefined || changes.validUntil !== undefined)
        document.hold({ validFrom, validUntil }, await this.versions.others(em, document));
      const titleChanged = title !== document.title;
      Object.assign(document, { title, audience });
      document.revision += 1;
      const after = documentFactsOf(document);
      this.events.publish(knowledgeDocumentChanged, id, after);
      await this.record(actor, 'changed', document, { before, after: { ...after, titleChanged } });
      // Its title stands above each of its pieces.
      if (titleChanged) await this.embedSoon();
      return this.shown(document);
    });
  }

  /**
   * For good, with its pieces and their vectors; also one that was sent and is not read yet. The version before stays ended.
   * @throws NotFound, PreconditionFailed
   */
  async remove(actor: Actor, id: string, expected: ExpectedVersions): Promise<void> {
    await this.em.transactional(async (em) => {
      const uploads = await em.nativeDelete(KnowledgeUpload, { id });
      if (uploads > 0) return this.record(actor, 'deleted', { id });
      await this.withdraw(em, actor, await this.locked(em, id, expected));
    });
  }

  /** Every version, and what was sent and is not read yet. @throws NotFound */
  async removeAll(actor: Actor, slug: string): Promise<void> {
    await this.em.transactional(async (em) => {
      await this.versions.lock(em, slug);
      const uploads = await em.find(KnowledgeUpload, { slug });
      for (const upload of uploads) {
        em.remove(upload);
        await this.record(actor, 'deleted', upload);
      }
      const documents = await em.find(KnowledgeDocument, { slug }, { exclude: ['body'] });
      if (uploads.length + documents.length === 0) throw new NotFound('Knowledge Document', slug);
      for (const document of documents) await this.withdraw(em, actor, document);
    });
  }

  private async withdraw(em: EntityManager, actor: Actor, document: DocumentHead): Promise<void> {
    const facts = documentFactsOf(document);
    this.events.publish(knowledgeDocumentWithdrawn, document.id, facts);
    await this.record(actor, 'deleted', document, { before: facts });
    em.remove(document as KnowledgeDocument);
  }

  /** With all versions of its slug, so that what is in force when is decided by one at a time. */
  private async locked(em: EntityManager, id: string, expected: ExpectedVersions): Promise<DocumentHead> {
    const found = await em.findOne(KnowledgeDocument, { id }, { exclude: ['body'] });
    if (!found) throw new NotFound('Knowledge Document', id);
    await this.versions.lock(em, found.slug);
    const document = await em.findOne(KnowledgeDocument, { id }, { exclude: ['body'], refresh: true });
    if (!document) throw new NotFound('Knowledge Document', id);
    checkVersion({ version: document.revision }, expected);
    return document;
  }

  private inForceOn(day: string): FilterQuery<KnowledgeDocument> {
    const zone = this.settings.BUSINESS_TIME_ZONE;
    const [begins, ends] = [instantAt(day, 0, zone), instantAt(addDays(day, 1), 0, zone)];
    return { validFrom: { $lt: ends }, $or: [{ validUntil: null }, { validUntil: { $gt: begins } }] };
  }

  private shown(document: DocumentHead) {
    const { sourceFormat: format, validUntil = null } = document;
    return { ...document, format, validUntil, isInForce: document.isInForce(this.clock.now()) };
  }

  private async embedSoon(): Promise<void> {
    const owner = { kind: 'system', id: 'knowledge' } as const;
    await this.jobs.enqueue({ type: embedJob, input: {}, owner, debounceKey: embedJob });
  }

  /** Without anything that it says. */
  private record(
    actor: Actor,
    what: string,
    { id }: { id: string },
    change: { before?: Record<string, unknown>; after?: Record<string, unknown> } = {},
  ): Promise<void> {
    const object = { type: 'knowledge_document', id };
    return this.audit.record(actor, { action: `knowledge_document.${what}`, object, ...change });
  }
}
