import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/core';
import { lockFor } from '#libs/orm';
import { KnowledgeDocument, type DocumentHead } from '../knowledge-document.entity.js';

/** The versions of one document: which comes last, and who may change what is in force when. */
@Injectable()
export class DocumentVersions {
  /** Until the transaction ends nobody else adds or changes one. */
  lock(em: EntityManager, slug: string): Promise<void> {
    return lockFor(em, 'knowledge.versions', slug);
  }

  latest(em: EntityManager, slug: string): Promise<DocumentHead | null> {
    return em.findOne(
      KnowledgeDocument,
      { slug },
      { orderBy: { version: 'desc' }, exclude: ['body'], refresh: true },
    );
  }

  /** All but that one, without what they say. */
  others(em: EntityManager, { slug, id }: DocumentHead): Promise<DocumentHead[]> {
    return em.find(KnowledgeDocument, { slug, id: { $ne: id } }, { exclude: ['body'], refresh: true });
  }
}
