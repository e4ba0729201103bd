// The pieces of all documents in memory, as they are searched: their words and vectors, and of whom and when each holds. Loaded with the
// first question, and again when a document or a piece has changed, in whichever process; what is said is read from the database each time.
//
// Exact search: 10,000 pieces are looked through in about 110 ms (docs/performance.md), and neither of our databases brings pgvector along.
import { Inject, Injectable, Logger } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { ByteVectors, HashedEmbedder, PassageIndex, SentenceEncoder } from '#libs/nlu';
import { EmbeddingModel, KnowledgeChunk } from '../knowledge-chunk.entity.js';
import { KnowledgeDocument, type KnowledgeAudience } from '../knowledge-document.entity.js';

/** Of whom and when the passage of the same number in the index holds. */
export interface PassageTerms {
  id: string;
  documentId: string;
  slug: string;
  version: number;
  language: string;
  audience: KnowledgeAudience;
  validFrom: Date;
  validUntil: Date | null;
}

export interface Library {
  /** Of what it was made of: another one, another answer. */
  revision: string;
  index: PassageIndex;
  embedder: HashedEmbedder | null;
  passages: readonly PassageTerms[];
}

/** About 5 KB each. Beyond them those of the oldest documents are not found. */
const mostPassages = 20_000;

@Injectable()
export class PassageLibrary {
  private readonly logger = new Logger(PassageLibrary.name);
  private loaded: { revision: string; library: Promise<Library> } | undefined;

  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    private readonly encoder: SentenceEncoder,
  ) {}

  /** As the documents are now. Questions that come while it is loaded wait for the same. */
  async current(): Promise<Library> {
    const revision = await this.revision();
    if (this.loaded?.revision !== revision) {
      const library = this.load(revision);
      this.loaded = { revision, library };
      // What could not be loaded is tried again with the next question.
      library.catch(() => {
        if (this.loaded?.library === library) this.loaded = undefined;
      });
    }
    return this.loaded.library;
  }

  private async revision(): Promise<string> {
    const [row] = await this.em.fork().execute<{ revision: string }[]>(revisionNow);
    return row!.revision;
  }

  private async load(revision: string): Promise<Library> {
    const em = this.em.fork();
    const model = await em.findOne(EmbeddingModel, { name: { $ne: '' } }, { orderBy: { createdAt: 'desc' } });
    const chunks = await em.find(
      KnowledgeChunk,
      {},
      { orderBy: { createdAt: 'desc', id: 'asc' }, limit: mostPassages, disableIdentityMap: true },
    );
    if (chunks.length === mostPassages)
      this.logger.warn(`only the newest ${mostPassages} pieces of the documents are searched`);
    const heads = await em.find(
      KnowledgeDocument,
      {},
      {
        fields: ['slug', 'version', 'language', 'audience', 'validFrom', 'validUntil'],
        disableIdentityMap: true,
      },
    );
    const documents = new Map(heads.map((head) => [head.id, head]));
    const known = chunks.filter(({ document }) => documents.has(document));
    const blank = new Float32Array(HashedEmbedder.dimensions);
    const index = new PassageIndex(
      known.map((chunk) => {
        const isRead = chunk.meaningModel === this.encoder.name && chunk.meaning !== null;
        return {
          heading: chunk.heading,
          text: chunk.text,
          // Of another model while everything is embedded anew: found by its words meanwhile.
          likeness: chunk.model === model?.name ? floats(chunk.embedding) : blank,
          meaning: isRead ? floats(chunk.meaning!) : null,
          sentenceMeanings:
            isRead && chunk.sentenceMeanings
              ? ByteVectors.read(chunk.sentenceMeanings, this.encoder.dimensions)
              : null,
        };
      }),
    );
    const passages = known.map(({ id, document }) => {
      const { slug, version, language, audience, validFrom, validUntil = null } = documents.get(document)!;
      return { id, documentId: document, slug, version, language, audience, validFrom, validUntil };
    });
    const embedder = model ? HashedEmbedder.read(model.bytes) : null;
    return { revision, index, embedder, passages };
  }
}

/** Copied: the numbers of a row may lie at an odd place of a larger buffer. */
function floats(bytes: Buffer): Float32Array {
  return new Float32Array(new Uint8Array(bytes).buffer);
}

/** Everything that changes leaves another count or a later time. */
const revisionNow = `
  select concat_ws('/',
    (select count(*) || ' ' || coalesce(max(updated_at)::text, '') from knowledge_documents),
    (select count(*) || ' ' || coalesce(max(updated_at)::text, '') from knowledge_chunks)) as revision`;
