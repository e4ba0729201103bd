import { z } from 'zod';
import { plainText, publishSchema, queryNumber } from '#libs/http';
import { searchExamples } from './search.examples.js';

/** Characters: a question and its story; longer ones say less. */
export const questionAtMost = 500;
const mostFound = 20;

const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

export const searchQuery = z.strictObject({
  q: plainText({ min: 2, max: questionAtMost, lineBreaks: true }).describe(
    'What is looked for, as a question or as words: in English, Hindi, or Hindi in Latin letters.',
  ),
  at: instant.optional().describe('The moment at which the documents are in force; now without it.'),
  language: z
    .string()
    .max(8)
    .regex(/^[a-z]{2}(?:-[A-Za-z]{2,4})?$/)
    .optional()
    .describe('Of the documents.'),
  limit: queryNumber(z.int().min(1).max(mostFound)).default(5),
});
export type SearchQuery = z.output<typeof searchQuery>;

export const passageView = z.object({
  id: z.uuid().describe('The same as long as the text is.'),
  documentId: z.uuid(),
  slug: z.string().describe('Of the document in all its versions.'),
  version: z.int(),
  title: z.string(),
  language: z.string(),
  heading: z.string().describe('The headings above it, from the title on.'),
  text: z.string().describe('Markdown.'),
  page: z.int().nullable().describe('From 1, where the document has pages.'),
  validFrom: z.date(),
  validUntil: z.date().nullable().describe('Exclusive; null while nothing takes its place.'),
  isInForce: z.boolean().describe('Now.'),
});
publishSchema(passageView, 'Passage', searchExamples.Passage);

const span = z.object({ start: z.int(), end: z.int() });

export const foundPassagesView = z.object({
  at: z.date().describe('The moment at which they are in force.'),
  items: z.array(
    z.object({
      passage: passageView,
      score: z.number().describe('Higher is better; comparable within one answer.'),
      highlights: z
        .array(span)
        .describe('Where in `passage.text` words of the question stand, in characters; `end` is exclusive.'),
    }),
  ),
});
publishSchema(foundPassagesView, 'FoundPassages', searchExamples.FoundPassages);
