// What a customer thought of a visit, what we answered, and whether everybody may see it. No framework.
import { defineEntity, OptionalProps, p } from '@mikro-orm/core';
import { idColumn, timestampColumns } from '#libs/orm';
import { dayMs } from '#libs/time';
import { customerScope, type Actor } from '../access/actor.js';
import { Booking } from '../bookings/booking.entity.js';
import { Service } from '../catalogue/service.entity.js';
import { Customer } from '../customers/customer.entity.js';
import { Provider } from '../providers/provider.entity.js';
import { ReviewNotEditable, ReviewVisibilityUnchanged } from './reviews.errors.js';

/** What a review may be marked with, as codes: clients show them in the language of the reader. */
export const reviewTags = [
  'on_time',
  'polite',
  'skilled',
  'clean_work',
  'good_value',
  'late',
  'rude',
  'careless',
  'left_a_mess',
  'too_expensive',
] as const;
export type ReviewTag = (typeof reviewTags)[number];

/** Characters. */
export const commentAtMost = 1000;
export const answerAtMost = 1000;
export const reasonAtMost = 300;

/** How long the customer may still change what they said. */
export const editableMs = 7 * dayMs;

const ReviewSchema = defineEntity({
  name: 'Review',
  tableName: 'reviews',
  checks: [
    { name: 'reviews_rating_check', expression: 'rating >= 1 and rating <= 5' },
    { name: 'reviews_tags_check', expression: 'cardinality(tags) <= 5' },
    { name: 'reviews_answered_check', expression: '(answer is null) = (answered_at is null)' },
    { name: 'reviews_hidden_check', expression: '(hidden_reason is null) = (hidden_at is null)' },
  ],
  indexes: [
    {
      // What everybody may read of a service or a provider, the latest first, and what their figures are counted from.
      name: 'reviews_of_service_index',
      expression: (columns, table, index) =>
        `create index "${index}" on ${table} ("${columns.service}", "${columns.createdAt}", "${columns.id}") where hidden_at is null`,
    },
    {
      name: 'reviews_of_provider_index',
      expression: (columns, table, index) =>
        `create index "${index}" on ${table} ("${columns.provider}", "${columns.createdAt}", "${columns.id}") where hidden_at is null`,
    },
    { name: 'reviews_time_index', properties: ['createdAt', 'id'] },
  ],
  properties: {
    id: idColumn(),
    /** At most one review each, whatever the code does. */
    booking: () => p.oneToOne(Booking).mapToPk().owner(),
    /** These three are those of the booking, which never change. */
    customer: () => p.manyToOne(Customer).index(),
    service: () => p.manyToOne(Service).mapToPk().index(),
    provider: () => p.manyToOne(Provider).mapToPk().index(),
    /** Stars, 1 … 5. */
    rating: p.smallint(),
    comment: p.string().length(commentAtMost).default(''),
    tags: p.array<ReviewTag>().default([]),
    editedAt: p.datetime().nullable(),
    /** What we say to it, for everybody to read. */
    answer: p.string().length(answerAtMost).nullable(),
    answeredAt: p.datetime().nullable(),
    /** Hidden, it is shown to nobody but its customer and staff, and does not count. */
    hiddenAt: p.datetime().nullable(),
    hiddenReason: p.string().length(reasonAtMost).nullable(),
    /** The proposal by which it was given: however often that is confirmed, there is one review. */
    requestKey: p.string().length(80).nullable(),
    version: p.integer().version(),
    ...timestampColumns(),
  },
});

export class Review extends ReviewSchema.class {
  declare [OptionalProps]?:
    'bookingId' | 'customerId' | 'serviceId' | 'providerId' | 'author' | 'editableUntil';

  get bookingId(): string {
    return this.booking;
  }

  get customerId(): string {
    return this.customer.id;
  }

  get serviceId(): string {
    return this.service;
  }

  get providerId(): string {
    return this.provider;
  }

  /** All that strangers learn of who wrote it: "Asha R."; null of somebody who was erased. The customer must be loaded. */
  get author(): string | null {
    return authorOf(this.customer.name);
  }

  get editableUntil(): Date {
    return new Date(this.createdAt.getTime() + editableMs);
  }

  /** By its customer. @throws ReviewNotEditable when the week is over or it is hidden */
  edit({ rating, comment, tags }: ReviewContent, now: Date): void {
    if (this.hiddenAt) throw new ReviewNotEditable('hidden');
    if (now >= this.editableUntil) throw new ReviewNotEditable('too_late', this.editableUntil);
    Object.assign(this, { rating, comment, tags, editedAt: now });
  }

  /** By staff; in place of what was answered before. */
  answerWith(answer: string, now: Date): void {
    Object.assign(this, { answer, answeredAt: now });
  }

  /** @throws ReviewVisibilityUnchanged */
  hide(reason: string, now: Date): void {
    if (this.hiddenAt) throw new ReviewVisibilityUnchanged('hidden');
    Object.assign(this, { hiddenAt: now, hiddenReason: reason });
  }

  /** @throws ReviewVisibilityUnchanged */
  unhide(): void {
    if (!this.hiddenAt) throw new ReviewVisibilityUnchanged('shown');
    Object.assign(this, { hiddenAt: null, hiddenReason: null });
  }
}
ReviewSchema.setClass(Review);

export interface ReviewContent {
  rating: number;
  comment: string;
  tags: ReviewTag[];
}

/** Customers and their agents have their own, staff those of everybody. */
export function ownReviews(actor: Actor): { customer?: string } {
  const customer = customerScope(actor);
  return customer ? { customer } : {};
}

/** The first name and the initial of the last. */
export function authorOf(name: string): string | null {
  const [first, ...others] = name.split(/\s+/).filter((part) => part !== '');
  if (first === undefined) return null;
  const last = others.at(-1);
  return last === undefined ? first : `${first} ${[...last][0]!}.`;
}
