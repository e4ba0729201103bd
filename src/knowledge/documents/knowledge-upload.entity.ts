// A document as it was sent, until it is read. It is kept in parts: the embedded database, and whoever reads it, never holds all of it at once.
import { defineEntity, p } from '@mikro-orm/core';
import { idColumn, timestampColumns } from '#libs/orm';
import { knowledgeAudiences } from '../knowledge-document.entity.js';

/** Bytes of a part. */
export const uploadPartBytes = 512 * 1024;

const KnowledgeUploadSchema = defineEntity({
  name: 'KnowledgeUpload',
  tableName: 'knowledge_uploads',
  indexes: [{ name: 'knowledge_uploads_time_index', properties: ['createdAt'] }],
  properties: {
    /** Also of the document that becomes of it. */
    id: idColumn(),
    slug: p.string().length(80),
    /** Null where it is to be what the document says. */
    title: p.string().length(160).nullable(),
    language: p.string().length(8),
    audience: p.enum(knowledgeAudiences),
    validFrom: p.datetime(),
    validUntil: p.datetime().nullable(),
    fileName: p.string().length(200).nullable(),
    /** Bytes. */
    size: p.integer(),
    ...timestampColumns(),
  },
});
export class KnowledgeUpload extends KnowledgeUploadSchema.class {}
KnowledgeUploadSchema.setClass(KnowledgeUpload);

const KnowledgeUploadPartSchema = defineEntity({
  name: 'KnowledgeUploadPart',
  tableName: 'knowledge_upload_parts',
  properties: {
    upload: () => p.manyToOne(KnowledgeUpload).mapToPk().primary().deleteRule('cascade'),
    /** From 0. */
    position: p.smallint().primary(),
    bytes: p.blob().$type<Buffer>(),
    ...timestampColumns(),
  },
});
export class KnowledgeUploadPart extends KnowledgeUploadPartSchema.class {}
KnowledgeUploadPartSchema.setClass(KnowledgeUploadPart);
