// What is promised to a customer by when, as it was reckoned last: one row for each time that something was owed. For lists, the watcher and the
// reports; what it is made of can always be reckoned anew from the history.
import { defineEntity, p } from '@mikro-orm/core';
import { idColumn, timestampColumns } from '#libs/orm';
import { slaMetrics, slaStates, type SlaCycle } from '../../sla/clock/sla-terms.entity.js';
import { Complaint } from '../complaint.entity.js';

const ComplaintTargetSchema = defineEntity({
  name: 'ComplaintTarget',
  tableName: 'complaint_targets',
  uniques: [{ name: 'complaint_targets_cycle_unique', properties: ['complaint', 'metric', 'cycle'] }],
  indexes: [
    {
      // What the desk asks for: all that is still owed, told or not.
      name: 'complaint_targets_open_index',
      expression: (columns, table, index) =>
        `create index "${index}" on ${table} ("${columns.dueAt}", "${columns.atRiskAt}") where ended_at is null`,
    },
    {
      // What the watcher has not told of yet. A row leaves an index when that was told, or when it is done.
      name: 'complaint_targets_overdue_index',
      expression: (columns, table, index) =>
        `create index "${index}" on ${table} ("${columns.dueAt}") where ended_at is null and overdue_told_for is distinct from due_at`,
    },
    {
      name: 'complaint_targets_at_risk_index',
      expression: (columns, table, index) =>
        `create index "${index}" on ${table} ("${columns.atRiskAt}") where ended_at is null and overdue_told_for is distinct from due_at and at_risk_told_for is distinct from due_at`,
    },
  ],
  properties: {
    id: idColumn(),
    complaint: () => p.manyToOne(Complaint).deleteRule('cascade'),
    metric: p.enum(slaMetrics),
    /** 0, 1, …: how often it was owed before. */
    cycle: p.smallint(),
    state: p.enum(slaStates),
    startsAt: p.datetime(),
    endedAt: p.datetime().nullable(),
    /** Null while it is paused: nobody knows then when that ends. */
    dueAt: p.datetime().nullable(),
    /** The same. */
    atRiskAt: p.datetime().nullable(),
    breachedAt: p.datetime().nullable(),
    /** The version of the policy and its rule. */
    policy: p.integer(),
    rule: p.string().length(40),
    /** The target of which it was told that it is at risk, and that it was missed: of another target it is told again. */
    atRiskToldFor: p.datetime().nullable(),
    overdueToldFor: p.datetime().nullable(),
    ...timestampColumns(),
  },
});
export class ComplaintTarget extends ComplaintTargetSchema.class {
  /** Takes over what the clock says. */
  follow({ state, startsAt, endedAt, deadline, atRiskAt, breachedAt, policy, rule }: SlaCycle): void {
    const isStill = state === 'paused';
    Object.assign(this, {
      state,
      startsAt,
      endedAt,
      dueAt: isStill ? null : deadline,
      atRiskAt: isStill ? null : atRiskAt,
      breachedAt,
      policy,
      rule,
    });
  }

  /** Whether nobody has been told yet that it has passed. */
  isOverdue(now: Date): boolean {
    return this.isOpen && this.dueAt! < now && !isSame(this.overdueToldFor, this.dueAt);
  }

  /** Whether nobody has been told yet that it is near. */
  isAtRisk(now: Date): boolean {
    const { atRiskAt, dueAt } = this;
    return this.isOpen && atRiskAt! <= now && dueAt! >= now && !isSame(this.atRiskToldFor, dueAt);
  }

  /**
   * For what was there before its targets were reckoned as they are now: an answer was never promised, and of the solution it stays told what
   * was told before.
   */
  keepQuiet(now: Date): void {
    const isNew = this.metric !== 'resolution';
    if (this.isOverdue(now) && (isNew || this.overdueToldFor)) this.overdueToldFor = this.dueAt;
    if (this.isAtRisk(now) && (isNew || this.atRiskToldFor)) this.atRiskToldFor = this.dueAt;
  }

  private get isOpen(): boolean {
    return !this.endedAt && Boolean(this.dueAt);
  }
}
ComplaintTargetSchema.setClass(ComplaintTarget);

const isSame = (one: Date | null | undefined, other: Date | null | undefined): boolean =>
  one?.getTime() === other?.getTime();
