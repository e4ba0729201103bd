// A rule of pricing as it is applied: plain values, no database. What it is about (scope, conditions), which of several counts, and
// whether two could ever contradict each other.
import { localDate, minuteOfDay, weekdayOf } from '#libs/time';
import type { CityTier } from '../../catalogue/place.entity.js';

/**
 * What sort of rule it is. The kind decides at which step a rule counts (`price.ts`) and what it must say:
 * `attribute` names an attribute, `place` cities, pincodes or tiers, `peak_hours` hours, `weekday` days of the week, `urgency` a lead time.
 */
export const priceRuleKinds = [
  'attribute',
  'place',
  'peak_hours',
  'weekday',
  'urgency',
  'coupon',
  'tax',
] as const;
export type PriceRuleKind = (typeof priceRuleKinds)[number];

/**
 * What is priced and where, by slugs and pincodes. Of the three lists of services one must name what is priced, unless all three are
 * empty; of the three lists of places likewise.
 */
export interface RuleScope {
  categories: string[];
  subcategories: string[];
  services: string[];
  cities: string[];
  pincodes: string[];
  tiers: CityTier[];
}

/** All that are given must hold, whatever the kind. One about time never holds while no start is agreed. */
export interface RuleConditions {
  /** Code of an attribute that was chosen. */
  attribute?: string | undefined;
  /** ISO: 1 is Monday, 7 is Sunday; in the business time zone. */
  weekdays?: number[] | undefined;
  /** Minutes since midnight in the business time zone; the visit starts at `fromMinute` or later … */
  fromMinute?: number | undefined;
  /** … and before `toMinute`. */
  toMinute?: number | undefined;
  /** The visit starts less than so many minutes after the price is asked for. */
  leadMinutes?: number | undefined;
}

/** What a version of a rule says. Money in paise, shares in basis points (1,000 are 10 %). */
export interface RuleTerms {
  /** In plain words, as it stands on the bill. */
  label: string;
  scope: RuleScope;
  conditions: RuleConditions;
  /** By the moment at which the price is asked for, not by the visit. */
  validFrom: Date;
  /** Exclusive; null where there is no end. */
  validUntil: Date | null;
  /** Lower counts first. */
  priority: number;
  /** Of the rules of one group that hold, the first by priority counts and no other. Null: it counts beside all others. */
  exclusionGroup: string | null;
  /** Either this or `amountPaise`. Below zero it is a discount; of a coupon the discount itself, above zero. */
  basisPoints: number | null;
  /** Once a visit; for an attribute once a unit. */
  amountPaise: number | null;
  /** Of a coupon: what the lines before it come to at least. */
  minimumPaise: number | null;
  /** Of a coupon: what it takes off at most. */
  capPaise: number | null;
  /** Of a tax: the code of the service in the tax schedule, which an invoice names. */
  sacCode: string | null;
}

export interface PricingRule extends RuleTerms {
  ruleId: string;
  /** `evening`, `gst`; of a coupon what customers type. */
  code: string;
  kind: PriceRuleKind;
  version: number;
}

/** What a rule looks at. */
export interface PricedVisit {
  service: { slug: string; subcategory?: string; category?: string };
  /** City and pincode are unknown where the price of a whole tier is asked for: then no rule about them holds. */
  place: { tier?: CityTier; city?: string; pincode?: string };
  /** Codes of the attributes on the bill. */
  attributes: readonly string[];
  /** Null while no time is agreed. */
  startsAt: Date | null;
  /** When the price is asked for. */
  now: Date;
  /** Where weekdays and hours are meant. */
  timeZone: string;
  /** Code of the coupon that was given. */
  coupon: string | null;
}

/** Whether the rule holds for the visit, before any other rule is looked at. */
export function holdsFor(rule: PricingRule, visit: PricedVisit): boolean {
  return (
    (rule.kind !== 'coupon' || rule.code === visit.coupon) &&
    isValidAt(rule, visit.now) &&
    isInScope(rule.scope, visit) &&
    meets(rule.conditions, visit)
  );
}

export function isValidAt(
  { validFrom, validUntil }: Pick<RuleTerms, 'validFrom' | 'validUntil'>,
  now: Date,
): boolean {
  return validFrom <= now && (validUntil === null || now < validUntil);
}

/**
 * Those that count, in the order in which they do: by priority, then by code, which no two rules share. Whatever order they are given in,
 * the answer is the same.
 */
export function countingRules(rules: readonly PricingRule[], visit: PricedVisit): PricingRule[] {
  const taken = new Set<string>();
  return rules
    .filter((rule) => holdsFor(rule, visit))
    .toSorted(byPriority)
    .filter(({ exclusionGroup }) => {
      if (exclusionGroup === null) return true;
      if (taken.has(exclusionGroup)) return false;
      taken.add(exclusionGroup);
      return true;
    });
}

/**
 * Whether nobody could say which of the two counts: they exclude each other, stand at the same priority, and may both hold for one visit.
 * Errs on the side of yes: scopes are known to be apart only where both name things of the same sort and none in common.
 */
export function isUndecided(one: PricingRule, other: PricingRule): boolean {
  return (
    one.exclusionGroup !== null &&
    one.exclusionGroup === other.exclusionGroup &&
    one.priority === other.priority &&
    // One coupon is given at a time.
    !(one.kind === 'coupon' && other.kind === 'coupon') &&
    mayMeet(one, other)
  );
}

function byPriority(a: PricingRule, b: PricingRule): number {
  return a.priority - b.priority || (a.code < b.code ? -1 : Number(a.code > b.code));
}

function isInScope(scope: RuleScope, { service, place }: PricedVisit): boolean {
  const { categories, subcategories, services, cities, pincodes, tiers } = scope;
  return (
    isNamed([
      [services, service.slug],
      [subcategories, service.subcategory],
      [categories, service.category],
    ]) &&
    isNamed([
      [pincodes, place.pincode],
      [cities, place.city],
      [tiers, place.tier],
    ])
  );
}

function isNamed(lists: readonly (readonly [readonly string[], string | undefined])[]): boolean {
  return (
    lists.every(([list]) => list.length === 0) ||
    lists.some(([list, name]) => name !== undefined && list.includes(name))
  );
}

function meets(conditions: RuleConditions, { attributes, startsAt, now, timeZone }: PricedVisit): boolean {
  const { attribute, weekdays, fromMinute = 0, toMinute = dayMinutes, leadMinutes } = conditions;
  if (attribute !== undefined && !attributes.includes(attribute)) return false;
  if (!isAboutTime(conditions)) return true;
  if (!startsAt) return false;
  const minute = minuteOfDay(startsAt, timeZone);
  return (
    (!weekdays || weekdays.includes(weekdayOf(localDate(startsAt, timeZone)))) &&
    fromMinute <= minute &&
    minute < toMinute &&
    (leadMinutes === undefined || startsAt.getTime() - now.getTime() < leadMinutes * 60_000)
  );
}

function isAboutTime({ weekdays, fromMinute, toMinute, leadMinutes }: RuleConditions): boolean {
  return [weekdays, fromMinute, toMinute, leadMinutes].some((condition) => condition !== undefined);
}

const dayMinutes = 24 * 60;
const endless = 8.64e15;

function mayMeet(one: RuleTerms, other: RuleTerms): boolean {
  const [a, b] = [one.conditions, other.conditions];
  const endOf = ({ validUntil }: RuleTerms): number => validUntil?.getTime() ?? endless;
  const lists = Object.keys(one.scope) as (keyof RuleScope)[];
  return (
    one.validFrom.getTime() < endOf(other) &&
    other.validFrom.getTime() < endOf(one) &&
    (a.fromMinute ?? 0) < (b.toMinute ?? dayMinutes) &&
    (b.fromMinute ?? 0) < (a.toMinute ?? dayMinutes) &&
    mayShare(a.weekdays ?? [], b.weekdays ?? []) &&
    [serviceLists, placeLists].every((names) => {
      const [sort, ...others] = lists.filter(
        (name) => names.includes(name) && (one.scope[name].length > 0 || other.scope[name].length > 0),
      );
      return sort === undefined || others.length > 0 || mayShare(one.scope[sort], other.scope[sort]);
    })
  );
}

const serviceLists: readonly (keyof RuleScope)[] = ['categories', 'subcategories', 'services'];
const placeLists: readonly (keyof RuleScope)[] = ['cities', 'pincodes', 'tiers'];

/** An empty list is no limit. */
function mayShare<Item>(one: readonly Item[], other: readonly Item[]): boolean {
  return one.length === 0 || other.length === 0 || one.some((item) => other.includes(item));
}
