// Finds the passages of the documents that a question is about, among those that the caller may read and that are in force at the moment.
import { Injectable, Logger } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { NotFound } from '#libs/errors';
import {
  glossOf,
  SentenceEncoder,
  type FoundPassage,
  type PassageIndex,
  type SearchQuestion,
} from '#libs/nlu';
import { Clock } from '#libs/time';
import type { Actor } from '../../access/actor.js';
import { KnowledgeChunk } from '../knowledge-chunk.entity.js';
import { KnowledgeDocument, type KnowledgeAudience } from '../knowledge-document.entity.js';
import { matchesIn } from './highlights.js';
import { PassageLibrary, type PassageTerms } from './passage-library.js';
import type { SearchQuery } from './search.schemas.js';

export interface Passage {
  id: string;
  documentId: string;
  slug: string;
  version: number;
  title: string;
  language: string;
  heading: string;
  text: string;
  page: number | null;
  validFrom: Date;
  validUntil: Date | null;
  isInForce: boolean;
}

export interface RankedPassage {
  passage: Passage;
  found: FoundPassage;
}

export interface SearchedPassages {
  question: SearchQuestion;
  /** The best first. */
  ranked: RankedPassage[];
  index: PassageIndex;
  /** Of the documents. */
  revision: string;
}

/** A question takes about 15 ms. After a long silence the weights are loaded anew: then the words stand alone. */
const encoderDeadlineMs = 250;

@Injectable()
export class SearchService {
  private readonly logger = new Logger(SearchService.name);

  constructor(
    private readonly em: EntityManager,
    private readonly library: PassageLibrary,
    private readonly encoder: SentenceEncoder,
    private readonly clock: Clock,
  ) {}

  /** For people and programs: with the places of the words that were looked for. */
  async search(actor: Actor, { q, at, limit, language }: SearchQuery) {
    const moment = at ?? this.clock.now();
    const { ranked, question } = await this.find(actor, q, { at: moment, limit, language });
    return {
      at: moment,
      items: ranked.map(({ passage, found }) => ({
        passage,
        score: found.score,
        highlights: matchesIn(passage.text, question.text),
      })),
    };
  }

  /** @param at the moment at which they are in force */
  async find(
    actor: Actor,
    q: string,
    { at, limit, language }: { at: Date; limit: number; language?: string },
  ): Promise<SearchedPassages> {
    const { index, embedder, passages, revision } = await this.library.current();
    const text = glossOf(q);
    const likeness = embedder?.embed(text) ?? new Float32Array(passages.length ? 2_048 : 0);
    const question = { text, likeness, meaning: await this.meaningOf(text) };
    const readable = audiencesOf(actor);
    const isAllowed = (place: number): boolean => {
      const terms = passages[place]!;
      return (
        readable.includes(terms.audience) && holdsAt(terms, at) && (!language || terms.language === language)
      );
    };
    const found = index.search(question, isAllowed, limit);
    const rows = await this.read(actor, found.map((each) => passages[each.at]!.id), at); // prettier-ignore
    const ranked = found.flatMap((each): RankedPassage[] => {
      const passage = rows.get(passages[each.at]!.id);
      return passage ? [{ passage, found: each }] : [];
    });
    return { question, ranked, index, revision };
  }

  /**
   * One passage, as it is cited; also of a version that is no longer in force: an answer said what held then.
   * @throws NotFound when there is none, or the caller may not read it
   */
  async passage(actor: Actor, id: string): Promise<Passage> {
    const now = this.clock.now();
    const passage = (await this.read(actor, [id])).get(id);
    if (!passage || passage.validFrom > now) throw new NotFound('Passage', id);
    return passage;
  }

  /** What is shown is what the database has at this moment, for those who may read it. */
  private async read(actor: Actor, ids: readonly string[], at?: Date): Promise<Map<string, Passage>> {
    if (ids.length === 0) return new Map();
    const chunks = await this.em.find(
      KnowledgeChunk,
      { id: { $in: [...ids] } },
      { fields: ['document', 'heading', 'text', 'page'] },
    );
    const documents = await this.em.find(
      KnowledgeDocument,
      {
        id: { $in: chunks.map(({ document }) => document) },
        audience: { $in: [...audiencesOf(actor)] },
        ...(at && { validFrom: { $lte: at }, $or: [{ validUntil: null }, { validUntil: { $gt: at } }] }),
      },
      { fields: ['slug', 'version', 'title', 'language', 'audience', 'validFrom', 'validUntil'] },
    );
    const byId = new Map(documents.map((document) => [document.id, document]));
    const now = this.clock.now();
    return new Map(
      chunks.flatMap(({ id, document: documentId, heading, text, page = null }): [string, Passage][] => {
        const document = byId.get(documentId);
        if (!document) return [];
        const { slug, version, title, language, validFrom, validUntil = null } = document;
        const isInForce = holdsAt({ validFrom, validUntil }, now);
        return [[id, { id, documentId, slug, version, title, language, heading, text, page, validFrom, validUntil, isInForce }]]; // prettier-ignore
      }),
    );
  }

  private async meaningOf(text: string): Promise<Float32Array | null> {
    if (this.encoder.missing) return null;
    try {
      const [vector] = await this.encoder.embed([text], AbortSignal.timeout(encoderDeadlineMs));
      return vector!;
    } catch (error) {
      this.logger.debug({ err: error }, 'searched by words alone');
      return null;
    }
  }
}

/** Customers, and agents and programs of theirs, never see what is for staff. */
function audiencesOf({ kind }: Actor): readonly KnowledgeAudience[] {
  return kind === 'staff' ? ['customer', 'staff'] : ['customer'];
}

function holdsAt(
  { validFrom, validUntil }: Pick<PassageTerms, 'validFrom' | 'validUntil'>,
  at: Date,
): boolean {
  return validFrom <= at && (validUntil === null || validUntil > at);
}
