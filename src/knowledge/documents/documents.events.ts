import { z } from 'zod';
import { defineEvent } from '#libs/events';
import { knowledgeAudiences, type DocumentHead } from '../knowledge-document.entity.js';

/** Nothing of what it says, not even its title: events outlive the document. */
const documentFacts = z.object({
  slug: z.string().meta({ examples: ['refunds'] }),
  version: z.int(),
  audience: z.enum(knowledgeAudiences),
  validFrom: z.iso.datetime(),
  validUntil: z.iso.datetime().nullable(),
});
export type KnowledgeDocumentFacts = z.output<typeof documentFacts>;

const aggregate = 'knowledge_document';

export const knowledgeDocumentPublished = defineEvent({
  type: 'knowledge.document.published',
  aggregate,
  description:
    'A version of a document was added to the knowledge base. The one before ends where it begins.',
  isPublic: false,
  data: documentFacts,
});

export const knowledgeDocumentChanged = defineEvent({
  type: 'knowledge.document.changed',
  aggregate,
  description: 'The title, audience or validity of a version of a document was changed.',
  isPublic: false,
  data: documentFacts,
});

export const knowledgeDocumentWithdrawn = defineEvent({
  type: 'knowledge.document.withdrawn',
  aggregate,
  description: 'A version of a document was deleted: nothing may be answered from it any more.',
  isPublic: false,
  data: documentFacts,
});

export function documentFactsOf(document: DocumentHead): KnowledgeDocumentFacts {
  const { slug, version, audience, validFrom, validUntil } = document;
  return {
    slug,
    version,
    audience,
    validFrom: validFrom.toISOString(),
    validUntil: validUntil?.toISOString() ?? null,
  };
}
