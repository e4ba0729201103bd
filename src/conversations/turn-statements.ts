// A turn in three statements: the message is kept and the lease taken; the lease alone, where it was not to be had at once; and all that the
// turn leaves, with which the lease is given back. Each is one round trip, and done whole or not at all (docs/decisions/0043-a-turn-in-few-statements.md).
import { storableJson } from '#libs/orm';
import type { ReceivedMessage, TurnAnswer, UnderstoodTurn } from './open-turn.js';

/** SQL with a `?` for each of its parameters. */
export interface Statement {
  sql: string;
  parameters: unknown[];
}

/** What else is written when a turn ends: one item of the statement's `with`, which may select from `ended (id)`, the conversation. */
export interface EndingPart extends Statement {
  name: string;
}

export interface NewMessage {
  id: string;
  conversationId: string;
  customer: string;
  text: string;
  requestKey: string | null;
  at: Date;
}

/** What those who follow a conversation are told: when the turn has the lease now, and when it has to wait for it. */
export interface Told {
  ifTaken: Statement;
  otherwise: Statement;
}

export interface TurnEnding {
  message: ReceivedMessage;
  understood: UnderstoodTurn;
  answer: TurnAnswer;
  replyId: string;
  /** Expression that tells of it. */
  told: Statement;
  at: Date;
}

/** A turn that takes longer than this has died with its process. By the database's time, which all processes share. */
const leasedUntil = `now() + interval '30 seconds'`;
const isFree = '(turn_leased_until is null or turn_leased_until < now())';

/** @param lease of the turn that answers the first message */
export function beginConversation(message: NewMessage, title: string, lease: string): Statement {
  const { conversationId, customer, at } = message;
  return withMessage(message, {
    sql: `insert into conversations
            (id, customer_id, title, last_message_at, turn_lease, turn_leased_until, created_at, updated_at)
          values (?, ?, ?, ?, ?, ${leasedUntil}, ?, ?) returning id, turn_lease`,
    parameters: [conversationId, customer, title, at, lease, at, at],
  });
}

/**
 * Nothing is kept where the customer has no such conversation.
 * @param lease is taken if it is free; null where another turn has to end first
 */
export function goOnConversation(message: NewMessage, lease: string | null): Statement {
  const { conversationId, customer, at } = message;
  const takes = lease === null ? 'false' : isFree;
  return withMessage(message, {
    sql: `update conversations set last_message_at = ?, updated_at = ?,
            turn_lease = case when ${takes} then ?::uuid else turn_lease end,
            turn_leased_until = case when ${takes} then ${leasedUntil} else turn_leased_until end
          where id = ? and customer_id = ? and status <> 'deleted' returning id, turn_lease`,
    parameters: [at, at, lease, conversationId, customer],
  });
}

export function takeLease(conversationId: string, lease: string): Statement {
  return {
    sql: `with conversation as (
            update conversations set turn_lease = ?, turn_leased_until = ${leasedUntil}
            where id = ? and ${isFree} returning id, turn_lease)`,
    parameters: [lease, conversationId],
  };
}

/** Nothing happens when the lease has passed on to another turn meanwhile. */
export function giveBackLease(conversationId: string, lease: string): Statement {
  return {
    sql: 'update conversations set turn_lease = null, turn_leased_until = null where id = ? and turn_lease = ?',
    parameters: [conversationId, lease],
  };
}

/**
 * Completes one of the above: tells those who follow the conversation, and answers whether the lease is `taken`, with the open proposal
 * (`p.*`, all null where there is none).
 */
export function telling(begun: Statement, lease: string | null, { ifTaken, otherwise }: Told): Statement {
  return {
    sql: `${begun.sql}
          select coalesce(c.turn_lease = ?::uuid, false) as taken, p.*,
            case when c.turn_lease = ?::uuid then ${ifTaken.sql} else ${otherwise.sql} end as told
          from conversation c left join proposals p on p.conversation_id = c.id and p.status = 'open'`,
    parameters: [...begun.parameters, lease, lease, ...ifTaken.parameters, ...otherwise.parameters],
  };
}

/**
 * Answers a message, and gives the lease back.
 * @param lease null where it has passed on to another turn: then the answer is kept, and the lease left alone
 * @returns a statement without a row where the lease is not this turn's any more: then nothing was done
 */
export function endTurn(ending: TurnEnding, lease: string | null, parts: readonly EndingPart[]): Statement {
  const { message, understood, answer, at, told } = ending;
  const { intents, entities, sentiment } = understood;
  const reply = { ...answer, id: ending.replyId };
  const ended: Statement =
    lease === null
      ? { sql: 'select id from conversations where id = ?', parameters: [message.conversationId] }
      : {
          sql: `update conversations set last_message_at = ?, updated_at = ?, turn_lease = null, turn_leased_until = null
                where id = ? and turn_lease = ? returning id`,
          parameters: [at, at, message.conversationId, lease],
        };
  const further = parts.map(({ name, sql }) => `, ${name} as (${sql})`).join('');
  return {
    sql: `with ended as (${ended.sql}), understood as (
            update messages set intents = ?::jsonb, entities = ?::jsonb, sentiment = ?::float8, updated_at = ?
            from ended where messages.id = ?), reply as (
            insert into messages (id, conversation_id, role, reply_to_id, text, agent, tools, parts, latency_ms, outcomes, made,
              created_at, updated_at)
            select new.id, ended.id, 'assistant', ?::uuid, new.text, new.agent, new.tools, new.parts, new.latency_ms,
              new.outcomes, new.made, ?::timestamptz, ?::timestamptz
            from ended, json_populate_record(null::messages, ?::json) as new)${further}
          select ${told.sql} from ended`,
    parameters: [
      ...ended.parameters,
      ...[storableJson(intents), storableJson(entities), sentiment, at, message.id],
      ...[message.id, at, at, storableJson({ ...reply, latency_ms: answer.latencyMs })],
      ...parts.flatMap(({ parameters }) => parameters),
      ...told.parameters,
    ],
  };
}

/** With the message of a conversation that `sql` begins or goes on with. */
function withMessage({ id, text, requestKey, at }: NewMessage, { sql, parameters }: Statement): Statement {
  return {
    sql: `with conversation as (${sql}), message as (
            insert into messages (id, conversation_id, role, text, request_key, created_at, updated_at)
            select ?::uuid, id, 'customer', ?::text, ?::text, ?::timestamptz, ?::timestamptz from conversation)`,
    parameters: [...parameters, id, text, requestKey, at, at],
  };
}
