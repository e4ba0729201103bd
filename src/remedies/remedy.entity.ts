// What is done about a complaint beyond words: who proposed it, who decided, and what came of it. No framework.
import { defineEntity, OptionalProps, p } from '@mikro-orm/core';
import { idColumn, paiseColumn, timestampColumns } from '#libs/orm';
import { Booking } from '../bookings/booking.entity.js';
import { Complaint } from '../complaints/complaint.entity.js';
import { Customer } from '../customers/customer.entity.js';
import { Staff } from '../staff/staff.entity.js';
import { RemedyOwnProposal, RemedyTransitionIllegal } from './remedies.errors.js';
import { remedyKinds, remedyStatuses, remedyTransitions, type RemedyStatus } from './remedy.states.js';

export const reasonAtMost = 300;

const RemedySchema = defineEntity({
  name: 'Remedy',
  tableName: 'remedies',
  checks: [
    {
      name: 'remedies_amount_check',
      expression: `(kind in ('refund', 'credit')) = (amount_paise > 0) and amount_paise >= 0`,
    },
    { name: 'remedies_way_check', expression: `(kind = 'refund') = (refund_as is not null)` },
    {
      // Of four eyes: who decides above a limit is never who proposed.
      name: 'remedies_decided_check',
      expression: `(status = 'proposed') = (decided_by_id is null) and (needs_approval = false or decided_by_id <> proposed_by_id)`,
    },
    { name: 'remedies_failed_check', expression: `(status = 'failed') = (failure_code is not null)` },
    { name: 'remedies_done_check', expression: `(status = 'done') = (done_at is not null)` },
  ],
  indexes: [
    { name: 'remedies_complaint_index', properties: ['complaint', 'id'] },
    { name: 'remedies_status_time_index', properties: ['status', 'createdAt', 'id'] },
    { name: 'remedies_created_at_index', properties: ['createdAt', 'id'] },
  ],
  properties: {
    id: idColumn(),
    complaint: () => p.manyToOne(Complaint),
    customer: () => p.manyToOne(Customer).mapToPk().index(),
    /** The visit that it is about; null where the complaint is about none. */
    booking: () => p.manyToOne(Booking).mapToPk().nullable().index(),
    /** Where it was given to all whom one cause has hit. */
    incidentId: p.uuid().nullable(),
    kind: p.enum(remedyKinds),
    status: p.enum(remedyStatuses).default('proposed'),
    /** 0 of a free visit and of an apology. */
    amountPaise: paiseColumn().default(0),
    refundAs: p.enum(['money', 'credit']).nullable(),
    /** The slot that was chosen for a free visit; null for the earliest. */
    startsAt: p.datetime().nullable(),
    providerId: p.uuid().nullable(),
    reason: p.string().length(reasonAtMost),
    /** The complaint is solved with it. */
    resolves: p.boolean().default(false),
    /** It was above what the proposer gives by themselves. */
    needsApproval: p.boolean().default(false),
    proposedBy: () => p.manyToOne(Staff).mapToPk(),
    decidedBy: () => p.manyToOne(Staff).mapToPk().nullable().deleteRule('restrict'),
    decidedAt: p.datetime().nullable(),
    decisionReason: p.string().length(reasonAtMost).default(''),
    doneAt: p.datetime().nullable(),
    /** The entry of the books, and the free visit, that came of it. */
    ledgerEntryId: p.uuid().nullable(),
    revisitId: p.uuid().nullable(),
    /** The problem by which it could not be done. */
    failureCode: p.string().length(60).nullable(),
    failureDetail: p.string().length(300).nullable(),
    version: p.integer().version(),
    ...timestampColumns(),
  },
});

/** What came of it. */
export interface RemedyOutcome {
  ledgerEntryId?: string;
  revisitId?: string;
}

export class Remedy extends RemedySchema.class {
  declare [OptionalProps]?:
    'bookingId' | 'customerId' | 'complaintId' | 'nextStatuses' | 'proposedById' | 'decidedById';

  get complaintId(): string {
    return this.complaint.id;
  }

  get customerId(): string {
    return this.customer;
  }

  get bookingId(): string | null {
    return this.booking ?? null;
  }

  get proposedById(): string {
    return this.proposedBy;
  }

  get decidedById(): string | null {
    return this.decidedBy ?? null;
  }

  get nextStatuses(): readonly RemedyStatus[] {
    return remedyTransitions[this.status as RemedyStatus];
  }

  /** @throws RemedyTransitionIllegal, RemedyOwnProposal when it needs an approval */
  decide(status: 'approved' | 'rejected', by: string, reason: string, now: Date): void {
    this.moveTo(status);
    if (this.needsApproval && by === this.proposedBy) throw new RemedyOwnProposal();
    Object.assign(this, { decidedBy: by, decidedAt: now, decisionReason: reason });
  }

  /** @throws RemedyTransitionIllegal */
  finish(outcome: RemedyOutcome, now: Date): void {
    this.moveTo('done');
    Object.assign(this, outcome, { doneAt: now });
  }

  /** @throws RemedyTransitionIllegal */
  fail(code: string, detail: string): void {
    this.moveTo('failed');
    Object.assign(this, { failureCode: code.slice(0, 60), failureDetail: detail.slice(0, 300) });
  }

  private moveTo(status: RemedyStatus): void {
    if (!this.nextStatuses.includes(status))
      throw new RemedyTransitionIllegal(this.status as RemedyStatus, status);
    this.status = status;
  }
}
RemedySchema.setClass(Remedy);
