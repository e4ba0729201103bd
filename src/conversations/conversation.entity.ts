// A thread between a customer and the platform, and what was said in it.
import { defineEntity, p } from '@mikro-orm/core';
import { z } from 'zod';
import { idColumn, timestampColumns } from '#libs/orm';
import { Customer } from '../customers/customer.entity.js';
import { MessageNotRateable } from './conversations.errors.js';

export const conversationStatuses = ['active', 'archived', 'deleted'] as const;
/** What has been deleted is shown to nobody. */
export const listedStatuses = ['active', 'archived'] as const;

const ConversationSchema = defineEntity({
  name: 'Conversation',
  tableName: 'conversations',
  indexes: [
    { name: 'conversations_customer_time_index', properties: ['customer', 'lastMessageAt', 'id'] },
    { name: 'conversations_time_index', properties: ['lastMessageAt', 'id'] },
    { name: 'conversations_created_at_index', properties: ['createdAt'] },
  ],
  properties: {
    id: idColumn(),
    customer: () => p.manyToOne(Customer).mapToPk(),
    /** The first thing the customer said, shortened. */
    title: p.string().length(120).default(''),
    status: p.enum(conversationStatuses).default('active'),
    lastMessageAt: p.datetime(),
    /** Set while a turn is answered: turns of one conversation run one after the other, on whichever process. */
    turnLeasedUntil: p.datetime().nullable(),
    /** Whose turn it is: only that turn may give it back. */
    turnLease: p.uuid().nullable(),
    ...timestampColumns(),
  },
});
export class Conversation extends ConversationSchema.class {}
ConversationSchema.setClass(Conversation);

export const messageRoles = ['customer', 'assistant', 'staff'] as const;

export interface IntentMetric {
  name: string;
  confidence: number;
}

/** What people are hurt by, or about to be. */
export const dangerKinds = [
  'gas',
  'fire',
  'electric_shock',
  'sparks',
  'flood',
  'trapped',
  'injury',
  'violence',
] as const;
export type DangerKind = (typeof dangerKinds)[number];

export const outcomeTypes = [
  'booking',
  'cancellation',
  'reschedule',
  'note',
  'complaint',
  'complaint_update',
  'complaint_escalation',
  'complaint_withdrawal',
  'complaint_reopening',
  'callback',
  'review',
] as const;

/** Something that a turn brought about, by the id and the reference that it is known by. */
export interface TurnOutcome {
  type: (typeof outcomeTypes)[number];
  id: string;
  reference: string;
}

export const messageRatings = ['up', 'down'] as const;
export type RatingValue = (typeof messageRatings)[number];
/** Why an answer did not help, or did: to be chosen from, so that it can be counted. */
export const ratingReasons = [
  'not_understood',
  'wrong_answer',
  'did_nothing',
  'too_long',
  'wrong_language',
  'impolite',
  'helpful',
  'other',
] as const;
export type RatingReason = (typeof ratingReasons)[number];

/** Characters of what a customer says about an answer. */
export const ratingCommentAtMost = 500;

/** A passage of a document that was quoted, and where in it. */
const answerSource = z.object({
  title: z.string(),
  heading: z.string().describe('The headings above the passage, from the title on.'),
  version: z.int().describe('Of the document.'),
  passageId: z.uuid().describe('`GET /knowledge/passages/{id}` opens it.'),
  start: z.int().describe('Where in the text of the passage it stands, in characters; `end` is exclusive.'),
  end: z.int(),
});

export type AnswerSource = z.output<typeof answerSource>;

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

/** What one agent said of an answer, through which tools, and out of which passages; the rest is what `AgentFiguresService` counts. */
export interface AnswerPart {
  agent: string;
  text: string;
  tools: string[];
  /** None in what was kept before there were any. */
  sources?: AnswerSource[];
  /** Milliseconds that the agent took; none where the engine spoke for it. */
  ms?: number;
  /** Of its configuration. */
  version?: number;
  isMissed?: boolean;
  /** How many things it brought about. */
  effects?: number;
  /** The agent in whose place an apology was said. */
  failed?: string;
}

export interface RatingGiven {
  rating: RatingValue;
  reason: RatingReason | null;
  comment: string | null;
}

const MessageSchema = defineEntity({
  name: 'Message',
  tableName: 'messages',
  checks: [
    { name: 'messages_latency_check', expression: 'latency_ms is null or latency_ms >= 0' },
    // A customer asks; answers are ours.
    { name: 'messages_reply_check', expression: `role <> 'customer' or reply_to_id is null` },
    {
      name: 'messages_rated_check',
      expression: `(rating is null) = (rated_at is null) and (rating is null or role = 'assistant') and (rating is not null or (rating_reason is null and rating_comment is null))`,
    },
  ],
  indexes: [
    { name: 'messages_conversation_time_index', properties: ['conversation', 'createdAt', 'id'] },
    { name: 'messages_role_time_index', properties: ['role', 'createdAt'] },
    {
      name: 'messages_request_key_unique',
      expression: (columns, table, index) =>
        `create unique index "${index}" on ${table} ("${columns.requestKey}") where request_key is not null`,
    },
    {
      name: 'messages_danger_index',
      expression: (columns, table, index) =>
        `create index "${index}" on ${table} ("${columns.createdAt}") where danger is not null`,
    },
    {
      name: 'messages_rated_index',
      expression: (columns, table, index) =>
        `create index "${index}" on ${table} ("${columns.ratedAt}", "${columns.id}") where rated_at is not null`,
    },
  ],
  properties: {
    id: idColumn(),
    conversation: () => p.manyToOne(Conversation),
    role: p.enum(messageRoles),
    text: p.text(),
    /** Assistant messages: the customer message that this answers, at most one answer each. */
    replyTo: () => p.oneToOne(Message).owner().nullable().unique('messages_reply_to_unique'),
    /** Customer messages: what was understood. */
    intents: p.json().$type<IntentMetric[]>().nullable(),
    entities: p.json().$type<Record<string, unknown>[]>().nullable(),
    /** -1 … +1. */
    sentiment: p.double().nullable(),
    /** Assistant messages: who answered, through which tools, how long it took. */
    agent: p.string().length(120).nullable(),
    tools: p.array().nullable(),
    parts: p.json().$type<AnswerPart[]>().defaultRaw(`'[]'`),
    latencyMs: p.integer().nullable(),
    /** What the turn brought about: for a list of messages, and for whoever looks it up. */
    outcomes: p.json().$type<TurnOutcome[]>().defaultRaw(`'[]'`),
    /** The booking that the turn made, in full as it was then: for the same answer to the same request. */
    made: p.json().$type<Record<string, unknown>>().nullable(),
    /** Customer messages that came in the background: the request that each is from, which may be made again. */
    requestKey: p.string().length(80).nullable(),
    /** Customer messages: the danger that was heard in it and of which staff were told. */
    danger: p.enum(dangerKinds).nullable(),
    /** Answers: whether it helped, in the eyes of the customer. */
    rating: p.enum(messageRatings).nullable(),
    ratingReason: p.enum(ratingReasons).nullable(),
    /** In their words. */
    ratingComment: p.string().length(ratingCommentAtMost).nullable(),
    ratedAt: p.datetime().nullable(),
    ...timestampColumns(),
  },
});
export class Message extends MessageSchema.class {
  /**
   * Takes the place of what was said before. To be called with the row locked.
   * @returns whether that changes anything @throws MessageNotRateable when it is not an answer of the desk
   */
  rate({ rating, reason, comment }: RatingGiven, now: Date): boolean {
    if (this.role !== 'assistant') throw new MessageNotRateable(this.role);
    if (this.rating === rating && this.ratingReason === reason && this.ratingComment === comment)
      return false;
    Object.assign(this, { rating, ratingReason: reason, ratingComment: comment, ratedAt: now });
    return true;
  }

  /** @returns whether there was a rating */
  unrate(): boolean {
    if (this.rating === null) return false;
    Object.assign(this, { rating: null, ratingReason: null, ratingComment: null, ratedAt: null });
    return true;
  }
}
MessageSchema.setClass(Message);
