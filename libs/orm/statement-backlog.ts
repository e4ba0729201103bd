// How many wait for the database, and for how long: what somebody who sheds load looks at.
import type { Pool } from 'pg';

export interface BacklogReading {
  /** Callers that have asked for the database and have not got it: for a connection, or on the embedded database for their turn. */
  waiting: number;
  /** For how long the one that came first has waited, in milliseconds; 0 where nobody waits. */
  oldestMs: number;
}

/** Of a pool, which itself knows how many wait, but not for how long. */
export class StatementBacklog {
  /** When those asked who wait for a connection, in their order. */
  private readonly asked = new Set<{ at: number }>();

  watch(pool: Pool): void {
    const connect = pool.connect.bind(pool);
    // With a callback it is the pool itself that asks, for `query`.
    pool.connect = ((...callback: [never]) => {
      if (callback.length > 0) return connect(...callback);
      const one = { at: performance.now() };
      this.asked.add(one);
      return connect().finally(() => this.asked.delete(one));
    }) as Pool['connect'];
  }

  /** @param beyond those that have a connection, and wait for what is behind it */
  read(beyond: BacklogReading = { waiting: 0, oldestMs: 0 }): BacklogReading {
    const [first] = this.asked;
    const oldestMs = first ? performance.now() - first.at : 0;
    return { waiting: beyond.waiting + this.asked.size, oldestMs: Math.max(beyond.oldestMs, oldestMs) };
  }
}
