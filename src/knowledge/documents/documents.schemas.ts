import { z } from 'zod';
import { fileMember, ListForm, pageOf, plainText, publishSchema } from '#libs/http';
import { knowledgeAudiences, knowledgeFormats } from '../knowledge-document.entity.js';
import { documentsExamples } from './documents.examples.js';

const audience = z.enum(knowledgeAudiences).meta({ id: 'KnowledgeAudience' });
/** The body of a request in JSON; a form with a file may be larger. Characters. */
const longestBody = 200_000;

export const documentSlug = z
  .string()
  .max(80)
  .regex(/^[a-z\d]+(?:-[a-z\d]+)*$/, 'must be words of small letters and digits with hyphens between them')
  .describe('Names the document in all its versions.');

const title = plainText({ min: 1, max: 160 });
const instant = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text))
  .refine(
    (at) => at.getUTCFullYear() >= 2000 && at.getUTCFullYear() <= 9999,
    'must be of the years 2000 to 9999',
  );

export const addDocumentInput = z
  .strictObject({
    slug: documentSlug,
    title: title.optional().describe('Default: what the document says itself.'),
    language: z
      .string()
      .max(8)
      .regex(/^[a-z]{2,3}(?:-[A-Za-z]{2,4})?$/, 'must be a language tag, such as en, hi or hi-Latn')
      .default('en'),
    audience: audience.default('customer').describe('What is for customers is for staff as well.'),
    validFrom: instant
      .optional()
      .describe('In force from then on. The version before ends there. Default: now.'),
    validUntil: instant.optional().describe('Exclusive. Default: until the next version, or for good.'),
    body: z.string().max(longestBody).optional().describe('Markdown. Instead of `file`.'),
    file: fileMember
      .optional()
      .describe('In a form: PDF, Word (.docx), HTML, Markdown or plain text, at most 20 MB.'),
  })
  .refine(({ body, file }) => (body === undefined) !== (file === undefined), {
    message: 'send either a file or a body',
    path: ['file'],
  });
publishSchema(addDocumentInput, 'AddKnowledgeDocument', documentsExamples.AddKnowledgeDocument);
export type AddDocument = z.output<typeof addDocumentInput>;

export const updateDocumentInput = z
  .strictObject({
    title: title.optional(),
    audience: audience.optional(),
    validFrom: instant.optional(),
    validUntil: instant.nullable().optional().describe('Null: until the next version, or for good.'),
  })
  .refine((changes) => Object.keys(changes).length > 0, 'must change something');
publishSchema(updateDocumentInput, 'UpdateKnowledgeDocument', documentsExamples.UpdateKnowledgeDocument);
export type UpdateDocument = z.output<typeof updateDocumentInput>;

export const documentsList = new ListForm({
  // Ids are in the order of time.
  sortBy: { createdAt: 'id', validFrom: 'instant', slug: 'text' },
  default: '-createdAt',
  period: { of: 'validFrom', is: 'It came into force' },
  filters: {
    slug: documentSlug.optional(),
    audience: audience.optional(),
    inForceOn: z.iso
      .date()
      .refine((day) => day > '0001-01-01')
      .optional()
      .describe('In force on that day, or in a part of it, in the business time zone.'),
  },
});
export type ListDocuments = z.output<typeof documentsList.query>;

export const acceptedDocumentView = z.object({
  documentId: z.uuid().describe('Of the document, which is there when the job is done.'),
  jobId: z.uuid().describe('Tells how far it is, and why it was refused if it was.'),
});
publishSchema(acceptedDocumentView, 'AcceptedKnowledgeDocument', documentsExamples.AcceptedKnowledgeDocument);

export const documentView = z.object({
  id: z.uuid(),
  slug: z.string(),
  version: z.int().describe('Of the document: 1, 2, …'),
  title: z.string(),
  language: z.string(),
  audience,
  validFrom: z.date(),
  validUntil: z.date().nullable().describe('Exclusive.'),
  isInForce: z.boolean().describe('At this moment.'),
  format: z.enum(knowledgeFormats).describe('What it was sent as.'),
  fileName: z.string().nullable(),
  pageCount: z.int().nullable().describe('Of what has pages.'),
  revision: z.int().describe('Of this entry: its entity tag.'),
  createdAt: z.date(),
  updatedAt: z.date(),
});
publishSchema(documentView, 'KnowledgeDocument', documentsExamples.KnowledgeDocument);
export const documentsView = pageOf(documentView);

export const documentDetailView = documentView.extend({
  body: z.string().describe('Markdown.'),
  pageStarts: z.array(z.int()).nullable().describe('Where each page begins in the body, in UTF-16 units.'),
  pieces: z.int().describe('It is searched and quoted in.'),
  isEmbedded: z.boolean().describe('Whether it is found by searching.'),
});
publishSchema(documentDetailView, 'KnowledgeDocumentDetail', documentsExamples.KnowledgeDocumentDetail);

/** As customers see it. */
export const publishedDocumentView = documentView
  .pick({
    id: true,
    slug: true,
    version: true,
    title: true,
    language: true,
    audience: true,
    validFrom: true,
    validUntil: true,
    isInForce: true,
    pageCount: true,
  })
  .extend({ body: z.string().describe('Markdown.') });
publishSchema(publishedDocumentView, 'PublishedDocument', documentsExamples.PublishedDocument);
