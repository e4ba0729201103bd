// Takes documents as they are sent, and keeps them until they are read.
import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { JobQueue } from '#libs/jobs';
import { deleteInBatches, lockFor, newId } from '#libs/orm';
import { Clock, dayMs } from '#libs/time';
import type { Actor } from '../../access/actor.js';
import { AuditService } from '../../audit/audit.service.js';
import { checkValidity } from '../knowledge-document.entity.js';
import type { AddDocument } from './documents.schemas.js';
import { KnowledgeUploadGone, TooManyUploads } from './documents.errors.js';
import { ingestJob, type IngestInput } from './ingest.job-input.js';
import { KnowledgeUpload, KnowledgeUploadPart, uploadPartBytes } from './knowledge-upload.entity.js';
import { DocumentVersions } from './document-versions.js';

/** Each may have 20 MB. */
const mostWaiting = 20;
/** What was not read by then is not read at all. */
const keptMs = dayMs;
/** Its job ends first. */
const marginMs = 3_600_000;
const nameKept = 200;

@Injectable()
export class UploadsService {
  constructor(
    private readonly em: EntityManager,
    private readonly versions: DocumentVersions,
    private readonly jobs: JobQueue,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /**
   * Keeps it, and has it read in the background.
   * @returns the document that will become of it, and the job that tells how far it is
   * @throws TooManyUploads, KnowledgeValidityInvalid, KnowledgeVersionsOverlap
   */
  add(actor: Actor, { file, body, ...said }: AddDocument): Promise<{ documentId: string; jobId: string }> {
    const bytes = file?.bytes ?? Buffer.from(body!);
    const { validFrom = this.clock.now(), validUntil = null, title = null, ...more } = said;
    const validity = { validFrom, validUntil };
    checkValidity(validity);
    return this.em.transactional(async (em) => {
      // One at a time, so that the limit is exact.
      await lockFor(em, 'knowledge.uploads');
      if ((await em.count(KnowledgeUpload)) >= mostWaiting) throw new TooManyUploads(mostWaiting);
      // It is checked again when it is read: here it spares somebody the wait.
      (await this.versions.latest(em, said.slug))?.checkNext(validity);
      const id = newId();
      const facts = { ...more, ...validity, size: bytes.length };
      await em.insert(KnowledgeUpload, {
        id,
        title,
        ...facts,
        fileName: file ? shortName(file.name) : null,
        createdAt: this.clock.now(),
      });
      for (let position = 0; position * uploadPartBytes < bytes.length; position++) {
        const start = position * uploadPartBytes;
        const part = bytes.subarray(start, start + uploadPartBytes);
        await em.insert(KnowledgeUploadPart, { upload: id, position, bytes: part });
      }
      const input: IngestInput = { uploadId: id };
      const job = await this.jobs.enqueue({
        type: ingestJob,
        input,
        owner: { kind: 'staff', id: actor.id },
        // Of one document the versions are read in the order in which they were sent.
        sequenceKey: `knowledge:${said.slug}`,
        expiresAt: new Date(this.clock.now().getTime() + keptMs),
      });
      const object = { type: 'knowledge_document', id };
      await this.audit.record(actor, { action: 'knowledge_document.uploaded', object, after: facts });
      return { documentId: id, jobId: job.id };
    });
  }

  /** Its bytes, put together. @throws KnowledgeUploadGone */
  async read(id: string): Promise<Uint8Array<ArrayBuffer>> {
    const upload = await this.em.findOne(KnowledgeUpload, { id });
    if (!upload) throw new KnowledgeUploadGone();
    const bytes = new Uint8Array(upload.size);
    for (let position = 0; position * uploadPartBytes < upload.size; position++) {
      const where = { upload: id, position };
      const part = await this.em.findOne(KnowledgeUploadPart, where, { disableIdentityMap: true });
      if (!part) throw new KnowledgeUploadGone();
      bytes.set(part.bytes, position * uploadPartBytes);
    }
    return bytes;
  }

  /** With its parts. Nothing happens when it is gone already. In the caller's transaction, or one of its own. */
  async remove(id: string): Promise<void> {
    await this.em.nativeDelete(KnowledgeUpload, { id });
  }

  /** Those that nobody will read any more: their jobs were cancelled, or have expired. @returns how many */
  removeForgotten(signal: AbortSignal): Promise<number> {
    const before = new Date(this.clock.now().getTime() - keptMs - marginMs);
    const where = { createdAt: { $lt: before } };
    return deleteInBatches(this.em, KnowledgeUpload, where, { orderBy: 'createdAt', signal, batchSize: 5 });
  }
}

/** Without the folders that some browsers send, and without what a name should not have. */
function shortName(name: string): string | null {
  const last = name.split(/[/\\]/).at(-1)!;
  const plain = last
    .replace(/[\p{Cc}\p{Cs}\p{Bidi_Control}<>]/gu, '')
    .normalize('NFC')
    .trim();
  return plain.slice(-nameKept) || null;
}
