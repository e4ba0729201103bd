// Finds what nobody has answered: operations that are due again, payments of which the gateway has said nothing for a while, checkouts that
// were given up.
import { Inject, Injectable, Logger } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { Clock, hourMs } from '#libs/time';
import { Payment, PaymentOperation } from './payment.entity.js';
import { PaymentOperationsService } from './payment-operations.service.js';
import { PaymentPlansService } from './payment-plans.service.js';
import { PaymentReportsService } from './payment-reports.service.js';

/** In one run: the gateway is asked once for each. */
const atATime = 100;
/** A checkout that nobody has finished by then is cancelled, so that another payment can begin. */
const abandonedMs = hourMs;

@Injectable()
export class PaymentSweepService {
  private readonly logger = new Logger('Payments');

  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    private readonly operations: PaymentOperationsService,
    private readonly plans: PaymentPlansService,
    private readonly reports: PaymentReportsService,
    private readonly clock: Clock,
  ) {}

  /** @returns how many operations were tried, and how many payments were asked about */
  async run(signal?: AbortSignal): Promise<{ operations: number; payments: number }> {
    const now = this.clock.now();
    const operations = await this.em
      .fork()
      .find(PaymentOperation, { dueAt: { $lte: now } }, { orderBy: { dueAt: 'asc' }, limit: atATime });
    await this.each(operations, signal, (id) => this.operations.perform(id));
    const payments = await this.em
      .fork()
      .find(Payment, { checkAt: { $lte: now } }, { orderBy: { checkAt: 'asc' }, limit: atATime });
    await this.each(payments, signal, async (id) => {
      await this.operations.check(id);
      await this.giveUp(id, new Date(now.getTime() - abandonedMs));
    });
    return { operations: operations.length, payments: payments.length };
  }

  private giveUp(id: string, before: Date): Promise<void> {
    return this.em.fork().transactional(async (em) => {
      const payment = await this.reports.lock(em, id);
      if (payment.status === 'created' && payment.createdAt! <= before)
        await this.plans.plan(em, payment, 'cancel');
    });
  }

  /** One that fails holds up none of the others. */
  private async each(
    rows: readonly { id: string }[],
    signal: AbortSignal | undefined,
    work: (id: string) => Promise<void>,
  ): Promise<void> {
    for (const { id } of rows) {
      if (signal?.aborted) return;
      await work(id).catch((error: unknown) =>
        this.logger.error(`Payment work ${id} failed: ${String(error)}`),
      );
    }
  }
}
