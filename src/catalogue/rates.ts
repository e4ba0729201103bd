// Rate cards as they are shown and calculated with: plain values.
import type { Loaded } from '@mikro-orm/core';
import type { CityTier } from './place.entity.js';
import type { RateCard } from './rate-card.entity.js';

export interface RateAttribute {
  code: string;
  name: string;
  /** Attributes of one group exclude each other; null is an optional extra. */
  group: string | null;
  /** Added to the price of a unit. */
  pricePaise: number;
  isDefault: boolean;
  /** Ways customers say it. */
  terms: string[];
}

export interface ServiceRate {
  id: string;
  tier: CityTier;
  pricePaise: number;
  currency: string;
  attributes: RateAttribute[];
}

export interface OfferedAttribute extends Omit<RateAttribute, 'pricePaise'> {
  /** Least and most that it adds to the price of a unit. */
  fromPaise: number;
  toPaise: number;
}

export function rateOf({
  id,
  tier,
  pricePaise,
  currency,
  attributes,
}: Loaded<RateCard, 'attributes'>): ServiceRate {
  const plain = attributes.map((attribute) => {
    const { code, name, group = null, isDefault, terms } = attribute;
    return { code, name, group, isDefault, terms, pricePaise: attribute.pricePaise };
  });
  return { id, tier, pricePaise, currency, attributes: plain };
}

/** Of a unit, before extras and tax. @param rates at least one */
export function lowestPrice(rates: readonly ServiceRate[]): number {
  return Math.min(...rates.map((rate) => rate.pricePaise));
}

/** The attributes of several rate cards of one service, each code once, in the order of the cards. */
export function offeredAttributes(rates: readonly ServiceRate[]): OfferedAttribute[] {
  const all = rates.flatMap((rate) => rate.attributes);
  return [...Map.groupBy(all, (attribute) => attribute.code).values()].map((same) => {
    const prices = same.map((attribute) => attribute.pricePaise);
    const { pricePaise: _, ...attribute } = same[0]!;
    return { ...attribute, fromPaise: Math.min(...prices), toPaise: Math.max(...prices) };
  });
}
