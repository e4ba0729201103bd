import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { deleteInBatches } from '#libs/orm';
import { IdempotencyKey } from './idempotency-key.entity.js';

/** The answers that are kept under an `Idempotency-Key`. */
@Injectable()
export class IdempotencyKeys {
  constructor(private readonly em: EntityManager) {}

  /** @returns how many were past their time at `now` */
  removeExpired(now: Date, signal: AbortSignal): Promise<number> {
    return deleteInBatches(
      this.em,
      IdempotencyKey,
      { expiresAt: { $lte: now } },
      { orderBy: 'expiresAt', signal },
    );
  }
}
