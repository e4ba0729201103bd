import { z } from 'zod';
import { ListForm, plainText, publishSchema } from '#libs/http';
import { conversationsExamples } from './conversations.examples.js';
import {
  answerPartView,
  listedStatuses,
  messageRatings,
  messageRoles,
  outcomeTypes,
  ratingCommentAtMost,
  ratingReasons,
} from './conversation.entity.js';

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

const ratingValue = z.enum(messageRatings).meta({ id: 'MessageRating' });
const ratingReason = z.enum(ratingReasons).meta({ id: 'RatingReason' });

export const rateMessageInput = z.strictObject({
  rating: ratingValue,
  reason: ratingReason.nullable().default(null),
  comment: plainText({ min: 1, max: ratingCommentAtMost, lineBreaks: true })
    .nullable()
    .default(null)
    .describe('In your own words.'),
});
publishSchema(rateMessageInput, 'RateMessage', conversationsExamples.RateMessage);
export type RateMessage = z.output<typeof rateMessageInput>;

/** Of an agent or an intent. */
const name = z
  .string()
  .max(60)
  .regex(/^[a-z][a-z_]*$/, 'must be small letters and _');

export const ratingsList = new ListForm({
  sortBy: { ratedAt: 'instant' },
  default: '-ratedAt',
  period: { of: 'ratedAt', is: 'It was rated' },
  filters: {
    rating: ratingValue.optional(),
    reason: ratingReason.optional(),
    agent: name.optional().describe('Who gave the answer, alone or with others.'),
    intent: name.optional().describe('That was heard in what was answered.'),
  },
});
export type RatingsQuery = z.output<typeof ratingsList.query>;

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
  parts: z.array(answerPartView).describe('Of an answer: which agent said what, in order.'),
  latencyMs: z.number().int().nullable(),
  outcomes: z
    .array(z.object({ type: z.enum(outcomeTypes), id: z.uuid(), reference: z.string() }))
    .describe('Of an answer: what it brought about, such as a booking.'),
  rating: ratingValue.nullable().describe('Of an answer: whether it helped, as the customer said.'),
  ratingReason: ratingReason.nullable(),
  ratingComment: z.string().nullable(),
  ratedAt: z.date().nullable(),
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

export const ratedMessageView = z.object({
  id: z.uuid().describe('Of the answer.'),
  conversationId: z.uuid().describe('`npm run eval -- case ID` makes a case for the evaluation of it.'),
  rating: ratingValue,
  reason: ratingReason.nullable(),
  comment: z.string().nullable(),
  ratedAt: z.date(),
  text: z.string().describe('The answer.'),
  agents: z.array(z.string()),
  question: z
    .object({ id: z.uuid(), text: z.string(), intents: z.array(intentView) })
    .nullable()
    .describe('What was answered, with what was understood of it.'),
});
publishSchema(ratedMessageView, 'RatedMessage', conversationsExamples.RatedMessage);
