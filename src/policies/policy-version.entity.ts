// The policies as they are, were and are to be: numbered versions. What was published once is never changed, because bookings hold on to it.
import { defineEntity, p } from '@mikro-orm/core';
import { timestampColumns } from '#libs/orm';
import { PolicyNotDraft, PolicyNotPublished, PolicyWindowInvalid } from './policies.errors.js';
import { visitTerms, type PolicyClause, type PolicyTerms, type VisitMoment } from './policy-terms.entity.js';

export type { PolicyClause, PolicyTerms, VisitMoment } from './policy-terms.entity.js';

export const policyStatuses = ['draft', 'published', 'retired'] as const;

/** The number of the version that the installation begins with: the migration writes it. */
export const firstPolicyNumber = 1;

const PolicyVersionSchema = defineEntity({
  name: 'PolicyVersion',
  tableName: 'policy_versions',
  checks: [
    { name: 'policy_versions_number_check', expression: 'number >= 1' },
    {
      // A draft holds from no moment yet.
      name: 'policy_versions_published_check',
      expression: `(status = 'draft') = (valid_from is null)`,
    },
    { name: 'policy_versions_retired_check', expression: `(status = 'retired') = (retired_at is not null)` },
  ],
  indexes: [{ name: 'policy_versions_valid_index', properties: ['status', 'validFrom'] }],
  properties: {
    number: p.integer().autoincrement(false).primary(),
    status: p.enum(policyStatuses).default('draft'),
    /** What has changed and why, for colleagues. */
    note: p.string().length(500),
    clauses: p.json().$type<PolicyClause[]>(),
    /** Bookings made from then on are under it; null while it is a draft. */
    validFrom: p.datetime().nullable(),
    retiredAt: p.datetime().nullable(),
    /** For If-Match. */
    version: p.integer().version(),
    ...timestampColumns(),
  },
});
/** The database refuses every change of a published version but its retirement (trigger `policy_versions_keep`). */
export class PolicyVersion extends PolicyVersionSchema.class {
  /** What cancelling the visit at `at` costs. */
  cancellationTerms(visit: VisitMoment, at: Date): PolicyTerms {
    return visitTerms(this.clauses, 'cancellation', visit, at);
  }

  /** What moving the visit at `at` costs, beside the price of the new slot. */
  reschedulingTerms(visit: VisitMoment, at: Date): PolicyTerms {
    return visitTerms(this.clauses, 'rescheduling', visit, at);
  }

  /** What is charged when nobody was at home. */
  noShowTerms(visit: VisitMoment, at: Date): PolicyTerms {
    return visitTerms(this.clauses, 'no_show', visit, at);
  }

  clauseNamed(id: string): PolicyClause | undefined {
    return this.clauses.find((clause) => clause.id === id);
  }

  /** Only a draft can be. @throws PolicyNotDraft */
  rewrite(change: { note: string; clauses: PolicyClause[] }): void {
    if (this.status !== 'draft') throw new PolicyNotDraft(this.number, this.status);
    Object.assign(this, change);
  }

  /**
   * @param validFrom not in the past: nobody has booked under what was not there
   * @throws PolicyNotDraft, PolicyWindowInvalid
   */
  publish(validFrom: Date, now: Date): void {
    if (this.status !== 'draft') throw new PolicyNotDraft(this.number, this.status);
    if (validFrom < now) throw new PolicyWindowInvalid(now);
    Object.assign(this, { status: 'published', validFrom });
  }

  /** No further booking comes under it; those that are keep it. @throws PolicyNotPublished */
  retire(now: Date): void {
    if (this.status !== 'published') throw new PolicyNotPublished(this.number, this.status);
    Object.assign(this, { status: 'retired', retiredAt: now });
  }
}
PolicyVersionSchema.setClass(PolicyVersion);
