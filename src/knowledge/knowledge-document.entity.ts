// A document that policy answers are drawn from.
import { defineEntity, p } from '@mikro-orm/core';
import { idColumn, timestampColumns } from '#libs/orm';

const KnowledgeDocumentSchema = defineEntity({
  name: 'KnowledgeDocument',
  tableName: 'knowledge_documents',
  uniques: [{ name: 'knowledge_documents_slug_version_unique', properties: ['slug', 'version'] }],
  properties: {
    id: idColumn(),
    slug: p.string().length(80),
    version: p.integer().default(1),
    title: p.string().length(160),
    language: p.string().length(8).default('en'),
    /** Markdown. */
    body: p.text(),
    ...timestampColumns(),
  },
});
export class KnowledgeDocument extends KnowledgeDocumentSchema.class {}
KnowledgeDocumentSchema.setClass(KnowledgeDocument);
