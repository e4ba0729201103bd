// Writes and reads the streams. Whoever follows one reads the log itself, so that a client which comes back, to another process too, misses
// nothing and gets nothing twice.
import { Inject, Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { inBatches, OPEN_DATABASE, vacuumTables, type OpenDatabase } from '#libs/orm';
import { Clock } from '#libs/time';
import { StreamEntry } from './stream-entry.entity.js';
import { appendingEntries, type NewEntry } from './stream-statements.js';
import { StreamSignals } from './stream-signals.js';
import { StreamTrim } from './stream-trim.entity.js';

/**
 * Why a client cannot go on after the position that it has: it is `ahead` of the stream (of another stream, or of a database that was set
 * back), or entries behind it were `removed` because of their age. Either way it starts from the beginning.
 */
export type LostPlace = 'ahead' | 'removed';

/** As it leaves, whatever the way. */
export type ReadEntry = Pick<StreamEntry, 'position' | 'type' | 'data' | 'at'>;

/** What is read at once; also the most that waits in memory for a client that reads slowly. */
const batch = 50;
/** Each batch is a statement, and on the embedded database nothing else runs meanwhile. */
const removedAtOnce = 500;

@Injectable()
export class StreamLog {
  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    @Inject(OPEN_DATABASE) private readonly database: OpenDatabase,
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
    const { sql, parameters } = appendingEntries(stream, entries, this.clock.now());
    await this.em.execute(`select ${sql}`, parameters);
  }

  /** In order. @param after position of the last one known; 0 for all */
  async read(stream: string, after: number, limit = batch): Promise<ReadEntry[]> {
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
    const [newest] = await this.em.fork().execute<Row[]>(newestPosition, [stream]);
    return Number(newest?.position ?? 0);
  }

  /**
   * Whether whoever has everything up to `after` can go on there. Positions are one sequence for all streams: one that lies between two
   * entries of this stream is as good as theirs. To be asked after reading: what is removed meanwhile is then noticed.
   * @returns null when they can; 0, where everything begins, is never lost
   */
  async lostPlace(stream: string, after: number): Promise<LostPlace | null> {
    if (after === 0) return null;
    const [[newest], [trim]] = await Promise.all([
      this.em.fork().execute<Row[]>(newestPosition, [stream]),
      this.em.fork().execute<{ removed_to: string | number }[]>(trimOf, [stream]),
    ]);
    const removedTo = Number(trim?.removed_to ?? 0);
    if (after < removedTo) return 'removed';
    return after > Math.max(Number(newest?.position ?? 0), removedTo) ? 'ahead' : null;
  }

  /**
   * All entries after `after`, those that are there and those that come, until `signal` fires. Reads on only when it is asked for more: a
   * slow reader costs no memory.
   */
  async *follow(stream: string, after: number, signal: AbortSignal): AsyncGenerator<ReadEntry, void> {
    for await (const entry of this.followWithBeats(stream, after, Infinity, signal)) if (entry) yield entry;
  }

  /** The same, with a `null` whenever nothing has come for `beatMs`. */
  async *followWithBeats(
    stream: string,
    after: number,
    beatMs: number,
    signal: AbortSignal,
  ): AsyncGenerator<ReadEntry | null, void> {
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
    if (streams.length === 0) return;
    await em.nativeDelete(StreamEntry, { stream: { $in: [...streams] } });
    await em.nativeDelete(StreamTrim, { stream: { $in: [...streams] } });
  }

  /**
   * What is older than `before`, of all streams; how far is kept for those who come back ({@link lostPlace}).
   * @returns how many entries
   */
  removeOlder(before: Date, signal?: AbortSignal): Promise<number> {
    const removeSome = async (limit: number) => {
      const [row] = await this.em.fork().execute<{ removed: number }[]>(removeBatch, [before, limit]);
      return row!.removed;
    };
    return inBatches(removedAtOnce, removeSome, signal);
  }

  /** After much was removed. */
  vacuum(): Promise<void> {
    return vacuumTables(this.em, this.database, 'stream_entries');
  }
}

interface Row {
  position: string | number;
  type: string;
  data: Record<string, unknown>;
  at: string | Date;
}

const newestPosition = 'select position from stream_entries where stream = ? order by position desc limit 1';
const trimOf = 'select removed_to from stream_trims where stream = ?';

/**
 * The oldest lie at the front of the key; an index by time would be written with every entry. Streams are noted in the order of their names:
 * two processes that did it in different orders would wait for each other.
 */
const removeBatch = `
  with removed as (
    delete from stream_entries where position in (
      select position from stream_entries where at < ? order by position limit ? for update skip locked)
    returning stream, position
  ), noted as (
    insert into stream_trims (stream, removed_to)
    select stream, max(position) from removed group by stream order by stream
    on conflict (stream) do update
      set removed_to = greatest(stream_trims.removed_to, excluded.removed_to), updated_at = now()
  )
  select count(*)::int as removed from removed`;
