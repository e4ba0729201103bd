// A sold slot: its states, its price, and what a cancellation costs. No database, no framework.
import { defineEntity, OptionalProps, p } from '@mikro-orm/core';
import { idColumn, newId, paiseColumn, timestampColumns } from '#libs/orm';
import { Customer } from '../customers/customer.entity.js';
import { Pincode } from '../catalogue/place.entity.js';
import { RateCard } from '../catalogue/rate-card.entity.js';
import { Service } from '../catalogue/service.entity.js';
import { Quote } from '../pricing/quotes/quote.entity.js';
import { firstPolicyNumber, PolicyVersion } from '../policies/policy-version.entity.js';
import { Provider } from '../providers/provider.entity.js';
import { bookingChecks, bookingIndexes, itemChecks } from './booking.constraints.js';
import { bookingStatuses, bookingTransitions } from './booking.states.js';
import type { BookingStatus, StepKind } from './booking.states.js';
import {
  BookingChangedTooOften,
  BookingNotCancellable,
  BookingNotMovable,
  IllegalTransition,
} from './booking.errors.js';
import {
  newlyAssigned,
  type BookingActor,
  type Cancellation,
  type Reassignment,
  type Rescheduling,
} from './booking.orders.js';
import {
  agreedTerms,
  checkAssignable,
  checkConfirmation,
  checkEdit,
  checkStep,
  notesWith,
} from './booking.checks.js';
import { itemColumns, transitionColumns } from './booking.columns.js';
import { changesAtMost, notesAtMost } from './booking.limits.js';
import { cancellationTerms, movingTerms, type CancellationTerms } from './cancellation.policy.js';

export { bookingStatuses };
export * from './booking.limits.js';
export { ownBookings } from './booking.ownership.js';

const BookingSchema = defineEntity({
  name: 'Booking',
  tableName: 'bookings',
  checks: bookingChecks,
  indexes: [...bookingIndexes],
  properties: {
    id: idColumn(),
    /** What a customer reads out on the phone: `BK-7F3K9Q`. */
    reference: p.string().length(12).unique('bookings_reference_unique'),
    customer: () => p.manyToOne(Customer).mapToPk(),
    provider: () => p.manyToOne(Provider),
    service: () => p.manyToOne(Service).index(),
    rateCard: () => p.manyToOne(RateCard).mapToPk().index(),
    /** The address as it was when the slot was sold; later edits of the customer's address do not move a visit. */
    addressLine: p.string().length(300),
    pincode: () => p.manyToOne(Pincode).mapToPk().index(),
    startsAt: p.datetime(),
    endsAt: p.datetime(),
    /** What the service needs before the visit, as it was when the slot was sold. */
    bufferBeforeMinutes: p.smallint().default(0),
    /** `endsAt` and what the service needs after the visit. The database keeps the provider until then, and for the way on top (src/slots). */
    busyUntil: p.datetime(),
    status: p.enum(bookingStatuses).default('confirmed'),
    quantity: p.smallint().default(1),
    totalPaise: paiseColumn(),
    /** The policies that held when it was made: they decide what giving it up costs, whatever has been published since. */
    policy: () =>
      p.manyToOne(PolicyVersion).mapToPk().default(firstPolicyNumber).fieldName('policy_number').index(),
    currency: p.string().columnType('char(3)').default('INR'),
    notes: p.string().length(notesAtMost).default(''),
    cancellationFeePaise: paiseColumn().nullable(),
    /** The quote that it was made from: one booking each. */
    quote: () => p.manyToOne(Quote).mapToPk().nullable().unique('bookings_quote_unique'),
    /** The proposal or request this booking came from: at most one booking each, however often it is confirmed. */
    requestKey: p.string().length(80).nullable().unique('bookings_request_key_unique'),
    /** What moving it has cost so far, beside the price of the visit: it stays due, also when the visit is cancelled. */
    reschedulingFeePaise: paiseColumn().default(0),
    /** When the professional said to come to this slot; null while that has not been heard. */
    confirmedAt: p.datetime().nullable(),
    /** Since when nobody comes: the professional called off or did not come (src/dispatch). Null while somebody does. */
    unattendedSince: p.datetime().nullable(),
    /** Wrong start codes so far. */
    startTries: p.smallint().default(0),
    /** The proposal by which it was cancelled: however often that is confirmed, it happens once. */
    cancellationKey: p.string().length(80).nullable(),
    items: () => p.oneToMany(BookingItem).mappedBy('booking').orderBy({ position: 'asc' }),
    history: () => p.oneToMany(BookingTransition).mappedBy('booking').orderBy({ at: 'asc', id: 'asc' }),
    /** The start of which the customer was reminded, a day and two hours ahead: for another start they are reminded again. */
    dayRemindedFor: p.datetime().nullable(),
    hoursRemindedFor: p.datetime().nullable(),
    version: p.integer().version(),
    ...timestampColumns(),
  },
});

export class Booking extends BookingSchema.class {
  declare [OptionalProps]?: 'nextStatuses' | 'attributeCodes' | 'policy';

  /** What may happen next, in the order of the transition table. */
  get nextStatuses(): readonly BookingStatus[] {
    return bookingTransitions[this.status as BookingStatus];
  }

  /** What cancelling at `now` costs under the booking's own `policy`; null when it has begun, has ended, or its time has come. */
  cancellationTerms(now: Date, policy: PolicyVersion): CancellationTerms | null {
    return this.isStillAhead(now) ? cancellationTerms(this, now, policy) : null;
  }

  /** What another slot costs at `now` beside its price, under the booking's own `policy`; null when it can no longer be moved. */
  movingTerms(now: Date, policy: PolicyVersion): CancellationTerms | null {
    return this.isStillAhead(now) ? movingTerms(this, now, policy) : null;
  }

  /** Codes of what was chosen with the service. Its items must be loaded. */
  get attributeCodes(): string[] {
    return this.items.filter(({ kind }) => kind === 'attribute').map(({ code }) => code);
  }

  /**
   * Cancels under the terms that hold at `now`.
   * @throws BookingNotCancellable when it has started or ended, CancellationFeeChanged
   */
  cancel(
    by: BookingActor,
    now: Date,
    policy: PolicyVersion,
    { reason, expectedFeePaise, quotedFeePaise, key }: Cancellation,
  ): void {
    const current = this.cancellationTerms(now, policy);
    const agreed = quotedFeePaise === undefined ? expectedFeePaise : undefined;
    const { feePaise } = agreedTerms(this, current, agreed, BookingNotCancellable);
    this.moveTo('cancelled', by, now, reason);
    this.cancellationFeePaise = quotedFeePaise ?? feePaise;
    this.cancellationKey = key ?? null;
  }

  /**
   * What another slot costs at `now` beside its price, if that is what was agreed to.
   * @param expectedFeePaise the fee that was shown; undefined where none was
   * @throws BookingNotMovable, CancellationFeeChanged
   */
  checkMove(now: Date, policy: PolicyVersion, expectedFeePaise?: number): CancellationTerms {
    return agreedTerms(this, this.movingTerms(now, policy), expectedFeePaise, BookingNotMovable);
  }

  /**
   * Takes another slot and keeps all else: the reference, what the customer knows it by, and the history, which holds what was sold before.
   * @param was how it was sold until now, for the history. @param key what the request is known by
   * @throws BookingNotMovable, CancellationFeeChanged, BookingChangedTooOften
   */
  reschedule(
    by: BookingActor,
    now: Date,
    policy: PolicyVersion,
    { slot, was, expectedFeePaise, key }: Rescheduling,
  ): void {
    const { feePaise } = this.checkMove(now, policy, expectedFeePaise);
    const before = this.status;
    this.recordChange('rescheduled', before, by, now, { was: { ...was, feePaise }, key });
    // Whoever was on the way is not on the way to the new slot, nor has anybody said to come to it.
    Object.assign(this, slot, newlyAssigned);
    this.reschedulingFeePaise += feePaise;
  }

  /**
   * The professional called off, or did not come: until somebody else does, giving it up costs nothing. Said again it changes nothing.
   * @returns whether it is news
   * @throws IllegalTransition
   */
  markUnattended(by: BookingActor, now: Date, reason: string): boolean {
    checkAssignable(this);
    if (this.unattendedSince) return false;
    this.recordChange('unattended', this.status, by, now, { reason });
    Object.assign(this, { ...newlyAssigned, unattendedSince: now });
    return true;
  }

  /** Somebody else comes, at the same time or at another. The price stays what was agreed to. @throws IllegalTransition */
  reassign(by: BookingActor, now: Date, { visit, was, reason }: Reassignment): void {
    checkAssignable(this);
    this.recordChange('reassigned', this.status, by, now, { was, reason });
    Object.assign(this, visit, newlyAssigned);
  }

  /** @throws BookingNotChangeable, BookingChangedTooOften. @param was what stood there before */
  recordEdit(by: BookingActor, now: Date, was: object): void {
    checkEdit(this, now);
    this.recordChange('changed', this.status, by, now, { was });
  }

  /**
   * The professional says to come. Said again it changes nothing. @returns whether it is news
   * @throws BookingEnded, IllegalTransition
   */
  confirmVisit(by: BookingActor, now: Date): boolean {
    checkConfirmation(this);
    if (this.confirmedAt) return false;
    Object.assign(this, { confirmedAt: now, unattendedSince: null });
    this.recordChange('confirmed', 'confirmed', by, now, {});
    return true;
  }

  /** A step of the visit itself. @throws IllegalTransition, StepTooEarly */
  step(to: BookingStatus, by: BookingActor, now: Date, reason = ''): void {
    checkStep(this, to, now);
    this.moveTo(to, by, now, reason);
    // Whoever sets out after all, or begins, attends it.
    this.unattendedSince = null;
  }

  /**
   * Adds a line for whoever comes. What stands there already is not written twice, so that a note may be given again.
   * @returns whether anything was added
   * @throws BookingEnded, NotesFull
   */
  addNote(note: string): boolean {
    const { notes: before } = this;
    this.notes = notesWith(this, note);
    return this.notes !== before;
  }

  /** @throws IllegalTransition unless the table allows it */
  moveTo(status: BookingStatus, by: BookingActor, now: Date, reason = ''): void {
    if (!this.nextStatuses.includes(status)) throw new IllegalTransition(this.reference, this.status, status);
    this.record({ from: this.status, to: status, at: now, reason }, by);
    this.status = status;
  }

  /** The first line of the history: the slot was sold. */
  recordCreation(by: BookingActor, now: Date): void {
    this.record({ from: null, to: this.status, at: now }, by);
  }

  private isStillAhead(now: Date): boolean {
    return this.nextStatuses.includes('cancelled') && (now < this.startsAt || Boolean(this.unattendedSince));
  }

  /** A line that leaves the status, or sets it back. @throws BookingChangedTooOften */
  private recordChange(
    kind: StepKind,
    from: BookingStatus,
    by: BookingActor,
    at: Date,
    { was = null, key = null, reason = '' }: Partial<Pick<BookingTransition, 'was' | 'key' | 'reason'>>,
  ): void {
    const changes = this.history.filter((step) => step.kind !== 'status').length;
    const isOurs = kind === 'unattended' || kind === 'reassigned'; // what its customer did holds nothing of ours up
    if (!isOurs && changes >= changesAtMost) throw new BookingChangedTooOften(this.reference, changesAtMost);
    this.record({ kind, from, to: kind === 'changed' ? from : 'confirmed', at, was, key, reason }, by);
  }

  private record(line: Partial<BookingTransition>, by: BookingActor): void {
    const entry = new BookingTransition();
    Object.assign(entry, { ...newLine, id: newId(), ...line, byKind: by.kind, byId: by.id });
    this.history.add(entry);
  }
}
BookingSchema.setClass(Booking);

/** Of the status, unless it says something else. */
const newLine = { kind: 'status', reason: '', was: null, key: null } as const;

const BookingItemSchema = defineEntity({
  name: 'BookingItem',
  tableName: 'booking_items',
  checks: itemChecks,
  uniques: [{ name: 'booking_items_position_unique', properties: ['booking', 'position'] }],
  properties: {
    id: idColumn(),
    booking: () => p.manyToOne(Booking),
    ...itemColumns,
    ...timestampColumns(),
  },
});
export class BookingItem extends BookingItemSchema.class {}
BookingItemSchema.setClass(BookingItem);

const BookingTransitionSchema = defineEntity({
  name: 'BookingTransition',
  tableName: 'booking_status_history',
  checks: [
    {
      name: 'booking_status_history_by_kind_check',
      expression: `by_kind in ('customer', 'staff', 'agent', 'system')`,
    },
  ],
  indexes: [{ name: 'booking_status_history_booking_index', properties: ['booking', 'at'] }],
  uniques: [{ name: 'booking_status_history_key_unique', properties: ['booking', 'key'] }],
  properties: {
    id: idColumn(),
    booking: () => p.manyToOne(Booking),
    ...transitionColumns,
    ...timestampColumns(),
  },
});
export class BookingTransition extends BookingTransitionSchema.class {}
BookingTransitionSchema.setClass(BookingTransition);
