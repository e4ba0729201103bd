import { Injectable } from '@nestjs/common';
import { databaseFault } from './database-fault.js';

const rememberedForMs = 10_000;

/**
 * Whether writing has lately failed for want of room. A look at the database does not show that: on a full disk it still answers what is
 * there. Trying to write something would be no surer, because what is full may be another file.
 */
@Injectable()
export class DatabaseRoom {
  private lackedAt = -Infinity;

  /** @param error that a request or job has met, whatever it is */
  note(error: unknown): void {
    if (databaseFault(error) === 'exhausted') this.lackedAt = performance.now();
  }

  get isLacking(): boolean {
    return performance.now() - this.lackedAt < rememberedForMs;
  }
}
