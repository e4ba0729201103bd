// The price of a service, line by line. Pure: what a booking is sold for and what a customer is shown come from here alone.
import type { CityTier } from '../catalogue/place.entity.js';
import { AttributesExclusive, AttributeUnknown, QuantityNotAllowed } from './pricing.errors.js';
import { countingRules, type PriceRuleKind, type PricingRule } from './rules/price-rule.js';

export interface PricedAttribute {
  code: string;
  name: string;
  /** Attributes of one group exclude each other; null is an optional extra. */
  group?: string | null;
  pricePaise: number;
  isDefault: boolean;
}

export interface PriceInput {
  /** The slugs of what it belongs to are looked at by rules only. */
  service: { slug: string; name: string; unit?: string | null; subcategory?: string; category?: string };
  rateCard: { pricePaise: number; currency: string; attributes: Iterable<PricedAttribute> };
  /** Codes of the chosen attributes; a code said twice counts once. */
  attributes: readonly string[];
  /** A positive integer; 1 where the service has no unit. */
  quantity: number;
  /** Null while no time is agreed: no rule about time holds then. */
  startsAt: Date | null;
  place?: { tier?: CityTier; city?: string; pincode?: string };
  /** Where weekdays and hours are meant. */
  timeZone: string;
  /** When the price is asked for. */
  now: Date;
  coupon?: string | null;
  /** In any order. */
  rules: readonly PricingRule[];
}

export const priceItemKinds = ['service', 'attribute', 'surcharge', 'discount', 'tax'] as const;

export interface PriceItem {
  kind: (typeof priceItemKinds)[number];
  /** Slug of the service, code of the attribute, or code of the rule. */
  code: string;
  label: string;
  quantity: number;
  /** Below zero for a discount. */
  unitPaise: number;
  /** `quantity × unitPaise`. */
  amountPaise: number;
  /** The rule that the line comes from; null where it comes from the rate card. */
  ruleId: string | null;
  ruleVersion: number | null;
  /** Of a tax line. */
  sacCode: string | null;
}

export interface Price {
  items: PriceItem[];
  totalPaise: number;
  currency: string;
}

/** In this order, each of what the steps before come to. */
const steps: readonly (readonly PriceRuleKind[])[] = [
  ['attribute'],
  ['place', 'peak_hours', 'weekday', 'urgency'],
  ['coupon'],
  ['tax'],
];

/**
 * In this order, all in integer paise, shares rounded half up per line:
 * 1. the rate card's price × quantity;
 * 2. each chosen attribute × quantity, and of each group without a choice its default;
 * 3. what rules make of single attributes, a share being one of the line of that attribute;
 * 4. surcharges and discounts for place and time, each a share of the sum of 1 to 3;
 * 5. the coupon, a share of the sum of 1 to 4;
 * 6. taxes, each a share of the sum of 1 to 5.
 * A discount takes no more than there is: no sum is ever below zero (docs/pricing.md).
 * @throws AttributeUnknown, AttributesExclusive (two of one group), QuantityNotAllowed
 */
export function priceOf(input: PriceInput): Price {
  const { service, rateCard, attributes, quantity } = input;
  if (quantity > 1 && !service.unit) throw new QuantityNotAllowed(service.name);
  const items = [
    times(quantity, {
      kind: 'service',
      code: service.slug,
      label: service.name,
      unitPaise: rateCard.pricePaise,
    }),
    ...chosen([...rateCard.attributes], attributes).map(({ code, name, pricePaise }) =>
      times(quantity, { kind: 'attribute', code, label: name, unitPaise: pricePaise }),
    ),
  ];
  return ruledPrice(items, rateCard.currency, input);
}

/**
 * What rules make of the lines of a rate card: steps 3 to 6 of {@link priceOf}.
 * @param base lines of the kinds `service` and `attribute`
 */
export function ruledPrice(
  base: readonly PriceItem[],
  currency: string,
  visit: Pick<PriceInput, 'service' | 'place' | 'startsAt' | 'timeZone' | 'now' | 'coupon' | 'rules'>,
): Price {
  const { place = {}, coupon = null, rules } = visit;
  const attributes = base.filter(({ kind }) => kind === 'attribute').map(({ code }) => code);
  const counting = countingRules(rules, { ...visit, place, coupon, attributes });
  const items = [...base];
  for (const kinds of steps) {
    const before = [...items];
    for (const rule of counting) {
      if (!kinds.includes(rule.kind)) continue;
      const amount = amountOf(rule, before, sum(items));
      if (amount !== null) items.push(ruleItem(rule, amount));
    }
  }
  return { items, totalPaise: sum(items), currency };
}

/**
 * What a rule adds, in paise.
 * @param before the lines that a share is taken of
 * @param leftPaise what the lines come to by now: a discount takes no more
 * @returns null where nothing is taken off
 */
function amountOf(rule: PricingRule, before: readonly PriceItem[], leftPaise: number): number | null {
  const { kind, conditions, basisPoints, amountPaise, minimumPaise, capPaise } = rule;
  const meant =
    kind === 'attribute'
      ? before.filter((item) => item.kind === 'attribute' && item.code === conditions.attribute)
      : before;
  const basis = sum(meant);
  if (basis < (minimumPaise ?? 0)) return null;
  const units = kind === 'attribute' ? (meant[0]?.quantity ?? 1) : 1;
  const size = basisPoints === null ? units * Math.abs(amountPaise!) : shareOf(basis, basisPoints);
  if (!isDiscount(rule)) return size;
  const discount = Math.min(size, capPaise ?? Infinity, leftPaise);
  return discount === 0 ? null : -discount;
}

function isDiscount({ kind, basisPoints, amountPaise }: PricingRule): boolean {
  return kind === 'coupon' || (basisPoints ?? amountPaise!) < 0;
}

/** The size of a share, of a discount as well: half a paisa is rounded up. */
function shareOf(paise: number, basisPoints: number): number {
  // Multiplied first, as integers: a half is then exactly a half.
  return Math.round((paise * Math.abs(basisPoints)) / 10_000);
}

function ruleItem(rule: PricingRule, amount: number): PriceItem {
  const { kind, code, label, basisPoints, ruleId, version, sacCode } = rule;
  const share = basisPoints === null ? '' : ` (${Math.abs(basisPoints) / 100} %)`;
  const line = { code, label: `${label}${share}`, quantity: 1, unitPaise: amount, amountPaise: amount };
  const is = kind === 'tax' ? 'tax' : amount < 0 ? 'discount' : 'surcharge';
  return { kind: is, ...line, ruleId, ruleVersion: version, sacCode: kind === 'tax' ? sacCode : null };
}

/** In the order of the rate card. */
function chosen(offered: readonly PricedAttribute[], codes: readonly string[]): PricedAttribute[] {
  const wanted = new Set(codes);
  for (const code of wanted) {
    if (!offered.some((attribute) => attribute.code === code))
      throw new AttributeUnknown(
        code,
        offered.map((each) => each.code),
      );
  }
  const decided = new Set<string>();
  for (const { code, group } of offered) {
    if (!group || !wanted.has(code)) continue;
    if (decided.has(group)) throw new AttributesExclusive(group, [...wanted]);
    decided.add(group);
  }
  return offered.filter(
    ({ code, group, isDefault }) => wanted.has(code) || (isDefault && group && !decided.has(group)),
  );
}

function times(quantity: number, line: Pick<PriceItem, 'kind' | 'code' | 'label' | 'unitPaise'>): PriceItem {
  const ofRateCard = { ruleId: null, ruleVersion: null, sacCode: null };
  return { ...line, quantity, amountPaise: quantity * line.unitPaise, ...ofRateCard };
}

function sum(items: readonly PriceItem[]): number {
  return items.reduce((total, item) => total + item.amountPaise, 0);
}
