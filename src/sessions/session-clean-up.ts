import { Inject, Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { Clock } from '#libs/time';

/** Each batch is a statement, and on the embedded database nothing else runs meanwhile. A session takes its tokens along. */
const batch = 200;

@Injectable()
export class SessionCleanUp {
  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    private readonly clock: Clock,
  ) {}

  /**
   * Removes sessions and keys that are past their time. An ended session stays until then: its used tokens still tell a thief from a
   * stranger. What another run is removing is passed over.
   * @returns how many sessions
   */
  async run(signal?: AbortSignal): Promise<number> {
    const now = this.clock.now();
    const em = this.em.fork();
    await em.execute('delete from signing_keys where retires_at <= ?', [now]);
    let total = 0;
    for (;;) {
      signal?.throwIfAborted();
      const removed = await em.execute<unknown[]>(removeBatch, [now, batch]);
      total += removed.length;
      if (removed.length < batch) return total;
    }
  }
}

const removeBatch = `
  delete from sessions where id in (
    select id from sessions where expires_at <= ? order by expires_at limit ? for update skip locked)
  returning id`;
