import type { EntityManager } from '@mikro-orm/core';
import { City, Pincode } from '../../catalogue/place.entity.js';
import { Category, Service, Subcategory } from '../../catalogue/service.entity.js';
import { PriceRuleScopeUnknown } from '../pricing.errors.js';
import type { RuleScope } from './price-rule.js';

/** That everything a scope names is in the catalogue, active or not. @throws PriceRuleScopeUnknown */
export async function checkScope(em: EntityManager, scope: RuleScope): Promise<void> {
  const known = {
    category: (await em.find(Category, { slug: { $in: scope.categories } })).map(({ slug }) => slug),
    subcategory: (await em.find(Subcategory, { slug: { $in: scope.subcategories } })).map(({ slug }) => slug),
    service: (await em.find(Service, { slug: { $in: scope.services } })).map(({ slug }) => slug),
    city: (await em.find(City, { slug: { $in: scope.cities } })).map(({ slug }) => slug),
    pincode: (await em.find(Pincode, { code: { $in: scope.pincodes } })).map(({ code }) => code),
  };
  const named = {
    category: scope.categories,
    subcategory: scope.subcategories,
    service: scope.services,
    city: scope.cities,
    pincode: scope.pincodes,
  };
  const unknown = (Object.keys(named) as (keyof typeof named)[]).flatMap((sort) =>
    named[sort].filter((name) => !known[sort].includes(name)).map((name) => `${sort} ${name}`),
  );
  if (unknown.length > 0) throw new PriceRuleScopeUnknown(unknown);
}
