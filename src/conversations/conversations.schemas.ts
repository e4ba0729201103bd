import { z } from 'zod';
import { pageQuery, publishSchema } from '#libs/http';
import { conversationsExamples } from './conversations.examples.js';
import { messageRoles } from './conversation.entity.js';

export const sessionsQuery = pageQuery;
export type SessionsQuery = z.output<typeof sessionsQuery>;

export const historyQuery = pageQuery.extend({ sessionId: z.uuid() });
export type HistoryQuery = z.output<typeof historyQuery>;

export const sessionView = z.object({
  id: z.uuid(),
  title: z.string(),
  status: z.string(),
  lastMessageAt: z.date(),
  createdAt: z.date(),
});
publishSchema(sessionView, 'Conversation', conversationsExamples.Conversation);

export const intentView = z.object({ name: z.string(), confidence: z.number() });

export const messageView = z.object({
  id: z.uuid(),
  role: z.enum(messageRoles),
  text: z.string(),
  intents: z.array(intentView).nullable().describe("Of a customer's message: what was understood."),
  entities: z.array(z.record(z.string(), z.unknown())).nullable(),
  sentiment: z.number().nullable(),
  agent: z.string().nullable().describe('Of an answer: who gave it.'),
  tools: z.array(z.string()).nullable(),
  latencyMs: z.number().int().nullable(),
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
