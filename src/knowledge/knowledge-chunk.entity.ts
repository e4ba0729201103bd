// The documents as they are searched: in pieces, each with its vector.
import { defineEntity, p } from '@mikro-orm/core';
import { idColumn, timestampColumns } from '#libs/orm';
import { KnowledgeDocument } from './knowledge-document.entity.js';

const EmbeddingModelSchema = defineEntity({
  name: 'EmbeddingModel',
  tableName: 'embedding_models',
  properties: {
    /** Of the formula and of what it was fitted on: vectors of one name may be compared with each other, and with no others. */
    name: p.string().length(80).primary(),
    /** What `HashedEmbedder.read` takes. */
    bytes: p.blob().$type<Buffer>(),
    /** How many pieces it was fitted on. */
    fittedOn: p.integer(),
    ...timestampColumns(),
  },
});
/** What turns a text into a vector. While another one is being put in its place there are two: the newest counts. */
export class EmbeddingModel extends EmbeddingModelSchema.class {}
EmbeddingModelSchema.setClass(EmbeddingModel);

const KnowledgeChunkSchema = defineEntity({
  name: 'KnowledgeChunk',
  tableName: 'knowledge_chunks',
  indexes: [{ name: 'knowledge_chunks_updated_at_index', properties: ['updatedAt'] }],
  uniques: [{ name: 'knowledge_chunks_position_unique', properties: ['document', 'position'] }],
  properties: {
    /** Of its document, place and text: what quotes it finds it again after it was embedded anew, and no other text in its place. */
    id: idColumn(),
    document: () => p.manyToOne(KnowledgeDocument).mapToPk().deleteRule('cascade'),
    position: p.smallint(),
    /** The headings above it, from the outermost. */
    heading: p.string().length(300),
    text: p.text(),
    /** Where it stands in the body of the document, in characters; `end` is exclusive. */
    start: p.integer(),
    end: p.integer(),
    /** From 1, where the document has pages. */
    page: p.integer().nullable(),
    model: () => p.manyToOne(EmbeddingModel).mapToPk().fieldName('model').index(),
    /** Float32, little-endian, of length 1. */
    embedding: p.blob().$type<Buffer>(),
    /** By a sentence encoder, where one was there: its name, and the vector as above. */
    meaningModel: p.string().length(80).nullable(),
    meaning: p.blob().$type<Buffer>().nullable(),
    /** By the same encoder, of each sentence in its order: what `ByteVectors.read` takes. */
    sentenceMeanings: p.blob().$type<Buffer>().nullable(),
    /** SHA-256, hex, of the title and body of the document that it was cut from. */
    contentHash: p.string().columnType('char(64)'),
    ...timestampColumns(),
  },
});
export class KnowledgeChunk extends KnowledgeChunkSchema.class {}
KnowledgeChunkSchema.setClass(KnowledgeChunk);
