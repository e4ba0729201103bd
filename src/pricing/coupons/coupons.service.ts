// Counts the uses of coupons, in the transactions of those who use them.
import { Inject, Injectable } from '@nestjs/common';
import { EntityManager, LockMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { Clock } from '#libs/time';
import { CouponLimitTooLow, CouponUsedUp } from '../pricing.errors.js';
import { PriceRule, PriceRuleVersion } from '../rules/price-rule.entity.js';
import { CouponCounter, CouponRedemption } from './coupon.entity.js';

/** Which version of a coupon, used by whom. */
export interface CouponUse {
  ruleId: string;
  version: number;
  customer: string;
}

@Injectable()
export class CouponsService {
  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    private readonly clock: Clock,
  ) {}

  /** Whether it could be used at this moment; only its use decides. @throws CouponUsedUp */
  async check(use: CouponUse): Promise<void> {
    const counter = await this.em.findOne(CouponCounter, { rule: use.ruleId }, { disableIdentityMap: true });
    if (counter?.atMost != null && counter.uses >= counter.atMost) throw new CouponUsedUp('everybody');
    await this.freeNumber(this.em, use);
  }

  /**
   * Uses it for a booking. Of two who want the last use at once the second waits for the first, and is refused.
   * @param em of the transaction that writes the booking
   * @throws CouponUsedUp
   */
  async redeem(em: SqlEntityManager, use: CouponUse, bookingId: string): Promise<void> {
    const { ruleId: rule, customer } = use;
    const counted = await em.execute<object[]>(
      `update coupon_counters set uses = uses + 1, updated_at = ?
       where rule_id = ? and (at_most is null or uses < at_most) returning uses`,
      [this.clock.now(), rule],
    );
    if (counted.length === 0) throw new CouponUsedUp('everybody');
    // Under the lock on the counter: nobody else takes the number meanwhile.
    const { number: customerNumber, atMost: customerAtMost } = await this.freeNumber(em, use);
    em.create(CouponRedemption, { rule, customer, bookingId, customerNumber, customerAtMost });
    await em.flush();
  }

  /** Gives back what a booking has used, once. @param em of the transaction that cancels it */
  async release(em: SqlEntityManager, bookingId: string): Promise<void> {
    const now = this.clock.now();
    await em.execute(
      `with given_back as (
         update coupon_redemptions set released_at = ?, updated_at = ?
         where booking_id = ? and released_at is null returning rule_id
       )
       update coupon_counters set uses = uses - 1, updated_at = ? where rule_id in (select rule_id from given_back)`,
      [now, now, bookingId, now],
    );
  }

  /** The coupon that a booking of the customer has used, and has not given back. */
  async usedBy(em: EntityManager, bookingId: string, customer: string): Promise<PriceRule | null> {
    const use = { bookingId, customer, releasedAt: null };
    const redemption = await em.findOne(CouponRedemption, use, { disableIdentityMap: true });
    return redemption && em.findOne(PriceRule, { id: redemption.rule }, { disableIdentityMap: true });
  }

  /** Sets how often it may be used in all. @throws CouponLimitTooLow */
  async limit(em: EntityManager, { id: rule, code }: PriceRule, atMost: number | null): Promise<void> {
    await em.upsert(CouponCounter, { rule, uses: 0, atMost }, { onConflictAction: 'ignore' });
    const counter = await em.findOneOrFail(
      CouponCounter,
      { rule },
      { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
    );
    if (atMost !== null && counter.uses > atMost) throw new CouponLimitTooLow(code, counter.uses);
    counter.atMost = atMost;
  }

  /** The lowest number that the customer has not used. @throws CouponUsedUp */
  private async freeNumber(
    em: EntityManager,
    { ruleId: rule, version: number, customer }: CouponUse,
  ): Promise<{ number: number; atMost: number | null }> {
    const version = await em.findOneOrFail(PriceRuleVersion, { rule, number }, { disableIdentityMap: true });
    const uses = await em.find(
      CouponRedemption,
      { rule, customer, releasedAt: null },
      { fields: ['customerNumber'], disableIdentityMap: true },
    );
    const used = new Set(uses.map(({ customerNumber }) => customerNumber));
    let free = 1;
    while (used.has(free)) free++;
    const atMost = version.usesPerCustomer ?? null;
    if (atMost !== null && free > atMost) throw new CouponUsedUp('you');
    return { number: free, atMost };
  }
}
