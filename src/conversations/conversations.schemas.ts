import { z } from 'zod';
import { ListForm, publishSchema } from '#libs/http';
import { conversationsExamples } from './conversations.examples.js';
import { listedStatuses, messageRoles, outcomeTypes } from './conversation.entity.js';

export const conversationsList = new ListForm({
  sortBy: { lastMessageAt: 'instant', createdAt: 'instant' },
  default: '-lastMessageAt',
  period: { of: 'lastMessageAt', is: 'The last message was written' },
  filters: { status: z.enum(listedStatuses).optional() },
});
export type SessionsQuery = z.output<typeof conversationsList.query>;

export const messagesList = new ListForm({
  sortBy: { createdAt: 'instant' },
  default: 'createdAt',
  period: { of: 'createdAt', is: 'The message was written' },
  filters: { sessionId: z.uuid() },
});
export type HistoryQuery = z.output<typeof messagesList.query>;

export const sessionView = z.object({
  id: z.uuid(),
  title: z.string(),
  status: z.string(),
  lastMessageAt: z.date(),
  createdAt: z.date(),
});
publishSchema(sessionView, 'Conversation', conversationsExamples.Conversation);

export const intentView = z.object({ name: z.string(), confidence: z.number() });

const answerSource = z.object({
  title: z.string(),
  heading: z.string().describe('The headings above the passage, from the title on.'),
  version: z.int().describe('Of the document.'),
  passageId: z.uuid().describe('`GET /knowledge/passages/{id}` opens it.'),
  start: z.int().describe('Where in the text of the passage it stands, in characters; `end` is exclusive.'),
  end: z.int(),
});

/** In an answer to a message, and in the history. */
export const answerPartView = z.object({
  agent: z.string(),
  text: z.string(),
  tools: z.array(z.string()),
  sources: z
    .array(answerSource)
    .default([])
    .describe('What of the documents was quoted, sentence by sentence.'),
});

export const messageView = z.object({
  id: z.uuid(),
  role: z.enum(messageRoles),
  text: z.string(),
  intents: z.array(intentView).nullable().describe("Of a customer's message: what was understood."),
  entities: z.array(z.record(z.string(), z.unknown())).nullable(),
  sentiment: z.number().nullable(),
  agent: z.string().nullable().describe('Of an answer: who gave it.'),
  tools: z.array(z.string()).nullable(),
  parts: z.array(answerPartView).describe('Of an answer: which agent said what, in order.'),
  latencyMs: z.number().int().nullable(),
  outcomes: z
    .array(z.object({ type: z.enum(outcomeTypes), id: z.uuid(), reference: z.string() }))
    .describe('Of an answer: what it brought about, such as a booking.'),
  createdAt: z.date(),
});
publishSchema(messageView, 'Message', conversationsExamples.Message);

export const exportInput = z.strictObject({
  conversationId: z.uuid(),
  format: z.enum(['json', 'text']).default('json'),
});
export type ExportInput = z.output<typeof exportInput>;

export const exportedFile = z.object({
  format: z.enum(['json', 'text']),
  fileName: z.string(),
  contentType: z.string(),
  content: z.string(),
  messages: z.int().describe('How many are in it.'),
});
export type ExportedFile = z.output<typeof exportedFile>;
