// Keeps the pieces of the documents and their vectors in step with the documents: what is new or was changed is cut and embedded. Every
// version has pieces: what held on the day of a visit is asked for when it is long replaced, and what will hold is to answer from its first
// minute. Whoever searches asks for those in force. A deleted document takes its pieces along.
import { createHash } from 'node:crypto';
import { setImmediate as breathe } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { EntityManager, LockMode, type RequiredEntityData } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { EmbedderFitting, HashedEmbedder } from '#libs/nlu';
import { chunksOf, textOf } from './chunks.js';
import { EmbeddingModel, KnowledgeChunk } from './knowledge-chunk.entity.js';
import { KnowledgeDocument } from './knowledge-document.entity.js';

export interface EmbeddedPassage {
  documents: number;
  pieces: number;
  /** Whether the model was fitted anew, and so everything embedded again. */
  refitted: boolean;
}

/** Pieces after which others have their turn: each takes a fraction of a millisecond. */
const batch = 20;
/** What is rare changes little with a few more texts. With more than this part of them the model is fitted anew. */
const mostNew = 0.1;
/** Documents: about a tenth of a second. */
const littleToDo = 50;

@Injectable()
export class EmbeddingService {
  constructor(@Inject(EntityManager) private readonly em: SqlEntityManager) {}

  /**
   * May run again, and at the same time: each document is written as a whole, and written again it is the same.
   * @param tell hears how many of how many documents are done
   */
  async embedAll(signal: AbortSignal, tell: (done: number, of: number) => void): Promise<EmbeddedPassage> {
    const known = await this.newestModel();
    return this.embedThese(await this.outdated(known?.name ?? ''), known, signal, tell);
  }

  /** The same where so little is to do that a start can wait for it. @returns whether it was */
  async embedLittle(signal: AbortSignal): Promise<boolean> {
    const known = await this.newestModel();
    const todo = await this.outdated(known?.name ?? '');
    if (todo.length > littleToDo) return false;
    await this.embedThese(todo, known, signal, () => {});
    return true;
  }

  private async embedThese(
    wanted: readonly string[],
    known: EmbeddingModel | null,
    signal: AbortSignal,
    tell: (done: number, of: number) => void,
  ): Promise<EmbeddedPassage> {
    let todo = wanted;
    const refitted = todo.length > 0 && (await this.isTooNew(todo, known));
    const model = refitted ? await this.fit(signal) : known;
    if (!model) return { documents: 0, pieces: 0, refitted: false };
    if (refitted) todo = await this.outdated(model.name);
    const embedder = HashedEmbedder.read(model.bytes);
    let pieces = 0;
    for (const [done, id] of todo.entries()) {
      signal.throwIfAborted();
      pieces += await this.embed(id, model.name, embedder);
      tell(done + 1, todo.length);
    }
    await this.em.fork().execute(forgetModels, [model.name]);
    return { documents: todo.length, pieces, refitted };
  }

  private newestModel(): Promise<EmbeddingModel | null> {
    return this.em.fork().findOne(EmbeddingModel, { name: { $ne: '' } }, { orderBy: { createdAt: 'desc' } });
  }

  /** Those that have no pieces of this model and of this text. */
  private async outdated(model: string): Promise<string[]> {
    const rows = await this.em.fork().execute<{ id: string }[]>(outdated, [model]);
    return rows.map(({ id }) => id);
  }

  private async isTooNew(todo: readonly string[], model: EmbeddingModel | null): Promise<boolean> {
    if (!model) return true;
    let pieces = 0;
    for (const id of todo) {
      pieces += this.cut(await this.read(this.em.fork(), id)).length;
      if (pieces > model.fittedOn * mostNew) return true;
    }
    return false;
  }

  private async fit(signal: AbortSignal): Promise<EmbeddingModel> {
    const em = this.em.fork();
    const fitting = new EmbedderFitting();
    for (const { id } of await em.find(KnowledgeDocument, {}, { fields: ['id'], orderBy: { id: 'asc' } })) {
      signal.throwIfAborted();
      for (const chunk of this.cut(await this.read(this.em.fork(), id))) fitting.add(textOf(chunk));
      await breathe();
    }
    const embedder = fitting.embedder();
    const model = {
      name: embedder.name(),
      bytes: Buffer.from(embedder.bytes()),
      fittedOn: embedder.fittedOn,
    };
    // The same texts give the same model: another run may have kept it already.
    return em.upsert(EmbeddingModel, model, { onConflictAction: 'ignore' });
  }

  private async embed(id: string, model: string, embedder: HashedEmbedder): Promise<number> {
    const read = await this.read(this.em.fork(), id);
    if (!read) return 0;
    const rows: (RequiredEntityData<KnowledgeChunk> & { id: string })[] = [];
    for (const [position, chunk] of this.cut(read).entries()) {
      if (position % batch === 0) await breathe();
      const vector = embedder.embed(textOf(chunk));
      const embedding = Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength);
      const page = read.pageAt(chunk.start);
      const contentHash = hashOf(read);
      const where = { id: idOf(id, position, contentHash), document: id, position };
      rows.push({ ...where, ...chunk, page, model, embedding, contentHash });
    }
    return this.em.fork().transactional(async (em) => {
      const now = await this.read(em, id, LockMode.PESSIMISTIC_WRITE);
      // Changed meanwhile: the next run sees that its pieces are of another text.
      if (!now || hashOf(now) !== hashOf(read)) return 0;
      // What it means stays the same when only the other vector is made anew.
      const before = new Map(
        (await em.find(KnowledgeChunk, { document: id })).map((each) => [each.id, each]),
      );
      em.clear();
      await em.nativeDelete(KnowledgeChunk, { document: id });
      for (const row of rows) {
        const { meaningModel, meaning, sentenceMeanings } = before.get(row.id) ?? {};
        em.create(KnowledgeChunk, { ...row, meaningModel, meaning, sentenceMeanings });
      }
      return rows.length;
    });
  }

  private cut(document: KnowledgeDocument | null) {
    return document ? chunksOf(document.title, document.body) : [];
  }

  /** Null when it was deleted meanwhile. */
  private read(em: EntityManager, id: string, lockMode?: LockMode): Promise<KnowledgeDocument | null> {
    return em.findOne(KnowledgeDocument, { id }, { lockMode });
  }
}

/** The same piece of the same text has the same id, whenever it is embedded. */
function idOf(document: string, position: number, contentHash: string): string {
  const hex = createHash('sha256').update(`${document} ${position} ${contentHash}`).digest('hex');
  // Version 8 of RFC 9562: made of whatever the application likes.
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** As {@link contentHash} in SQL. */
function hashOf({ title, body }: Pick<KnowledgeDocument, 'title' | 'body'>): string {
  return createHash('sha256').update(`${title}\n${body}`).digest('hex');
}

const contentHash = `encode(sha256(convert_to(d.title || E'\\n' || d.body, 'UTF8')), 'hex')`;
const outdated = `
  select d.id from knowledge_documents d
  where not exists (
    select from knowledge_chunks c where c.document_id = d.id and c.model = ? and c.content_hash = ${contentHash})
  order by d.id`;
const forgetModels = `
  delete from embedding_models m
  where name <> ? and not exists (select from knowledge_chunks c where c.model = m.name)`;
