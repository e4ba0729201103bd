// What prices are made of beside rate cards: rules, each in versions. A version is drafted, published, retired; what was published is never
// edited, the next version succeeds it.
import { defineEntity, OptionalProps, p } from '@mikro-orm/core';
import { idColumn, paiseColumn, timestampColumns } from '#libs/orm';
import { NothingToPublish, NothingToRetire } from '../pricing.errors.js';
import {
  priceRuleKinds,
  type PricingRule,
  type RuleConditions,
  type RuleScope,
  type RuleTerms,
} from './price-rule.js';

export const ruleVersionStatuses = ['draft', 'published', 'retired'] as const;

const PriceRuleSchema = defineEntity({
  name: 'PriceRule',
  tableName: 'price_rules',
  checks: [{ name: 'price_rules_code_check', expression: `code ~ '^[A-Za-z0-9][A-Za-z0-9_-]*$'` }],
  indexes: [{ name: 'price_rules_kind_index', properties: ['kind', 'code'] }],
  properties: {
    id: idColumn(),
    /** Of a coupon in capitals: customers type it in any case. */
    code: p.string().length(40).unique('price_rules_code_unique'),
    kind: p.enum(priceRuleKinds),
    versions: () => p.oneToMany(PriceRuleVersion).mappedBy('rule').orderBy({ number: 'asc' }),
    /** For If-Match. */
    version: p.integer().version(),
    ...timestampColumns(),
  },
});
export class PriceRule extends PriceRuleSchema.class {
  declare [OptionalProps]?: 'draft' | 'published' | 'nextNumber' | 'publishable';

  /** What would be published next. Versions must be loaded. */
  get draft(): PriceRuleVersion | null {
    return this.versions.find(({ status }) => status === 'draft') ?? null;
  }

  /** What prices are made of now. Versions must be loaded. */
  get published(): PriceRuleVersion | null {
    return this.versions.find(({ status }) => status === 'published') ?? null;
  }

  /** Of the version that will be drafted next. */
  get nextNumber(): number {
    return Math.max(0, ...this.versions.map(({ number }) => number)) + 1;
  }

  /** @throws NothingToPublish */
  get publishable(): PriceRuleVersion {
    if (!this.draft) throw new NothingToPublish(this.code);
    return this.draft;
  }

  /** Takes the published version out of prices; nothing comes in its place. @throws NothingToRetire */
  retire(now: Date): PriceRuleVersion {
    const { published } = this;
    if (!published) throw new NothingToRetire(this.code);
    published.retire(now);
    this.updatedAt = now;
    return published;
  }
}
PriceRuleSchema.setClass(PriceRule);

const PriceRuleVersionSchema = defineEntity({
  name: 'PriceRuleVersion',
  tableName: 'price_rule_versions',
  checks: [
    { name: 'price_rule_versions_number_check', expression: 'number >= 1' },
    {
      name: 'price_rule_versions_size_check',
      expression: '(basis_points is null) <> (amount_paise is null)',
    },
    { name: 'price_rule_versions_validity_check', expression: 'valid_from < valid_until' },
    { name: 'price_rule_versions_priority_check', expression: 'priority >= 0 and priority <= 1000' },
    {
      name: 'price_rule_versions_published_check',
      expression: `(status = 'draft') = (published_at is null)`,
    },
    {
      name: 'price_rule_versions_retired_check',
      expression: `(status = 'retired') = (retired_at is not null)`,
    },
    {
      name: 'price_rule_versions_coupon_check',
      expression: 'minimum_paise >= 0 and cap_paise > 0 and uses_at_most > 0 and uses_per_customer > 0',
    },
  ],
  uniques: [{ name: 'price_rule_versions_number_unique', properties: ['rule', 'number'] }],
  indexes: [
    {
      // Prices are made of one version of a rule, whatever the code does.
      name: 'price_rule_versions_published_unique',
      expression: (columns, table, index) =>
        `create unique index "${index}" on ${table} ("${columns.rule}") where status = 'published'`,
    },
    {
      name: 'price_rule_versions_draft_unique',
      expression: (columns, table, index) =>
        `create unique index "${index}" on ${table} ("${columns.rule}") where status = 'draft'`,
    },
  ],
  properties: {
    id: idColumn(),
    rule: () => p.manyToOne(PriceRule),
    number: p.integer(),
    status: p.enum(ruleVersionStatuses).default('draft'),
    label: p.string().length(120),
    scope: p.json().$type<RuleScope>(),
    conditions: p.json().$type<RuleConditions>(),
    validFrom: p.datetime(),
    validUntil: p.datetime().nullable(),
    priority: p.smallint(),
    exclusionGroup: p.string().length(40).nullable(),
    basisPoints: p.integer().nullable(),
    amountPaise: paiseColumn().nullable(),
    minimumPaise: paiseColumn().nullable(),
    capPaise: paiseColumn().nullable(),
    /** Of a coupon: by everybody, and by each customer. */
    usesAtMost: p.integer().nullable(),
    usesPerCustomer: p.smallint().nullable(),
    sacCode: p.string().length(8).nullable(),
    publishedAt: p.datetime().nullable(),
    retiredAt: p.datetime().nullable(),
    ...timestampColumns(),
  },
});
export class PriceRuleVersion extends PriceRuleVersionSchema.class {
  publish(now: Date): void {
    Object.assign(this, { status: 'published', publishedAt: now });
  }

  retire(now: Date): void {
    Object.assign(this, { status: 'retired', retiredAt: now });
  }

  /** As prices are made of it. Its rule must be loaded. */
  toPricingRule(): PricingRule {
    const { id: ruleId, code, kind } = this.rule as unknown as PriceRule;
    const terms = termsOf(this);
    return { ruleId, code, kind, version: this.number, ...terms };
  }
}
PriceRuleVersionSchema.setClass(PriceRuleVersion);

function termsOf(version: PriceRuleVersion): RuleTerms {
  const { label, scope, conditions, validFrom, priority } = version;
  return {
    label,
    scope,
    conditions,
    validFrom,
    priority,
    validUntil: version.validUntil ?? null,
    exclusionGroup: version.exclusionGroup ?? null,
    basisPoints: version.basisPoints ?? null,
    amountPaise: version.amountPaise ?? null,
    minimumPaise: version.minimumPaise ?? null,
    capPaise: version.capPaise ?? null,
    sacCode: version.sacCode ?? null,
  };
}
