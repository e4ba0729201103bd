import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { deleteInBatches } from '#libs/orm';
import { Clock } from '#libs/time';
import { Session } from './session.entity.js';
import { SigningKey } from './signing-key.entity.js';

/** A session takes its tokens along. */
const batchSize = 200;

@Injectable()
export class SessionCleanUp {
  constructor(
    private readonly em: EntityManager,
    private readonly clock: Clock,
  ) {}

  /**
   * Removes sessions and keys that are past their time. An ended session stays until then: its used tokens still tell a thief from a
   * stranger. What another run is removing is passed over.
   * @returns how many sessions
   */
  async run(signal?: AbortSignal): Promise<number> {
    const now = this.clock.now();
    await this.em.fork().nativeDelete(SigningKey, { retiresAt: { $lte: now } });
    const isOver = { expiresAt: { $lte: now } };
    return deleteInBatches(this.em, Session, isOver, { orderBy: 'expiresAt', batchSize, signal });
  }
}
