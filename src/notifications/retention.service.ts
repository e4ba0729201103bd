import { Inject, Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { Clock } from '#libs/time';
import { Settings } from '../config/settings.js';

const dayMs = 86_400_000;
/** Each is a statement, and on the embedded database nothing else runs meanwhile. */
const batch = 500;

@Injectable()
export class RetentionService {
  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /** Deliveries go with what they delivered. @returns how many notifications and digests were removed */
  async removeOld(signal: AbortSignal): Promise<number> {
    const before = new Date(this.clock.now().getTime() - this.settings.NOTIFICATION_DAYS * dayMs);
    let removed = 0;
    for (const table of ['notifications', 'notification_digests']) {
      let rows: unknown[];
      do {
        if (signal.aborted) return removed;
        rows = await this.em.execute<unknown[]>(
          `delete from ${table} where id in (
             select id from ${table} where created_at < ? order by created_at limit ? for update skip locked)
           returning 1`,
          [before, batch],
        );
        removed += rows.length;
      } while (rows.length === batch);
    }
    return removed;
  }
}
