// A document that policy answers are drawn from. Each row is one version of it: what was in force on a day stays known.
import { defineEntity, p } from '@mikro-orm/core';
import { idColumn, timestampColumns } from '#libs/orm';
import { KnowledgeValidityInvalid, KnowledgeVersionsOverlap } from './documents/documents.errors.js';

/** Who may be answered from it: what is for customers is for staff as well. */
export const knowledgeAudiences = ['customer', 'staff'] as const;
export type KnowledgeAudience = (typeof knowledgeAudiences)[number];

/** What a document may be uploaded as. */
export const knowledgeFormats = ['markdown', 'text', 'html', 'pdf', 'docx'] as const;

/** Half-open; without an end it goes on until the next version. */
export interface KnowledgeValidity {
  validFrom: Date;
  validUntil: Date | null;
}

const KnowledgeDocumentSchema = defineEntity({
  name: 'KnowledgeDocument',
  tableName: 'knowledge_documents',
  checks: [{ name: 'knowledge_documents_validity_check', expression: 'valid_from < valid_until' }],
  uniques: [{ name: 'knowledge_documents_slug_version_unique', properties: ['slug', 'version'] }],
  properties: {
    id: idColumn(),
    slug: p.string().length(80),
    version: p.integer().default(1),
    /** Counts the changes of the row, which stays one version of the document. */
    revision: p.integer().default(1),
    title: p.string().length(160),
    language: p.string().length(8).default('en'),
    /** Markdown. */
    body: p.text(),
    audience: p.enum(knowledgeAudiences).default('customer'),
    /** In force from then on, and until the next version is, or until it is withdrawn. */
    validFrom: p.datetime().defaultRaw('now()'),
    /** Exclusive. */
    validUntil: p.datetime().nullable(),
    sourceFormat: p.enum(knowledgeFormats).default('markdown'),
    fileName: p.string().length(200).nullable(),
    /** Of what has pages. */
    pageCount: p.integer().nullable(),
    /** Where each page begins in the body, in characters; null where there are no pages. */
    pageStarts: p.json().$type<number[]>().nullable(),
    ...timestampColumns(),
  },
});
export class KnowledgeDocument extends KnowledgeDocumentSchema.class {
  /** From 1. @param at a place in the body, in characters */
  pageAt(at: number): number | null {
    return this.pageStarts ? Math.max(1, this.pageStarts.filter((start) => start <= at).length) : null;
  }

  isInForce(now: Date): boolean {
    return this.validFrom <= now && (!this.validUntil || this.validUntil > now);
  }

  /**
   * To be called with the slug locked.
   * @param others the other versions of the slug
   * @throws KnowledgeValidityInvalid, KnowledgeVersionsOverlap
   */
  hold({ validFrom, validUntil }: KnowledgeValidity, others: readonly DocumentHead[]): void {
    checkValidity({ validFrom, validUntil });
    const other = others.find(
      (each) =>
        (validUntil === null || each.validFrom < validUntil) &&
        (!each.validUntil || each.validUntil > validFrom),
    );
    if (other) throw new KnowledgeVersionsOverlap(other.version);
    Object.assign(this, { validFrom, validUntil });
  }

  /** Versions come into force in their order. @throws KnowledgeVersionsOverlap */
  checkNext({ validFrom }: Pick<KnowledgeValidity, 'validFrom'>): void {
    if (validFrom <= this.validFrom) throw new KnowledgeVersionsOverlap(this.version);
  }

  /**
   * The next version is in force from then on: this one, where it would still be, is so until then. To be called with the slug locked.
   * @throws KnowledgeVersionsOverlap when the next one would begin before this one
   */
  giveWayTo({ validFrom }: KnowledgeValidity): void {
    this.checkNext({ validFrom });
    if (this.validUntil && this.validUntil <= validFrom) return;
    this.validUntil = validFrom;
    this.revision += 1;
  }
}
KnowledgeDocumentSchema.setClass(KnowledgeDocument);

/** One that was read without what it says. */
export type DocumentHead = Pick<KnowledgeDocument, Exclude<keyof KnowledgeDocument & string, 'body'>>;

/** @throws KnowledgeValidityInvalid */
export function checkValidity({ validFrom, validUntil }: KnowledgeValidity): void {
  if (validUntil && validUntil <= validFrom) throw new KnowledgeValidityInvalid();
}
