// Erases what is personal of the accounts that were closed long enough ago.
import { Injectable, Logger } from '@nestjs/common';
import { EntityManager, LockMode } from '@mikro-orm/core';
import { PersonalData } from '#libs/personal-data';
import { Clock } from '#libs/time';
import { systemActor } from '../access/actor.js';
import { AuditService } from '../audit/audit.service.js';
import { Customer } from './customer.entity.js';

const batch = 100;
const task = systemActor('erasure');
const nobodyYet = '00000000-0000-0000-0000-000000000000';

@Injectable()
export class ErasureService {
  private readonly logger = new Logger(ErasureService.name);

  constructor(
    private readonly em: EntityManager,
    private readonly personalData: PersonalData,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /**
   * One customer a transaction: what a crash interrupts is as if it had not begun, and is done by the next run. One who cannot be
   * erased is reported, and does not keep the others.
   * @returns how many were erased here, and not by another process meanwhile
   */
  async eraseDue(signal?: AbortSignal): Promise<number> {
    let erased = 0;
    let due = await this.due(nobodyYet);
    while (due.length > 0) {
      for (const id of due) {
        signal?.throwIfAborted();
        if (await this.tryToErase(id)) erased++;
      }
      due = await this.due(due.at(-1)!);
    }
    return erased;
  }

  /** In the order of their ids, so that a run meets everybody once. */
  private async due(after: string): Promise<string[]> {
    const where = { ...this.isDue(), id: { $gt: after } };
    const rows = await this.em.fork().find(Customer, where, {
      fields: ['id'],
      orderBy: { id: 'asc' },
      limit: batch,
    });
    return rows.map(({ id }) => id);
  }

  private async tryToErase(id: string): Promise<boolean> {
    try {
      return await this.erase(id);
    } catch (error) {
      this.logger.error({ err: error, customerId: id }, 'erasure failed');
      return false;
    }
  }

  /** False when another process is at it, or has done it meanwhile. */
  private erase(id: string): Promise<boolean> {
    return this.em.fork().transactional(async (em) => {
      const lockMode = LockMode.PESSIMISTIC_PARTIAL_WRITE;
      const customer = await em.findOne(Customer, { ...this.isDue(), id }, { lockMode });
      if (!customer) return false;
      await this.personalData.erase(em, id);
      customer.erase();
      await this.audit.record(task, { action: 'customer.erased', object: { type: 'customer', id } });
      return true;
    });
  }

  private isDue() {
    return { status: 'deleted', eraseAt: { $lte: this.clock.now() } } as const;
  }
}
