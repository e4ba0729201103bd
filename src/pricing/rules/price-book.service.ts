// The rules that are published. Prices read them from the database each time: a copy in memory would sell by rules of yesterday, and there are
// few of them.
import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { lockFor, shareLockFor } from '#libs/orm';
import { PriceRuleVersion } from './price-rule.entity.js';
import type { PricingRule } from './price-rule.js';

export interface PriceBookEdition {
  rules: PricingRule[];
  /** Two editions of one name are made of the same rules, coupons aside: those are counted when they are used. */
  edition: string;
}

/** Something was published between the price and the sale: the price has to be worked out again. */
export class PriceBookChanged extends Error {}

@Injectable()
export class PriceBook {
  constructor(private readonly em: EntityManager) {}

  /** @param coupon the code of the one coupon that is looked at, as it is kept */
  async read(coupon: string | null = null): Promise<PriceBookEdition> {
    const rule = { $or: [{ kind: { $ne: 'coupon' as const } }, ...(coupon ? [{ code: coupon }] : [])] };
    const versions = await this.em.find(
      PriceRuleVersion,
      { status: 'published', rule },
      { populate: ['rule'], strategy: 'joined', disableIdentityMap: true },
    );
    const rules = versions.map((version) => version.toPricingRule());
    return { rules, edition: editionOf(rules) };
  }

  /**
   * Keeps publications waiting until the transaction ends, once it is sure that none came since the price was worked out. Without it a sale
   * that was priced a moment ago could be written after a publication.
   * @param em of the transaction
   * @throws PriceBookChanged
   */
  async holdUnchanged(em: EntityManager, edition: string): Promise<void> {
    await shareLockFor(em, 'pricing.publication');
    const versions = await em.find(
      PriceRuleVersion,
      { status: 'published', rule: { kind: { $ne: 'coupon' } } },
      { fields: ['rule', 'number'], disableIdentityMap: true },
    );
    const now = versions.map(({ rule, number }) => ({ ruleId: rule.id, version: number, kind: null }));
    if (editionOf(now) !== edition) throw new PriceBookChanged();
  }

  /** One publication at a time, and none while a sale is being written. @param em of the transaction */
  async holdForPublication(em: EntityManager): Promise<void> {
    await lockFor(em, 'pricing.publication');
  }
}

function editionOf(rules: readonly { ruleId: string; version: number; kind: string | null }[]): string {
  return rules
    .filter(({ kind }) => kind !== 'coupon')
    .map(({ ruleId, version }) => `${ruleId}:${version}`)
    .sort()
    .join();
}
