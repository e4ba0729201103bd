// What the terms of a rule must say by its kind.
import type { PriceRuleKind, RuleConditions, RuleScope, RuleTerms } from './price-rule.js';

/** What a version of a rule says, as staff write it. */
export interface RuleDraft extends RuleTerms {
  /** Of a coupon: how often all customers together may use it; null where there is no limit. */
  usesAtMost: number | null;
  /** … and each customer. */
  usesPerCustomer: number | null;
}

/** What is wrong with it, in words; empty when it may be so. */
export function faultsOf(kind: PriceRuleKind, draft: RuleDraft): string[] {
  const { conditions, scope, basisPoints, amountPaise, validFrom, validUntil } = draft;
  const { fromMinute = 0, toMinute = 24 * 60 } = conditions;
  const size = basisPoints ?? amountPaise;
  const couponTerms = [draft.minimumPaise, draft.capPaise, draft.usesAtMost, draft.usesPerCustomer];
  const faults: [boolean, string][] = [
    [(basisPoints === null) === (amountPaise === null), 'it needs either basisPoints or amountPaise'],
    [size === 0, 'it must change the price'],
    [validUntil !== null && validUntil <= validFrom, 'validUntil must be after validFrom'],
    [fromMinute >= toMinute, 'toMinute must be after fromMinute'],
    [!isSaid(kind, conditions, scope), missing[kind]],
    [kind === 'coupon' && size !== null && size < 0, 'a coupon says what it takes off, above zero'],
    [
      kind !== 'coupon' && couponTerms.some((term) => term !== null),
      'only a coupon has a minimum, a cap and limits',
    ],
    [kind === 'tax' && (basisPoints === null || basisPoints < 0), 'a tax is a share, above zero'],
    [(kind === 'tax') !== (draft.sacCode !== null), 'a tax has a sacCode, and nothing else has one'],
  ];
  return faults.flatMap(([isWrong, fault]) => (isWrong ? [fault] : []));
}

const missing: Readonly<Record<PriceRuleKind, string>> = {
  attribute: 'it needs conditions.attribute',
  place: 'it needs cities, pincodes or tiers',
  peak_hours: 'it needs conditions.fromMinute or conditions.toMinute',
  weekday: 'it needs conditions.weekdays',
  urgency: 'it needs conditions.leadMinutes',
  coupon: '',
  tax: '',
};

function isSaid(
  kind: PriceRuleKind,
  conditions: RuleConditions,
  { cities, pincodes, tiers }: RuleScope,
): boolean {
  const { attribute, fromMinute, toMinute, weekdays, leadMinutes } = conditions;
  if (kind === 'attribute') return attribute !== undefined;
  if (kind === 'place') return [cities, pincodes, tiers].some(({ length }) => length > 0);
  if (kind === 'peak_hours') return fromMinute !== undefined || toMinute !== undefined;
  if (kind === 'weekday') return weekdays !== undefined;
  if (kind === 'urgency') return leadMinutes !== undefined;
  return true;
}
