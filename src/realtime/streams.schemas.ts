import { z } from 'zod';
import { publishSchema, queryNumber } from '#libs/http';
import { streamsExamples } from './streams.examples.js';

const position = queryNumber(z.int().min(0).max(999_999_999_999_999));
const after = position.describe('Position of the last entry that you have; without it everything.');

/** As a client names it. What there is under it is decided elsewhere: a name that cannot be is not found. */
export const streamName = z
  .string()
  .min(1)
  .max(120)
  .describe('`me`, `job:ID`, `conversation:ID` or `complaints`.')
  .meta({ examples: ['me'] });

export const eventsQuery = z.strictObject({ after: after.optional() });
export type EventsQuery = z.output<typeof eventsQuery>;

export const entriesQuery = z.strictObject({
  after: after.default(0),
  limit: queryNumber(z.int().min(1).max(100)).default(50).describe('Maximum number of items.'),
});
export type EntriesQuery = z.output<typeof entriesQuery>;

/** `Last-Event-ID`; whatever is not a position of ours counts as none. */
export const lastEventId = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number);

export const entryView = z.object({
  position: z.int().describe('Grows within a stream, with gaps.'),
  type: z.string(),
  data: z.record(z.string(), z.unknown()),
  at: z.date(),
});
publishSchema(entryView, 'StreamEntry', streamsExamples.StreamEntry);

export const entriesView = z.object({
  items: z.array(entryView),
  last: z.int().describe('Position of the last item, or what was asked for: go on after it.'),
});
publishSchema(entriesView, 'StreamEntries', streamsExamples.StreamEntries);

export const lostPlaceView = z.object({
  reason: z
    .enum(['ahead', 'removed'])
    .describe(
      '`ahead`: the stream has no such position; `removed`: entries after it were removed because of their age.',
    ),
  last: z.int().describe('Position of the newest entry that there is; 0 of an empty stream.'),
});

export const subscribeInput = z.strictObject({ stream: streamName, after: after.default(0) });
export type SubscribeInput = z.output<typeof subscribeInput>;

export const unsubscribeInput = z.strictObject({ stream: streamName });
export type UnsubscribeInput = z.output<typeof unsubscribeInput>;

export const typingInput = z.strictObject({ conversation: z.uuid(), isTyping: z.boolean() });
export type TypingInput = z.output<typeof typingInput>;
