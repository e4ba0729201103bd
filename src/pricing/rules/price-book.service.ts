// The rules that are published. Prices read them from the database each time: a copy in memory would sell by rules of yesterday, and there are
// few of them.
import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { NotFound } from '#libs/errors';
import { lockFor, shareLockFor } from '#libs/orm';
import { Clock } from '#libs/time';
import { PriceRule, PriceRuleVersion } from './price-rule.entity.js';
import { isValidAt, type PricingRule } from './price-rule.js';

export interface PriceBookEdition {
  rules: PricingRule[];
  /** Two editions of one name are made of the same rules, coupons aside: those are counted when they are used. */
  edition: string;
}

/** Something was published between the price and the sale: the price has to be worked out again. */
export class PriceBookChanged extends Error {}

@Injectable()
export class PriceBook {
  constructor(
    private readonly em: EntityManager,
    private readonly clock: Clock,
  ) {}

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
   * The rules of this moment, and the same ones with drafts in the places of what is published: for trying them on what was sold. When they begin
   * and end is left out, and so are coupons.
   * @throws NotFound, NothingToPublish
   */
  async tried(ruleIds: readonly string[]): Promise<{ current: PricingRule[]; tried: PricingRule[] }> {
    const rules = await this.em.find(PriceRule, { id: { $in: [...ruleIds] } }, { populate: ['versions'] });
    const unknown = ruleIds.find((id) => !rules.some((rule) => rule.id === id));
    if (unknown) throw new NotFound('Price rule', unknown);
    const drafts = rules.map((rule) => rule.publishable.toPricingRule());
    const now = this.clock.now();
    const current = (await this.read()).rules.filter((rule) => isValidAt(rule, now));
    const kept = current.filter(({ ruleId }) => !ruleIds.includes(ruleId));
    return { current: current.map(timeless), tried: [...kept, ...drafts].map(timeless) };
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

function timeless(rule: PricingRule): PricingRule {
  return { ...rule, validFrom: new Date(0), validUntil: null };
}

function editionOf(rules: readonly { ruleId: string; version: number; kind: string | null }[]): string {
  return rules
    .filter(({ kind }) => kind !== 'coupon')
    .map(({ ruleId, version }) => `${ruleId}:${version}`)
    .sort()
    .join();
}
