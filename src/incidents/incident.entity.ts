// Complaints of several customers that have one cause: the cause, who is in it, and what is done to all of them. No framework.
import { defineEntity, OptionalProps, p } from '@mikro-orm/core';
import { idColumn, newId, paiseColumn, timestampColumns } from '#libs/orm';
import { Pincode } from '../catalogue/place.entity.js';
import { Service } from '../catalogue/service.entity.js';
import { Complaint } from '../complaints/complaint.entity.js';
import { Customer } from '../customers/customer.entity.js';
import { Provider } from '../providers/provider.entity.js';
import { Staff } from '../staff/staff.entity.js';
import {
  causeKinds,
  incidentStatuses,
  incidentTransitions,
  memberStatuses,
  stepKinds,
  stepStatuses,
  type IncidentStatus,
} from './incident.states.js';
import {
  GoodwillOwnProposal,
  IncidentNotOpen,
  IncidentTransitionIllegal,
  StepDecided,
} from './incidents.errors.js';

/** Characters of an answer, as of any update of a complaint. */
export const answerAtMost = 4000;

/** Complaints of one incident. */
export const membersAtMost = 500;

/** Why it was offered, for whoever decides. */
export interface IncidentEvidence {
  complaints: number;
  customers: number;
  /** Customers who complain of the same in as long a time on other days. */
  expected: number;
  /** How unlikely that is by chance: 6 is one in a million. */
  surprise: number;
}

const IncidentSchema = defineEntity({
  name: 'Incident',
  tableName: 'incidents',
  checks: [
    { name: 'incidents_window_check', expression: 'window_from <= window_to' },
    {
      name: 'incidents_ended_check',
      expression: `(status in ('resolved', 'dismissed')) = (ended_at is not null)`,
    },
  ],
  indexes: [
    { name: 'incidents_created_at_index', properties: ['createdAt', 'id'] },
    {
      // One cause is offered, and worked on, once at a time, also where two processes look.
      name: 'incidents_cause_unique',
      expression: (columns, table, index) =>
        `create unique index "${index}" on ${table} ("${columns.causeKey}") where status in ('offered', 'open')`,
    },
  ],
  properties: {
    id: idColumn(),
    reference: p.string().length(12).unique('incidents_reference_unique'),
    status: p.enum(incidentStatuses).default('offered'),
    causeKind: p.enum(causeKinds),
    /** What is the same of all members, and when it began: `provider:…:2026-11-20`. */
    causeKey: p.string().length(160),
    provider: () => p.manyToOne(Provider).mapToPk().nullable().index(),
    service: () => p.manyToOne(Service).mapToPk().nullable().index(),
    pincode: () => p.manyToOne(Pincode).mapToPk().nullable().index(),
    windowFrom: p.datetime(),
    windowTo: p.datetime(),
    evidence: p.json<IncidentEvidence>(),
    /** The earliest of what was promised to its members: all of them are solved by then. */
    dueAt: p.datetime().nullable(),
    overdueToldFor: p.datetime().nullable(),
    openedBy: () => p.manyToOne(Staff).mapToPk().nullable(),
    openedAt: p.datetime().nullable(),
    endedBy: () => p.manyToOne(Staff).mapToPk().nullable(),
    endedAt: p.datetime().nullable(),
    version: p.integer().version(),
    ...timestampColumns(),
  },
});

export class Incident extends IncidentSchema.class {
  declare [OptionalProps]?: 'nextStatuses' | 'providerId' | 'serviceId';

  get nextStatuses(): readonly IncidentStatus[] {
    return incidentTransitions[this.status as IncidentStatus];
  }

  get providerId(): string | null {
    return this.provider ?? null;
  }

  get serviceId(): string | null {
    return this.service ?? null;
  }

  /** Somebody takes it up. @throws IncidentTransitionIllegal */
  open(by: string, now: Date): void {
    this.moveTo('open');
    Object.assign(this, { openedBy: by, openedAt: now });
  }

  /** @throws IncidentTransitionIllegal */
  end(status: 'resolved' | 'dismissed', by: string, now: Date): void {
    this.moveTo(status);
    Object.assign(this, { endedBy: by, endedAt: now });
  }

  /** @throws IncidentNotOpen */
  checkOpen(): void {
    if (this.status !== 'open') throw new IncidentNotOpen(this.reference, this.status as IncidentStatus);
  }

  /** What was promised to a member holds for all. */
  promise(dueAt: Date | null | undefined): void {
    if (dueAt && (!this.dueAt || dueAt < this.dueAt)) this.dueAt = dueAt;
  }

  private moveTo(status: IncidentStatus): void {
    if (!this.nextStatuses.includes(status))
      throw new IncidentTransitionIllegal(this.reference, this.status as IncidentStatus, status);
    this.status = status;
  }
}
IncidentSchema.setClass(Incident);

const IncidentMemberSchema = defineEntity({
  name: 'IncidentMember',
  tableName: 'incident_members',
  uniques: [{ name: 'incident_members_complaint_unique', properties: ['incident', 'complaint'] }],
  indexes: [
    {
      // A complaint is in one open incident at most.
      name: 'incident_members_active_unique',
      expression: (columns, table, index) =>
        `create unique index "${index}" on ${table} ("${columns.complaint}") where status = 'active'`,
    },
    { name: 'incident_members_time_index', properties: ['incident', 'createdAt', 'id'] },
  ],
  properties: {
    id: idColumn(),
    incident: () => p.manyToOne(Incident),
    complaint: () => p.manyToOne(Complaint).index(),
    customer: () => p.manyToOne(Customer).mapToPk().index(),
    status: p.enum(memberStatuses).default('offered'),
    ...timestampColumns(),
  },
});
export class IncidentMember extends IncidentMemberSchema.class {
  declare [OptionalProps]?: 'complaintId' | 'customerId';

  get complaintId(): string {
    return this.complaint.id;
  }

  get customerId(): string {
    return this.customer;
  }
}
IncidentMemberSchema.setClass(IncidentMember);

const IncidentStepSchema = defineEntity({
  name: 'IncidentStep',
  tableName: 'incident_steps',
  checks: [
    { name: 'incident_steps_body_check', expression: `length(body) <= ${answerAtMost}` },
    { name: 'incident_steps_amount_check', expression: `(kind = 'goodwill') = (amount_paise > 0)` },
    {
      name: 'incident_steps_decided_check',
      expression: `(status = 'proposed') = (decided_by_id is null) and (needs_approval = false or decided_by_id <> proposed_by_id)`,
    },
  ],
  indexes: [{ name: 'incident_steps_time_index', properties: ['incident', 'createdAt', 'id'] }],
  properties: {
    id: idColumn(),
    incident: () => p.manyToOne(Incident),
    kind: p.enum(stepKinds),
    status: p.enum(stepStatuses).default('proposed'),
    /** What all members are told. */
    body: p.text().default(''),
    /** For each customer. */
    amountPaise: paiseColumn().default(0),
    needsApproval: p.boolean().default(false),
    proposedBy: () => p.manyToOne(Staff).mapToPk(),
    decidedBy: () => p.manyToOne(Staff).mapToPk().nullable().deleteRule('restrict'),
    effects: () => p.oneToMany(IncidentEffect).mappedBy('step'),
    ...timestampColumns(),
  },
});
export class IncidentStep extends IncidentStepSchema.class {
  /** @throws StepDecided, GoodwillOwnProposal */
  decide(status: 'approved' | 'rejected', by: string): void {
    if (this.status !== 'proposed') throw new StepDecided(this.status);
    if (this.needsApproval && by === this.proposedBy) throw new GoodwillOwnProposal();
    Object.assign(this, { status, decidedBy: by });
  }

  /** One more complaint that it is to be done to. */
  reach(complaint: Complaint, now: Date): void {
    const effect = new IncidentEffect();
    Object.assign(effect, { id: newId(), complaint, customer: complaint.customer, createdAt: now });
    this.effects.add(effect);
  }
}
IncidentStepSchema.setClass(IncidentStep);

const IncidentEffectSchema = defineEntity({
  name: 'IncidentEffect',
  tableName: 'incident_effects',
  uniques: [{ name: 'incident_effects_complaint_unique', properties: ['step', 'complaint'] }],
  indexes: [
    {
      name: 'incident_effects_waiting_index',
      expression: (columns, table, index) =>
        `create index "${index}" on ${table} ("${columns.id}") where done_at is null`,
    },
  ],
  properties: {
    id: idColumn(),
    step: () => p.manyToOne(IncidentStep),
    complaint: () => p.manyToOne(Complaint).index(),
    customer: () => p.manyToOne(Customer).mapToPk().index(),
    /** Written in the transaction of the effect: nothing is done twice. */
    doneAt: p.datetime().nullable(),
    /** It was too late: the complaint had ended, or is in another incident. */
    isSkipped: p.boolean().default(false),
    /** Its customer was told with this one. */
    isTold: p.boolean().default(false),
    ...timestampColumns(),
  },
});
/** One step to be done to one complaint. */
export class IncidentEffect extends IncidentEffectSchema.class {}
IncidentEffectSchema.setClass(IncidentEffect);
