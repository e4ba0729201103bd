// Turns of one conversation run one after the other: in this process in the order in which they came, and on other processes by a
// lease in the conversation's row.
import { setTimeout as wait } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { newId } from '#libs/orm';
import { StreamLog } from '#libs/realtime';
import type { Message } from './conversation.entity.js';
import { conversationStream, turnStarted } from './conversation.stream.js';
import { TurnInProgress } from './conversations.errors.js';

/** A turn that takes longer than this has died with its process. */
const leaseSeconds = 30;
const patienceMs = 10_000;
const longestPauseMs = 200;

@Injectable()
export class TurnsService {
  /** The last turn of each conversation that is under way in this process. */
  private readonly underWay = new Map<string, Promise<unknown>>();

  constructor(
    private readonly em: EntityManager,
    private readonly streams: StreamLog,
  ) {}

  /**
   * Runs `turn`, which answers `message`, when the turns before it have ended.
   * @throws TurnInProgress when another process does not end its turn in time
   */
  async run<T>(message: Message, turn: () => Promise<T>): Promise<T> {
    const conversationId = message.conversation.id;
    const before = this.underWay.get(conversationId) ?? Promise.resolve();
    const mine = before.then(() => this.runLeased(message, turn));
    const ended = mine.catch(() => undefined);
    this.underWay.set(conversationId, ended);
    try {
      return await mine;
    } finally {
      if (this.underWay.get(conversationId) === ended) this.underWay.delete(conversationId);
    }
  }

  private async runLeased<T>(message: Message, turn: () => Promise<T>): Promise<T> {
    const lease = newId();
    const giveUpAt = performance.now() + patienceMs;
    for (let pause = 10; !(await this.take(message, lease)); pause = Math.min(pause * 2, longestPauseMs)) {
      if (performance.now() > giveUpAt) throw new TurnInProgress();
      await wait(pause);
    }
    try {
      return await turn();
    } finally {
      await this.giveBack(message.conversation.id, lease);
    }
  }

  /** By the database's time, which all processes share. That the turn has begun is told in the same statement. */
  private async take(message: Message, lease: string): Promise<boolean> {
    const { id } = message.conversation;
    const told = this.streams.appending('?', [turnStarted(message)]);
    const taken = await this.sql().execute(
      `with taken as (
         update conversations set turn_lease = ?, turn_leased_until = now() + interval '${leaseSeconds} seconds'
         where id = ? and (turn_leased_until is null or turn_leased_until < now()) returning id)
       select ${told.sql} from taken`,
      [lease, id, conversationStream(id), ...told.parameters],
    );
    return taken.length === 1;
  }

  /** Nothing happens when the lease has passed on to another turn meanwhile. */
  private async giveBack(conversationId: string, lease: string): Promise<void> {
    await this.sql().execute(
      'update conversations set turn_lease = null, turn_leased_until = null where id = ? and turn_lease = ?',
      [conversationId, lease],
    );
  }

  private sql(): SqlEntityManager {
    return this.em as SqlEntityManager;
  }
}
