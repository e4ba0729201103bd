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

/** What is read at once; also the most that waits in memory for a client that reads slowly. */
const batch = 100;

@Injectable()
export class Streams {
  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    private readonly signals: StreamSignals,
    private readonly clock: Clock,
  ) {}

  /**
   * Adds to the end of `stream`, in the caller's transaction (or one of its own). From here to its commit nobody else can add to this
   * stream, so the order of positions is the order of commits; take streams in one order where you write to several.
   */
  async append(stream: string, entries: readonly NewEntry[]): Promise<void> {
    if (entries.length === 0) return;
    // A statement of its own: the lock must be held before the positions are drawn.
    const write = async (em: SqlEntityManager): Promise<void> => {
      await em.execute('select pg_advisory_xact_lock(hashtextextended(?, 0))', [`stream:${stream}`]);
      await em.execute(
        `insert into stream_entries (stream, type, data, at)
         select ?, type, data, ? from json_to_recordset(?::json) as new (type text, data jsonb)`,
        [stream, this.clock.now(), JSON.stringify(entries)],
      );
    };
    if (this.em.isInTransaction()) await write(this.em);
    else await this.em.transactional((em) => write(em as SqlEntityManager));
  }

  /** In order. @param after position of the last one known; 0 for all */
  async read(stream: string, after: number, limit = batch): Promise<StreamEntry[]> {
    const where = { stream, position: { $gt: after } };
    return this.em.fork().find(StreamEntry, where, { orderBy: { position: 'asc' }, limit });
  }

  /** Position of the last entry; 0 of an empty stream. */
  async lastPosition(stream: string): Promise<number> {
    const newest = await this.em
      .fork()
      .findOne(StreamEntry, { stream }, { orderBy: { position: 'desc' }, fields: ['position'] });
    return newest?.position ?? 0;
  }

  /**
   * All entries after `after`, those that are there and those that come, until `signal` fires. Reads on only when it is asked for more: a
   * slow reader costs no memory.
   */
  async *follow(stream: string, after: number, signal: AbortSignal): AsyncGenerator<StreamEntry, void> {
    let position = after;
    const news = this.signals.watch(stream);
    try {
      while (!signal.aborted) {
        const seen = news.count();
        const entries = await this.read(stream, position);
        for (const entry of entries) {
          yield entry;
          position = entry.position;
        }
        if (entries.length < batch) await news.after(seen, signal);
      }
    } finally {
      news.stop();
    }
  }

  /** With what it is about: a deleted conversation, an erased person. In the caller's transaction. */
  async remove(em: EntityManager, streams: readonly string[]): Promise<void> {
    if (streams.length > 0) await em.nativeDelete(StreamEntry, { stream: { $in: [...streams] } });
  }
}
