// What holds of any rules whatever, beside the examples of price.spec.ts.
import * as fc from 'fast-check';
import { priceOf, type PriceInput } from '../price.js';
import {
  countingRules,
  isUndecided,
  priceRuleKinds,
  type PriceRuleKind,
  type PricingRule,
  type RuleScope,
} from './price-rule.js';
import { faultsOf } from './rule-faults.js';
import { standardRules } from './standard-rules.js';

const everywhere: RuleScope = {
  categories: [],
  subcategories: [],
  services: [],
  cities: [],
  pincodes: [],
  tiers: [],
};
const now = new Date('2026-11-20T04:30:00Z');

const some = <Item>(...items: Item[]) => fc.subarray(items);
const scopes: fc.Arbitrary<RuleScope> = fc.record({
  categories: some('appliances', 'cleaning'),
  subcategories: some('ac'),
  services: some('ac-repair', 'ac-service'),
  cities: some('bengaluru', 'mysuru'),
  pincodes: some('560034'),
  tiers: some('metro' as const, 'standard' as const),
});
const conditions = fc.record(
  {
    attribute: fc.constantFrom('gas', 'foam'),
    weekdays: fc.subarray([1, 2, 3, 4, 5, 6, 7], { minLength: 1 }),
    fromMinute: fc.integer({ min: 0, max: 1000 }),
    toMinute: fc.integer({ min: 1001, max: 1440 }),
    leadMinutes: fc.integer({ min: 1, max: 3000 }),
  },
  { requiredKeys: [] },
);
/** Any rule that staff could have published. Money is at most ₹1,00,000, as in the schema. */
const rules: fc.Arbitrary<PricingRule[]> = fc
  .uniqueArray(
    fc.record({
      code: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'COUPON'),
      kind: fc.constantFrom(...priceRuleKinds),
      scope: fc.oneof(fc.constant(everywhere), scopes),
      conditions: fc.oneof(fc.constant({}), conditions),
      priority: fc.integer({ min: 0, max: 3 }),
      exclusionGroup: fc.constantFrom(null, 'one', 'two'),
      size: fc.integer({ min: -10_000, max: 30_000 }).filter((size) => size !== 0),
      isShare: fc.boolean(),
      capPaise: fc.option(fc.integer({ min: 1, max: 50_000 })),
      minimumPaise: fc.option(fc.integer({ min: 0, max: 100_000 })),
    }),
    { selector: ({ code }) => code, maxLength: 7 },
  )
  .map((drawn) =>
    drawn.map(({ size, isShare, capPaise, minimumPaise, ...rule }, index): PricingRule => {
      const isCoupon = rule.kind === 'coupon';
      const isTax = rule.kind === 'tax';
      const signed = isCoupon || isTax ? Math.abs(size) : size;
      return {
        ...rule,
        ruleId: `rule-${index}`,
        version: 1,
        label: rule.code,
        validFrom: new Date('2026-01-01T00:00:00Z'),
        validUntil: null,
        basisPoints: isShare || isTax ? signed : null,
        amountPaise: isShare || isTax ? null : signed,
        capPaise: isCoupon ? capPaise : null,
        minimumPaise: isCoupon ? minimumPaise : null,
        sacCode: isTax ? '9987' : null,
      };
    }),
  );
const visits = fc.record({
  pricePaise: fc.integer({ min: 1, max: 5_000_000 }),
  quantity: fc.integer({ min: 1, max: 20 }),
  attributes: fc.subarray(['gas', 'foam']),
  startsAt: fc.option(
    fc.integer({ min: 1, max: 40_000 }).map((minutes) => new Date(now.getTime() + minutes * 60_000)),
  ),
  coupon: fc.constantFrom(null, 'COUPON', 'a'),
});

type Visit = typeof visits extends fc.Arbitrary<infer V> ? V : never;

function priced(visit: Visit, published: readonly PricingRule[]) {
  const { pricePaise, ...rest } = visit;
  const input: PriceInput = {
    ...rest,
    service: {
      slug: 'ac-repair',
      name: 'AC repair',
      unit: 'AC',
      subcategory: 'ac',
      category: 'appliances',
    },
    rateCard: {
      pricePaise,
      currency: 'INR',
      attributes: ['gas', 'foam'].map((code) => ({
        code,
        name: code,
        pricePaise: 9901,
        isDefault: false,
      })),
    },
    place: {
      tier: 'metro',
      city: 'bengaluru',
      pincode: '560034',
    },
    now,
    timeZone: 'Asia/Kolkata',
    rules: published,
  };
  return priceOf(input);
}

describe('a price, whatever the rules', () => {
  it('does not depend on the order in which they are given', () => {
    const shuffled = rules.chain((given) =>
      fc.tuple(fc.constant(given), fc.shuffledSubarray(given, { minLength: given.length })),
    );
    fc.assert(
      fc.property(visits, shuffled, (visit, [given, other]) => {
        expect(priced(visit, other)).toEqual(priced(visit, given));
      }),
    );
  });

  it('is the sum of its lines, in whole paise, each quantity × unit, and never below zero on the way', () => {
    fc.assert(
      fc.property(visits, rules, (visit, given) => {
        const { items, totalPaise } = priced(visit, given);
        let sum = 0;
        for (const { kind, quantity, unitPaise, amountPaise } of items) {
          expect(Number.isSafeInteger(amountPaise) && !Object.is(amountPaise, -0)).toBe(true);
          expect(amountPaise).toBe(quantity * unitPaise);
          // As the database has it: a discount is below zero, and nothing else is.
          expect(amountPaise < 0).toBe(kind === 'discount');
          sum += amountPaise;
          expect(sum).toBeGreaterThanOrEqual(0);
        }
        expect(totalPaise).toBe(sum);
      }),
    );
  });

  it('counts one rule of a group at most, each rule once, and of a coupon the given one', () => {
    fc.assert(
      fc.property(visits, rules, (visit, given) => {
        const lines = priced(visit, given).items.filter(({ ruleId }) => ruleId !== null);
        const counted = lines.map(({ ruleId }) => given.find((rule) => rule.ruleId === ruleId)!);
        expect(new Set(counted).size).toBe(counted.length);
        const groups = counted.flatMap(({ exclusionGroup }) => exclusionGroup ?? []);
        expect(new Set(groups).size).toBe(groups.length);
        const coupons = counted.filter(({ kind }) => kind === 'coupon');
        expect(coupons.filter(({ code }) => code !== visit.coupon)).toEqual([]);
      }),
    );
  });

  it('comes, where publishing has let the rules in, from no rule that only its code has put first', () => {
    const seen = { service: { slug: 'ac-repair', subcategory: 'ac', category: 'appliances' } };
    fc.assert(
      fc.property(visits, rules, (visit, given) => {
        const decided = given.filter(
          (rule, index) => !given.slice(0, index).some((other) => isUndecided(rule, other)),
        );
        const known = { ...seen, place: { tier: 'metro' as const, city: 'bengaluru', pincode: '560034' } };
        const all = { ...known, ...visit, now, timeZone: 'Asia/Kolkata' };
        const holds = (rule: PricingRule): boolean => countingRules([rule], all).length === 1;
        // Two that hold, exclude each other and stand at one priority: publishing must have refused one.
        const rivals = decided.filter((rule, index) =>
          decided
            .slice(0, index)
            .some(
              (other) =>
                rule.exclusionGroup !== null &&
                rule.exclusionGroup === other.exclusionGroup &&
                rule.priority === other.priority &&
                holds(rule) &&
                holds(other),
            ),
        );
        expect(rivals).toEqual([]);
      }),
    );
  });
});

describe('two rules', () => {
  const [sunday, evening] = standardRules as [PricingRule, PricingRule, PricingRule];
  const beside = (change: Partial<PricingRule>) =>
    isUndecided(evening, { ...evening, code: 'other', ...change });

  it.each([
    ['the same hours', {}, true],
    ['another priority', { priority: 21 }, false],
    ['another group', { exclusionGroup: 'other' }, false],
    ['no group', { exclusionGroup: null }, false],
    ['hours that end before', { conditions: { toMinute: 18 * 60 } }, false],
    ['hours that overlap', { conditions: { toMinute: 18 * 60 + 1 } }, true],
    ['days, where the other has none', { conditions: { weekdays: [1] } }, true],
    [
      'a validity that ended',
      { validUntil: new Date('1999-12-31T00:00:00Z'), validFrom: new Date(0) },
      false,
    ],
    ['a place, where the other has none', { scope: { ...everywhere, cities: ['bengaluru'] } }, true],
  ])('with %s', (_, change, undecided) => {
    expect(beside(change)).toBe(undecided);
  });

  it('for different cities are apart; for a city and a pincode nobody here knows', () => {
    const at = (scope: Partial<RuleScope>): PricingRule => ({
      ...evening,
      scope: { ...everywhere, ...scope },
    });
    expect(isUndecided(at({ cities: ['bengaluru'] }), at({ cities: ['mysuru'] }))).toBe(false);
    expect(isUndecided(at({ cities: ['bengaluru'] }), at({ pincodes: ['570001'] }))).toBe(true);
    expect(
      isUndecided(at({ cities: ['bengaluru'], services: ['a'] }), at({ pincodes: ['1'], services: ['b'] })),
    ).toBe(false);
  });

  it('of the handbook are decided', () => {
    expect(isUndecided(sunday, evening)).toBe(false);
  });
});

it.each<[PriceRuleKind, Partial<PricingRule>]>([
  ['weekday', standardRules[0]!],
  ['peak_hours', standardRules[1]!],
  ['tax', standardRules[2]!],
])('a rule of the kind %s as it stands in the handbook has no fault', (kind, rule) => {
  expect(faultsOf(kind, { ...(rule as PricingRule), usesAtMost: null, usesPerCustomer: null })).toEqual([]);
});
