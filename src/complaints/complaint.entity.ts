// Something went wrong: what it is about, where it stands, and what has happened to it since. No framework.
import { isDeepStrictEqual } from 'node:util';
import { defineEntity, OptionalProps, p } from '@mikro-orm/core';
import { idColumn, newId, timestampColumns } from '#libs/orm';
import { complaintColumns, historyColumns } from './complaint.columns.js';
import { complaintChecks, historyChecks, historyRawIndexes, rawIndexes } from './complaint.constraints.js';
import {
  complaintTransitions,
  isUnsolved,
  isWaiting,
  reopenableMs,
  reopenableStatuses,
  type ComplaintStatus,
} from './complaint.states.js';
import {
  ComplaintEnded,
  ComplaintNotEditable,
  ComplaintNotReopenable,
  ComplaintTransitionIllegal,
} from './complaints.errors.js';
import {
  type Classification,
  type ComplaintActor,
  type ComplaintContent,
  type ComplaintLine,
  type UpdateVisibility,
} from './complaint.terms.js';

export { ownComplaints } from './complaint.ownership.js';
export { unsolvedStatuses } from './complaint.states.js';
export type { ComplaintCategory, ComplaintLanguage } from './complaint.terms.js';

const ComplaintSchema = defineEntity({
  name: 'Complaint',
  tableName: 'complaints',
  checks: complaintChecks,
  indexes: [
    { name: 'complaints_status_priority_index', properties: ['status', 'priorityScore'] },
    { name: 'complaints_customer_time_index', properties: ['customer', 'createdAt', 'id'] },
    { name: 'complaints_priority_index', properties: ['priorityScore', 'id'] },
    { name: 'complaints_category_time_index', properties: ['category', 'createdAt', 'id'] },
    { name: 'complaints_created_at_index', properties: ['createdAt', 'id'] },
    { name: 'complaints_status_waiting_index', properties: ['status', 'waitingSince'] },
    { name: 'complaints_status_ended_index', properties: ['status', 'endedAt'] },
    ...rawIndexes,
  ],
  properties: {
    id: idColumn(),
    ...complaintColumns,
    /** The complaint of the same customer with which it is handled, while it is `merged`. */
    mergedInto: () => p.manyToOne(Complaint).mapToPk().nullable().index(),
    /** The complaint that it was a part of. */
    splitFrom: () => p.manyToOne(Complaint).mapToPk().nullable().index(),
    history: () => p.oneToMany(ComplaintEvent).mappedBy('complaint').orderBy({ at: 'asc', id: 'asc' }),
    version: p.integer().version(),
    ...timestampColumns(),
  },
});

/** Kept beside the row: of it nothing is in the database. */
const news = new WeakMap<Complaint, ComplaintEvent[]>();
/** By what a request is known of which nothing has come yet. */
const asked = new WeakMap<Complaint, string>();

export class Complaint extends ComplaintSchema.class {
  declare [OptionalProps]?:
    | 'customerId'
    | 'bookingId'
    | 'providerId'
    | 'serviceId'
    | 'assigneeId'
    | 'isUnsolved'
    | 'reopenableUntil'
    | 'nextStatuses';

  get customerId(): string {
    return this.customer;
  }

  get bookingId(): string | null {
    return this.booking ?? null;
  }

  get providerId(): string | null {
    return this.provider ?? null;
  }

  get serviceId(): string | null {
    return this.service ?? null;
  }

  get assigneeId(): string | null {
    return this.assignee ?? null;
  }

  get isUnsolved(): boolean {
    return isUnsolved(this.status);
  }

  /** Until when its customer may have it back on the desk; null where that is not possible. */
  get reopenableUntil(): Date | null {
    const { status, endedAt } = this;
    if (!endedAt || !(reopenableStatuses as readonly string[]).includes(status)) return null;
    return new Date(endedAt.getTime() + reopenableMs);
  }

  /** What the transition table allows, in its order, whoever asks and however late it is. */
  get nextStatuses(): readonly ComplaintStatus[] {
    return complaintTransitions[this.status as ComplaintStatus];
  }

  /** By its customer, before anybody has begun: what was read once is answered by an update. @throws ComplaintNotEditable */
  edit(content: ComplaintContent, by: ComplaintActor, now: Date): void {
    this.checkEdit();
    Object.assign(this, content);
    this.record({ kind: 'edited', at: now }, by);
  }

  /** @throws ComplaintNotEditable */
  checkEdit(): void {
    if (this.status !== 'open') throw new ComplaintNotEditable(this.reference, this.status);
  }

  /** What kind it is, how bad and about what, as staff see it; what is left out stays. @returns whether that is news. @throws ComplaintEnded */
  reclassify(as: Classification, by: ComplaintActor, now: Date): boolean {
    this.checkUnsolved();
    const { category, severity, topic = null, wanted = null } = this;
    const from = { category, severity, topic, wanted };
    const to = { ...from, ...as };
    if (isDeepStrictEqual(from, to)) return false;
    Object.assign(this, to);
    this.record({ kind: 'reclassified', at: now, visibility: 'internal', facts: { from, to } }, by);
    return true;
  }

  /**
   * What was solved is reopened by it, whoever does so. @param facts what else is to be told of it
   * @throws ComplaintTransitionIllegal unless the table allows it, ComplaintNotReopenable
   */
  moveTo(status: ComplaintStatus, by: ComplaintActor, now: Date, facts: object = {}): void {
    this.checkMove(status, now);
    const reopened = this.isReopening(status) && { reopened: true };
    this.record(
      { kind: 'status', at: now, facts: { from: this.status, to: status, ...reopened, ...facts } },
      by,
    );
    this.status = status;
    this.waitingSince = isWaiting(status) ? now : null;
    if (isUnsolved(status)) Object.assign(this, { resolvedAt: null, endedAt: null });
    else this.endedAt ??= now;
    if (status === 'resolved') this.resolvedAt = now;
  }

  /** @throws ComplaintTransitionIllegal, ComplaintNotReopenable */
  checkMove(status: ComplaintStatus, now: Date): void {
    if (!this.nextStatuses.includes(status))
      throw new ComplaintTransitionIllegal(this.reference, this.status, status, this.movesAt(now));
    if (this.isReopening(status)) this.checkReopening(now);
  }

  /** Of what the table allows, what the time that has gone by leaves. */
  private movesAt(now: Date): ComplaintStatus[] {
    const isTooLate = this.reopenableUntil !== null && now >= this.reopenableUntil;
    return this.nextStatuses.filter((status) => !isTooLate || !isUnsolved(status));
  }

  private isReopening(to: ComplaintStatus): boolean {
    return this.reopenableUntil !== null && isUnsolved(to);
  }

  /** Null: to nobody. @returns whether that is news. @throws ComplaintEnded */
  assign(to: string | null, by: ComplaintActor, now: Date, facts: object): boolean {
    this.checkUnsolved();
    if (this.assigneeId === to) return false;
    const moved = { from: this.assigneeId, to, ...facts };
    this.assignee = to;
    this.record({ kind: 'assigned', at: now, visibility: 'internal', facts: moved }, by);
    return true;
  }

  /** By its customer, or by staff for them. @throws ComplaintNotReopenable */
  reopen(by: ComplaintActor, now: Date): void {
    this.checkReopening(now);
    this.moveTo('in_progress', by, now);
  }

  /** @throws ComplaintNotReopenable */
  checkReopening(now: Date): void {
    const until = this.reopenableUntil;
    if (!until || now >= until) throw new ComplaintNotReopenable(this.reference, this.status, until);
  }

  /** One level up, to the operations manager at most. @returns whether that is news. @throws ComplaintEnded */
  escalate(by: ComplaintActor, now: Date, facts: object = {}): boolean {
    this.checkUnsolved();
    if (this.escalationLevel >= 2) return false;
    this.escalationLevel += 1;
    this.escalatedAt = now;
    this.record({ kind: 'escalated', at: now, facts: { level: this.escalationLevel, ...facts } }, by);
    return true;
  }

  /** Somebody has said something to the other side. What was waited for from the customer is there then. */
  replied(by: ComplaintActor, now: Date, facts: object): void {
    this.record({ kind: 'replied', at: now, facts }, by);
    if (by.kind === 'staff') this.firstRespondedAt ??= now;
    else this.answered(by, now);
  }

  /** Somebody has added a file. Photographs that were waited for from the customer are there then. */
  attached(by: ComplaintActor, now: Date, visibility: UpdateVisibility, facts: object): void {
    this.record({ kind: 'attached', at: now, visibility, facts }, by);
    if (by.kind !== 'staff') this.answered(by, now);
  }

  private answered(by: ComplaintActor, now: Date): void {
    if (this.status === 'waiting_for_customer') this.moveTo('in_progress', by, now);
  }

  /** @throws ComplaintEnded */
  checkUnsolved(): void {
    if (!this.isUnsolved) throw new ComplaintEnded(this.reference, this.status, this.nextStatuses);
  }

  /**
   * A promised time has passed. By that it is escalated, once, unless its customer is the one who is waited for: then nobody of ours could go on.
   * @returns whether it was
   */
  miss(target: { metric: string; missed: Date }, by: ComplaintActor, now: Date): boolean {
    this.record({ kind: 'target', at: now, visibility: 'internal', facts: target }, by);
    if (this.escalationLevel > 0 || this.status === 'waiting_for_customer') return false;
    return this.escalate(by, now, { because: 'target_missed' });
  }

  /** It comes under another policy: its targets are reckoned anew from where they began. */
  retarget(policy: number, by: ComplaintActor, now: Date): void {
    this.record({ kind: 'target', at: now, visibility: 'internal', facts: { policy } }, by);
  }

  /**
   * Does what a request asks for once, however often it comes: the first line that it adds has its key. What adds none is done again, and does
   * nothing then either. The row must be held. @returns false where it was done before
   */
  async once(requestKey: string, make: () => Promise<unknown>): Promise<unknown> {
    if (this.history.getItems().some((line) => line.requestKey === requestKey)) return false;
    asked.set(this, requestKey);
    try {
      return await make();
    } finally {
      asked.delete(this);
    }
  }

  /** Adds a line to the history, for everybody to read unless it says otherwise. Nothing in it may be personal. */
  record({ visibility = 'public', facts = {}, ...line }: ComplaintLine, by: ComplaintActor): void {
    const entry = new ComplaintEvent();
    const requestKey = asked.get(this) ?? null;
    asked.delete(this);
    Object.assign(entry, {
      id: newId(),
      ...line,
      visibility,
      facts,
      requestKey,
      byKind: by.kind,
      byId: by.id,
    });
    this.history.add(entry);
    news.set(this, [...(news.get(this) ?? []), entry]);
  }

  /** The lines that were added since it was read or asked the last time, the earliest first. */
  takeNews(): ComplaintEvent[] {
    const lines = news.get(this) ?? [];
    news.delete(this);
    return lines;
  }
}
ComplaintSchema.setClass(Complaint);

// Lines are only ever added: the promised times are reckoned from them.
const ComplaintEventSchema = defineEntity({
  name: 'ComplaintEvent',
  tableName: 'complaint_events',
  checks: historyChecks,
  indexes: [
    { name: 'complaint_events_complaint_time_index', properties: ['complaint', 'at', 'id'] },
    { name: 'complaint_events_kind_time_index', properties: ['kind', 'at'] },
    ...historyRawIndexes,
  ],
  properties: {
    id: idColumn(),
    complaint: () => p.manyToOne(Complaint).deleteRule('cascade'),
    ...historyColumns,
    ...timestampColumns(),
  },
});
export class ComplaintEvent extends ComplaintEventSchema.class {}
ComplaintEventSchema.setClass(ComplaintEvent);
