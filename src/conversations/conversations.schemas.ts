import { z } from 'zod';
import { pageQuery } from '#libs/http';
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

export const intentView = z.object({ name: z.string(), confidence: z.number() });

export const messageView = z.object({
  id: z.uuid(),
  role: z.enum(messageRoles),
  text: z.string(),
  /** Of a customer's message: what was understood. */
  intents: z.array(intentView).nullable(),
  entities: z.array(z.record(z.string(), z.unknown())).nullable(),
  sentiment: z.number().nullable(),
  /** Of an answer: who gave it, with which tools, in how many milliseconds. */
  agent: z.string().nullable(),
  tools: z.array(z.string()).nullable(),
  latencyMs: z.number().int().nullable(),
  createdAt: z.date(),
});

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
