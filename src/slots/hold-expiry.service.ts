// Holds whose time is over block nobody, whatever is written of them (ReservationsService.look). This writes it, so that the database no longer
// keeps the slot and lists of what is reserved stay short.
import { Inject, Injectable } from '@nestjs/common';
import { EntityManager, LockMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { Clock, dayMs } from '#libs/time';
import { SlotHold } from './slot-hold.entity.js';

/** How long what became of a hold can be read. */
const keptMs = 30 * dayMs;
const atATime = 500;

@Injectable()
export class HoldExpiryService {
  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    private readonly clock: Clock,
  ) {}

  /** @returns how many have expired, and how many that ended long ago were deleted */
  async run(signal?: AbortSignal): Promise<{ expired: number; deleted: number }> {
    let expired = 0;
    for (let some = atATime; some === atATime && !signal?.aborted; expired += some)
      some = await this.expireSome();
    const deleted = await this.em
      .fork()
      .nativeDelete(SlotHold, { endedAt: { $lt: new Date(this.clock.now().getTime() - keptMs) } });
    return { expired, deleted };
  }

  /** What a sale has in its hands at this moment is left to it: it is converted, or written off there. */
  private expireSome(): Promise<number> {
    return this.em.fork().transactional(async (em) => {
      const now = this.clock.now();
      const over = await em.find(
        SlotHold,
        { status: 'open', expiresAt: { $lte: now } },
        { orderBy: { expiresAt: 'asc' }, limit: atATime, lockMode: LockMode.PESSIMISTIC_PARTIAL_WRITE },
      );
      for (const hold of over) hold.release(now);
      return over.length;
    });
  }
}
