// The search for somebody who comes in place of who does not. Every state is written before the next step begins, so that whoever finds it in
// one knows what is left to do.
import { defineEntity, OptionalProps, p } from '@mikro-orm/core';
import { idColumn, newId, timestampColumns } from '#libs/orm';
import { Booking } from '../../bookings/booking.entity.js';
import { Customer } from '../../customers/customer.entity.js';
import { Provider } from '../../providers/provider.entity.js';
import { ProviderAbsence } from '../absences/provider-absence.entity.js';
import { IllegalSearchStep } from '../dispatch.errors.js';
import {
  offerStatuses,
  searchCauses,
  searchStates,
  searchTransitions,
  type OfferStatus,
  type SearchState,
} from './substitute.states.js';

const SubstituteSearchSchema = defineEntity({
  name: 'SubstituteSearch',
  tableName: 'substitute_searches',
  checks: [
    {
      name: 'substitute_searches_ended_check',
      expression: `(state in ('accepted', 'withdrawn')) = (ended_at is not null)`,
    },
    { name: 'substitute_searches_offers_check', expression: 'offers_made >= 0' },
  ],
  // What one absence has set off for a booking, it sets off once, however often that is looked at.
  uniques: [{ name: 'substitute_searches_absence_unique', properties: ['booking', 'absence'] }],
  indexes: [
    {
      name: 'substitute_searches_open_unique',
      expression: (columns, table, index) =>
        `create unique index "${index}" on ${table} ("${columns.booking}") where ended_at is null`,
    },
    { name: 'substitute_searches_state_index', properties: ['state', 'updatedAt'] },
    { name: 'substitute_searches_time_index', properties: ['createdAt', 'id'] },
  ],
  properties: {
    id: idColumn(),
    booking: () => p.manyToOne(Booking).deleteRule('cascade').index(),
    customer: () => p.manyToOne(Customer).mapToPk().index(),
    /** Null where nobody came and nobody had said so. */
    absence: () => p.manyToOne(ProviderAbsence).mapToPk().nullable().index(),
    cause: p.enum(searchCauses),
    state: p.enum(searchStates).default('searching'),
    /** Who does not come, and when they were to. */
    absentProvider: () => p.manyToOne(Provider).mapToPk().index(),
    missedStartsAt: p.datetime(),
    /** The absent one has been to this customer before: nobody else is sent without asking. */
    asksForProvider: p.boolean(),
    offersMade: p.smallint().default(0),
    /** When it was certain that the visit does not take place as it was agreed to; the second time there is a credit. */
    failedAt: p.datetime().nullable(),
    endedAt: p.datetime().nullable(),
    offers: () => p.oneToMany(SubstituteOffer).mappedBy('search').orderBy({ position: 'asc' }),
    version: p.integer().version(),
    ...timestampColumns(),
  },
});

export class SubstituteSearch extends SubstituteSearchSchema.class {
  declare [OptionalProps]?: 'bookingId' | 'customerId' | 'absentProviderId' | 'isOpen';

  get bookingId(): string {
    return this.booking.id;
  }

  get customerId(): string {
    return this.customer;
  }

  get absentProviderId(): string {
    return this.absentProvider;
  }

  get isOpen(): boolean {
    return searchTransitions[this.state as SearchState].length > 0;
  }

  /** To be called with the row locked. @throws IllegalSearchStep */
  moveTo(state: SearchState, now: Date): void {
    if (!searchTransitions[this.state as SearchState].includes(state))
      throw new IllegalSearchStep(this.state, state);
    this.state = state;
    if (!this.isOpen) this.endedAt = now;
  }
}
SubstituteSearchSchema.setClass(SubstituteSearch);

const SubstituteOfferSchema = defineEntity({
  name: 'SubstituteOffer',
  tableName: 'substitute_offers',
  checks: [
    { name: 'substitute_offers_time_check', expression: 'starts_at < ends_at' },
    { name: 'substitute_offers_answered_check', expression: `(status = 'open') = (answered_at is null)` },
  ],
  uniques: [{ name: 'substitute_offers_position_unique', properties: ['search', 'position'] }],
  indexes: [
    {
      name: 'substitute_offers_open_unique',
      expression: (columns, table, index) =>
        `create unique index "${index}" on ${table} ("${columns.search}") where status = 'open'`,
    },
    {
      name: 'substitute_offers_expiry_index',
      expression: (columns, table, index) =>
        `create index "${index}" on ${table} ("${columns.expiresAt}") where status = 'open'`,
    },
  ],
  properties: {
    id: idColumn(),
    search: () => p.manyToOne(SubstituteSearch).deleteRule('cascade'),
    position: p.smallint(),
    provider: () => p.manyToOne(Provider).index(),
    startsAt: p.datetime(),
    endsAt: p.datetime(),
    /** What keeps the slot while it is offered (src/slots); it is deleted there some time after it has ended. */
    holdId: p.uuid(),
    status: p.enum(offerStatuses).default('open'),
    expiresAt: p.datetime(),
    /** When it was answered, or came to an end without an answer. */
    answeredAt: p.datetime().nullable(),
    ...timestampColumns(),
  },
});
export class SubstituteOffer extends SubstituteOfferSchema.class {
  /** As it is at `now`: nobody may have written yet that it has expired. */
  statusAt(now: Date): OfferStatus {
    const status = this.status as OfferStatus;
    return status === 'open' && this.expiresAt <= now ? 'expired' : status;
  }

  /** To be called with the search locked. */
  end(status: Exclude<OfferStatus, 'open'>, now: Date): void {
    Object.assign(this, { status, answeredAt: now });
  }
}
SubstituteOfferSchema.setClass(SubstituteOffer);

/** A slot that is offered. */
export interface OfferedVisit {
  provider: Provider;
  startsAt: Date;
  endsAt: Date;
  holdId: string;
  expiresAt: Date;
}

/** The next offer of a search, which is `offered` from now on. To be called with the row locked. */
export function nextOffer(search: SubstituteSearch, visit: OfferedVisit, now: Date): SubstituteOffer {
  search.moveTo('offered', now);
  search.offersMade += 1;
  const offer = new SubstituteOffer();
  const made = {
    id: newId(),
    search,
    position: search.offersMade,
    status: 'open',
    answeredAt: null,
  } as const;
  return Object.assign(offer, made, visit);
}
