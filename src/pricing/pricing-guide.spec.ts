// The figures of docs/pricing.md, worked out.
import { readFileSync } from 'node:fs';
import { DateTime } from 'luxon';
import { priceOf } from './price.js';
import type { PricingRule } from './rules/price-rule.js';
import { standardRules } from './rules/standard-rules.js';

const [, , gst] = standardRules as [PricingRule, PricingRule, PricingRule];
const own = { ...gst, basisPoints: null, sacCode: null };
const metroFee: PricingRule = {
  ...own,
  ruleId: 'metro-fee',
  code: 'metro-fee',
  kind: 'place',
  label: 'Metro fee',
  scope: { ...gst.scope, tiers: ['metro'] },
  priority: 5,
  amountPaise: 50_00,
};
const welcome: PricingRule = {
  ...own,
  ruleId: 'welcome',
  code: 'WELCOME',
  kind: 'coupon',
  label: 'Welcome',
  basisPoints: 2_000,
  capPaise: 60_00,
};
const days: Record<string, string> = { Saturday: '2026-11-21', Sunday: '2026-11-22' };
const timeZone = 'Asia/Kolkata';

const [, byStandard, withMore] = readFileSync('docs/pricing.md', 'utf8').split(
  /^The same with|^An AC repair/m,
);
const rowsOf = (part: string) =>
  [...part.matchAll(/^\| ((?:Satur|Sun)day .*?) +\| (.*?) +\| ₹([\d.]+) +\|$/gm)].map(
    ([, visit, lines, total]) => [visit!, lines!, total!] as const,
  );
const rupees = (paise: number) => (paise / 100).toFixed(2);

it.each([
  ...rowsOf(byStandard!).map((row) => [...row, standardRules] as const),
  ...rowsOf(withMore!).map((row) => [...row, [welcome, ...standardRules, metroFee]] as const),
])('the guide is right about %s: %s', (visit, lines, total, rules) => {
  const [, day, clock] = /^(\w+) (\d\d:\d\d)/.exec(visit)!;
  const startsAt = DateTime.fromISO(`${days[day!]}T${clock}`, { zone: timeZone }).toJSDate();
  const price = priceOf({
    service: { slug: 'ac-repair', name: 'AC repair', unit: 'AC' },
    rateCard: { pricePaise: 349_00, currency: 'INR', attributes: [] },
    attributes: [],
    quantity: visit.includes('two of them') ? 2 : 1,
    startsAt,
    place: { tier: 'metro', city: 'bengaluru' },
    now: new Date('2026-11-20T04:30:00Z'),
    timeZone,
    coupon: visit.includes('coupon') ? 'WELCOME' : null,
    rules,
  });
  expect(price.items.map(({ code, amountPaise }) => `${code} ${rupees(amountPaise)}`).join(', ')).toBe(lines);
  expect(rupees(price.totalPaise)).toBe(total);
});

it('all examples of the guide are worked out', () => {
  expect([rowsOf(byStandard!).length, rowsOf(withMore!).length]).toEqual([4, 3]);
});
