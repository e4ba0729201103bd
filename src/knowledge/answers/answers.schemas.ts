// What is asked of the knowledge base, and what it answers: words of the documents, each with its place, or nothing.
import { z } from 'zod';
import { plainText } from '#libs/http';
import { questionAtMost } from '../search/search.schemas.js';

const mostEarlier = 3;

export const answerInput = z.strictObject({
  question: plainText({ min: 1, max: questionAtMost, lineBreaks: true }),
  earlier: z
    .array(plainText({ max: questionAtMost, lineBreaks: true }))
    .max(mostEarlier)
    .default([])
    .describe(
      'What was asked before in the same conversation, the last one last: "and for moving it?" goes on with it.',
    ),
  at: z.iso
    .datetime({ offset: true })
    .transform((text) => new Date(text))
    .nullable()
    .default(null)
    .describe('The moment of which the rules are asked, such as that of a booking; now without it.'),
  isGuess: z
    .boolean()
    .default(false)
    .describe(
      'Whether it may be no question about the rules at all: then it is not kept when they are silent.',
    ),
});
export type AnswerInput = z.output<typeof answerInput>;

export const quoteView = z.object({
  text: z.string().describe('As it is said: without the marks of Markdown.'),
  passageId: z.uuid(),
  start: z.int().describe('Where it stands in the passage, in characters; `end` is exclusive.'),
  end: z.int(),
  documentId: z.uuid(),
  slug: z.string(),
  version: z.int(),
  title: z.string(),
  heading: z.string(),
  page: z.int().nullable(),
  validFrom: z.date(),
  validUntil: z.date().nullable(),
  isInForce: z.boolean().describe('Now.'),
});
export type Quote = z.output<typeof quoteView>;

export const answerKinds = ['answered', 'unclear', 'silent'] as const;

export const knowledgeAnswerView = z.object({
  kind: z
    .enum(answerKinds)
    .describe(
      '`unclear`: the quotes answer for different cases, and which one is meant is not said. `silent`: the documents do not say.',
    ),
  grounding: z.number().describe('The probability that the documents answer the question, 0 to 1.'),
  at: z.date(),
  revision: z.string().describe('Of all documents: another one, another answer.'),
  quotes: z.array(quoteView),
});
export type KnowledgeAnswer = z.output<typeof knowledgeAnswerView>;
