// Credit is valid for 12 months (handbook, "Refunds"). What is spent is spent of the oldest, so what is left of all that was given until a moment
// is what was given until then, less all that was ever spent or has run out.
import { Inject, Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { addMonths, Clock, instantAt, localDate } from '#libs/time';
import { systemActor } from '../access/actor.js';
import { Settings } from '../config/settings.js';
import { LedgerService } from './ledger.service.js';

const validMonths = 12;
const atATime = 200;
const actor = systemActor('payments.credit_expiry');

@Injectable()
export class CreditExpiryService {
  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    private readonly ledger: LedgerService,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /** Each customer in a transaction of their own; a second run of the day finds nothing. @returns of how many customers some ran out */
  async run(signal?: AbortSignal): Promise<number> {
    const before = this.givenBefore();
    let expired = 0;
    let after = '00000000-0000-0000-0000-000000000000';
    while (!signal?.aborted) {
      const customers = await this.customersWithOld(before, after);
      for (const customer of customers) if (await this.expire(customer, before)) expired += 1;
      if (customers.length < atATime) return expired;
      after = customers.at(-1)!;
    }
    return expired;
  }

  /** The beginning of the day 12 months ago: whoever was given credit then may use it until today is over. */
  private givenBefore(): Date {
    const zone = this.settings.BUSINESS_TIME_ZONE;
    return instantAt(addMonths(localDate(this.clock.now(), zone), -validMonths), 0, zone);
  }

  /** With the credit locked: nobody spends meanwhile what runs out. */
  private expire(customer: string, before: Date): Promise<boolean> {
    return this.em.fork().transactional(async (em) => {
      await this.ledger.lockCredit(em, customer);
      const amountPaise = await this.leftOf(em as SqlEntityManager, customer, before);
      if (amountPaise === 0) return false;
      const subject = { type: 'customer' as const, id: customer };
      const effectKey = `expiry:customer:${customer}:${before.toISOString()}`;
      await this.ledger.expireCredit(em, actor, { subject, customer, amountPaise, effectKey });
      return true;
    });
  }

  private async leftOf(em: SqlEntityManager, customer: string, before: Date): Promise<number> {
    const [row] = await em.execute<{ left: string }[]>(
      `select greatest(0, coalesce(-sum(amount_paise) filter (where amount_paise < 0 and e.at < ?), 0)
         - coalesce(sum(amount_paise) filter (where amount_paise > 0), 0))::text as left
       from ledger_lines l join ledger_entries e on e.id = l.entry_id
       where l.account = 'customer_credit' and l.party = ?`,
      [before, customer],
    );
    return Number(row!.left);
  }

  private async customersWithOld(before: Date, after: string): Promise<string[]> {
    const rows = await this.em.fork().execute<{ id: string }[]>(
      `select customer_id as id from credit_balances b where balance_paise > 0 and customer_id > ? and exists (
         select 1 from ledger_lines l join ledger_entries e on e.id = l.entry_id
         where l.account = 'customer_credit' and l.party = b.customer_id and l.amount_paise < 0 and e.at < ?)
       order by customer_id limit ?`,
      [after, before, atATime],
    );
    return rows.map(({ id }) => id);
  }
}
