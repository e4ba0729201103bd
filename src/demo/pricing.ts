// Coupons to try, and a rule that is still a draft. The rules that prices are made of come with the migrations.
import type { SqlEntityManager } from '@mikro-orm/sql';
import { CouponCounter } from '../pricing/coupons/coupon.entity.js';
import { PriceRule, PriceRuleVersion } from '../pricing/rules/price-rule.entity.js';
import type { PriceRuleKind } from '../pricing/rules/price-rule.js';
import type { RuleDraft } from '../pricing/rules/rule-faults.js';
import type { InsertRows } from './insert.js';
import { demoStamps, type DemoScene } from './scene.js';

interface DemoRule {
  /** Of its own, not from the stream of chance: what is added here changes nothing else. */
  nth: number;
  code: string;
  kind: PriceRuleKind;
  isDraft?: boolean;
  terms: Partial<RuleDraft> & Pick<RuleDraft, 'label'>;
}

const demoRules: readonly DemoRule[] = [
  {
    nth: 1,
    code: 'WELCOME',
    kind: 'coupon',
    terms: { label: 'Welcome', basisPoints: 1_000, capPaise: 200_00, usesPerCustomer: 1 },
  },
  {
    nth: 2,
    code: 'CLEAN150',
    kind: 'coupon',
    terms: { label: '₹150 off cleaning', amountPaise: 150_00, minimumPaise: 1_500_00, usesAtMost: 500 },
  },
  {
    nth: 3,
    code: 'rush-hour',
    kind: 'peak_hours',
    isDraft: true,
    terms: {
      label: 'Rush hour surcharge',
      basisPoints: 500,
      exclusionGroup: 'unsocial-hours',
      priority: 30,
      conditions: { weekdays: [1, 2, 3, 4, 5], fromMinute: 17 * 60, toMinute: 18 * 60 },
    },
  },
];

const everywhere = { categories: [], subcategories: [], services: [], cities: [], pincodes: [], tiers: [] };
const unlimited = {
  basisPoints: null,
  amountPaise: null,
  minimumPaise: null,
  capPaise: null,
  sacCode: null,
  usesAtMost: null,
  usesPerCustomer: null,
  exclusionGroup: null,
  validUntil: null,
};

export function addPriceRules(scene: DemoScene, rows: InsertRows): void {
  const at = scene.minutesAgo(60 * 1440);
  for (const { nth, code, kind, isDraft = false, terms } of demoRules) {
    const rule = `019d45e0-3000-7000-8000-00000000000${nth}`;
    rows.add(PriceRule, { id: rule, code, kind, ...demoStamps(at) });
    rows.add(PriceRuleVersion, {
      id: `019d45e0-3000-7000-8000-00000000001${nth}`,
      rule,
      number: 1,
      scope: code === 'CLEAN150' ? { ...everywhere, categories: ['cleaning'] } : everywhere,
      conditions: {},
      validFrom: at,
      priority: 100,
      ...unlimited,
      ...terms,
      status: isDraft ? 'draft' : 'published',
      publishedAt: isDraft ? null : at,
      retiredAt: null,
      ...demoStamps(at),
    });
    if (kind === 'coupon')
      rows.add(CouponCounter, { rule, uses: 0, atMost: terms.usesAtMost ?? null, ...demoStamps(at) });
  }
}

/** Takes them away again. The rules of the installation stay; uses of coupons went with the customers. */
export async function clearPriceRules(em: SqlEntityManager): Promise<void> {
  const ours = `(select id from price_rules where code in (${demoRules.map(() => '?').join()}))`;
  const codes = demoRules.map(({ code }) => code);
  await em.execute('update coupon_counters set uses = 0');
  await em.execute(`delete from coupon_counters where rule_id in ${ours}`, codes);
  await em.execute(`delete from price_rule_versions where rule_id in ${ours}`, codes);
  await em.execute(`delete from price_rules where id in ${ours}`, codes);
}
