// Turns of one conversation run one after the other: in this process in the order in which they came, and on other processes by a
// lease in the conversation's row. The message is kept before anything is made of it.
import { setTimeout as wait } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { NotFound } from '#libs/errors';
import { IdempotencyKeyReused } from '#libs/http';
import { newId, violatesConstraint } from '#libs/orm';
import { appendingEntries } from '#libs/realtime';
import { Clock } from '#libs/time';
import { Forbidden } from '../access/access.errors.js';
import { customerScope, type Actor } from '../access/actor.js';
import { Message } from './conversation.entity.js';
import { conversationStream, messageCreated, turnStarted } from './conversation.stream.js';
import { TurnInProgress } from './conversations.errors.js';
import type { OpenTurn, ReceivedMessage, TurnAnswer, UnderstoodTurn } from './open-turn.js';
import { Proposal } from './proposal.entity.js';
import {
  beginConversation,
  endTurn,
  giveBackLease,
  goOnConversation,
  takeLease,
  telling,
  type EndingPart,
  type Statement,
} from './turn-statements.js';

export type { OpenTurn, ReceivedMessage, UnderstoodTurn } from './open-turn.js';
export type { EndingPart } from './turn-statements.js';

const patienceMs = 10_000;
const longestPauseMs = 200;
const titleLength = 120;

/** What a customer says. */
export interface SaidMessage {
  text: string;
  /** A new conversation begins without one. */
  conversationId?: string | undefined;
  /** What the request is known by: the same key is received once. */
  requestKey?: string | undefined;
}

/** A message that was kept, and, where the lease was to be had at once, what stands in the conversation. */
interface Received {
  message: ReceivedMessage;
  isRepeated: boolean;
  begun: BegunRow | null;
}

/** What a statement of a turn answers with: whether the lease is ours, and the columns of the open proposal. */
interface BegunRow {
  taken: boolean;
  [column: string]: unknown;
}

@Injectable()
export class TurnsService {
  /** The last turn of each conversation in this process; settled when it and those before it have ended, however they did. */
  private readonly underWay = new Map<string, Promise<unknown>>();
  private readonly open = new Map<string, OpenTurn>();

  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    private readonly clock: Clock,
  ) {}

  /**
   * Keeps what the customer said, and runs `work`, which answers it, when the turns before it have ended.
   * @throws NotFound when the conversation is another customer's: then nothing is kept
   * @throws IdempotencyKeyReused, TurnInProgress when another process does not end its turn in time
   */
  async run<T>(actor: Actor, said: SaidMessage, work: (turn: OpenTurn) => Promise<T>): Promise<T> {
    const customer = customerScope(actor);
    if (!customer) throw new Forbidden('to be a customer');
    const conversationId = said.conversationId ?? newId();
    const lease = newId();
    return this.inOrder(conversationId, async (before) => {
      // Kept as it comes. The lease is for whoever came first: taken by one behind, each would wait for the other.
      const received = await this.receive(customer, conversationId, said, before ? null : lease);
      await before;
      const { message } = received;
      if (message.conversationId === conversationId) return this.leased(received, lease, work);
      // The same request has begun a conversation before.
      return this.inOrder(message.conversationId, async (earlier) => {
        await earlier;
        return this.leased(received, lease, work);
      });
    });
  }

  /** The turn that is under way in a conversation. @throws Error when there is none in this process */
  current(conversationId: string): OpenTurn {
    const turn = this.open.get(conversationId);
    if (!turn) throw new Error('No turn is under way in this conversation.');
    return turn;
  }

  /**
   * Answers the message of a turn, and gives the lease back. A message is answered once. Where the turn took so long that another one has
   * begun, what it did is told, and what the dialogue remembers is the other one's.
   * @param parts what else is written with the answer, or not at all
   * @returns id of the answer
   */
  async end(
    turn: OpenTurn,
    understood: UnderstoodTurn,
    answer: TurnAnswer,
    parts: readonly EndingPart[],
  ): Promise<string> {
    const { message, lease } = turn;
    const [at, replyId] = [this.clock.now(), newId()];
    const reply = { ...answer, id: replyId, role: 'assistant', replyTo: message, createdAt: at } as const;
    const told = appendingEntries(conversationStream(message.conversationId), [messageCreated(reply)], at);
    const ending = { message, understood, answer, replyId, told, at };
    const ended = await this.execute(endTurn(ending, lease, parts));
    if (ended.length === 0) await this.execute(endTurn(ending, null, []));
    this.open.delete(message.conversationId);
    return replyId;
  }

  /** @param turn is handed the turns before it, and begins at once */
  private async inOrder<T>(
    conversationId: string,
    turn: (before: Promise<unknown> | undefined) => Promise<T>,
  ): Promise<T> {
    const before = this.underWay.get(conversationId);
    const mine = turn(before);
    const ended = Promise.allSettled([before, mine]);
    this.underWay.set(conversationId, ended);
    try {
      return await mine;
    } finally {
      if (this.underWay.get(conversationId) === ended) this.underWay.delete(conversationId);
    }
  }

  /** @param lease null where a turn is under way, which has it */
  private async receive(
    customer: string,
    conversationId: string,
    said: SaidMessage,
    lease: string | null,
  ): Promise<Received> {
    const { text, requestKey = null } = said;
    const at = this.clock.now();
    const message = { id: newId(), conversationId, text, createdAt: at };
    const kept = { ...message, customer, requestKey, at };
    const title = [...text].slice(0, titleLength).join('');
    const begun =
      said.conversationId || lease === null
        ? goOnConversation(kept, lease)
        : beginConversation(kept, title, lease);
    const told = messageCreated({ ...message, role: 'customer' });
    const stream = conversationStream(conversationId);
    const ifTaken = appendingEntries(stream, [told, turnStarted(message)], at);
    const otherwise = appendingEntries(stream, [told], at);
    try {
      const [row] = await this.execute(telling(begun, lease, { ifTaken, otherwise }));
      if (!row) throw new NotFound('Conversation', conversationId);
      return { message, isRepeated: false, begun: row.taken ? row : null };
    } catch (error) {
      if (requestKey === null || !violatesConstraint(error, 'messages_request_key_unique')) throw error;
      return this.receivedBefore(customer, said, requestKey);
    }
  }

  /** @throws IdempotencyKeyReused when something else was said then, or in another conversation */
  private async receivedBefore(
    customer: string,
    { text, conversationId }: SaidMessage,
    requestKey: string,
  ): Promise<Received> {
    const where = { requestKey, conversation: { customer } };
    const { conversation, ...kept } = await this.em.fork().findOneOrFail(Message, where);
    if (kept.text !== text || (conversationId && conversationId !== conversation.id))
      throw new IdempotencyKeyReused();
    return { message: { ...kept, conversationId: conversation.id }, isRepeated: true, begun: null };
  }

  private async leased<T>(
    { message, isRepeated, begun }: Received,
    lease: string,
    work: (turn: OpenTurn) => Promise<T>,
  ): Promise<T> {
    const row = begun ?? (await this.take(message, lease));
    const turn: OpenTurn = {
      message,
      lease,
      isRepeated,
      proposal: this.proposalIn(row),
      leftHolds: new Set(),
    };
    this.open.set(message.conversationId, turn);
    try {
      return await work(turn);
    } finally {
      if (this.open.delete(message.conversationId))
        await this.execute(giveBackLease(message.conversationId, lease));
    }
  }

  private async take(message: ReceivedMessage, lease: string): Promise<BegunRow> {
    const { conversationId } = message;
    const stream = conversationStream(conversationId);
    const giveUpAt = performance.now() + patienceMs;
    for (let pause = 10; ; pause = Math.min(pause * 2, longestPauseMs)) {
      const told = appendingEntries(stream, [turnStarted(message)], this.clock.now());
      const both = { ifTaken: told, otherwise: told };
      const [row] = await this.execute(telling(takeLease(conversationId, lease), lease, both));
      if (row) return row;
      if (performance.now() > giveUpAt) throw new TurnInProgress();
      await wait(pause);
    }
  }

  /** The row has columns of the turn beside those of the proposal; the ORM maps what it knows. */
  private proposalIn(row: BegunRow): Proposal | null {
    return row.id == null ? null : this.em.fork().map(Proposal, row);
  }

  private execute({ sql, parameters }: Statement): Promise<BegunRow[]> {
    return this.em.execute(sql, parameters);
  }
}
