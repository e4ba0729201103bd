// Writes and reads the streams. Whoever follows one reads the log itself, so that a client which comes back, to another process too, misses
// nothing and gets nothing twice.
import { Inject, Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { Clock } from '#libs/time';
import { StreamEntry } from './stream-entry.entity.js';
import { StreamSignals } from './stream-signals.js';

export interface NewEntry {
  /** `noun.past_participle`: `message.created` */
  type: string;
  data: Record<string, unknown>;
}

/** As it leaves, whatever the way. */
export type Entry = Pick<StreamEntry, 'position' | 'type' | 'data' | 'at'>;

/** What is read at once; also the most that waits in memory for a client that reads slowly. */
const batch = 50;
/** Each batch is a statement, and on the embedded database nothing else runs meanwhile. */
const removedAtOnce = 500;

@Injectable()
export class Streams {
  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    private readonly signals: StreamSignals,
    private readonly clock: Clock,
  ) {}

  /**
   * Adds to the end of `stream`, in the caller's transaction (or one of its own). From here to its commit nobody else can add to this
   * stream, so the order of positions is the order of commits. So call it last, after the rows that it tells of are locked or written, and
   * take streams in one order where you write to several.
   */
  async append(stream: string, entries: readonly NewEntry[]): Promise<void> {
    if (entries.length === 0) return;
    const { sql, parameters } = this.appending('?::text', entries);
    await this.em.execute(`select ${sql}`, [stream, ...parameters]);
  }

  /**
   * The same as an expression, for a statement that does something else as well: where a round trip more would be felt.
   * @param stream SQL for its name
   */
  appending(stream: string, entries: readonly NewEntry[]): { sql: string; parameters: unknown[] } {
    return {
      sql: `append_to_stream(${stream}, ?::json, ?::timestamptz)`,
      parameters: [JSON.stringify(entries, keepable), this.clock.now()],
    };
  }

  /** In order. @param after position of the last one known; 0 for all */
  async read(stream: string, after: number, limit = batch): Promise<Entry[]> {
    const rows = await this.em
      .fork()
      .execute<Row[]>(
        `select position, type, data, at from stream_entries where stream = ? and position > ? order by position limit ?`,
        [stream, after, limit],
      );
    return rows.map(({ position, type, data, at }) => ({
      position: Number(position),
      type,
      data,
      at: new Date(at),
    }));
  }

  /** Position of the last entry; 0 of an empty stream. */
  async lastPosition(stream: string): Promise<number> {
    const [newest] = await this.em
      .fork()
      .execute<Row[]>('select position from stream_entries where stream = ? order by position desc limit 1', [
        stream,
      ]);
    return Number(newest?.position ?? 0);
  }

  /**
   * All entries after `after`, those that are there and those that come, until `signal` fires. Reads on only when it is asked for more: a
   * slow reader costs no memory.
   */
  async *follow(stream: string, after: number, signal: AbortSignal): AsyncGenerator<Entry, void> {
    for await (const entry of this.followWithBeats(stream, after, Infinity, signal)) if (entry) yield entry;
  }

  /** The same, with a `null` whenever nothing has come for `beatMs`. */
  async *followWithBeats(
    stream: string,
    after: number,
    beatMs: number,
    signal: AbortSignal,
  ): AsyncGenerator<Entry | null, void> {
    let position = after;
    const news = this.signals.watch(stream);
    try {
      while (!signal.aborted) {
        const seen = news.count();
        const entries = await this.read(stream, position);
        for (const entry of entries) {
          if (signal.aborted) return;
          yield entry;
          position = entry.position;
        }
        if (entries.length === batch) continue;
        await news.after(seen, position, beatMs, signal);
        if (news.count() === seen && !signal.aborted) yield null;
      }
    } finally {
      news.stop();
    }
  }

  /** With what it is about: a deleted conversation, an erased person. In the caller's transaction. */
  async remove(em: EntityManager, streams: readonly string[]): Promise<void> {
    if (streams.length > 0) await em.nativeDelete(StreamEntry, { stream: { $in: [...streams] } });
  }

  /**
   * What is older than `before`, of all streams.
   * @returns how many entries
   */
  async removeOlder(before: Date, signal?: AbortSignal): Promise<number> {
    const em = this.em.fork();
    for (let total = 0; ;) {
      const removed = await em.execute<unknown[]>(removeBatch, [before, removedAtOnce]);
      total += removed.length;
      if (removed.length < removedAtOnce || signal?.aborted) return total;
    }
  }
}

interface Row {
  position: string | number;
  type: string;
  data: Record<string, unknown>;
  at: string | Date;
}

/** The oldest lie at the front of the key; an index by time would be written with every entry. */
const removeBatch = `
  delete from stream_entries where position in (
    select position from stream_entries where at < ? order by position limit ? for update skip locked)
  returning position`;

/** What the database cannot keep as JSON (half a character, NUL) becomes a replacement character: telling of a change must not undo it. */
function keepable(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? value.toWellFormed().replaceAll('\0', '\uFFFD') : value;
}
