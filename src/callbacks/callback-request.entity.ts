// A customer's wish to be called: what about, when it suits them, and what became of it.
import { defineEntity, OptionalProps, p } from '@mikro-orm/core';
import { idColumn, timestampColumns } from '#libs/orm';
import { customerScope, type Actor } from '../access/actor.js';
import { Conversation } from '../conversations/conversation.entity.js';
import { Customer } from '../customers/customer.entity.js';
import { Staff } from '../staff/staff.entity.js';
import { CallbackClosed } from './callbacks.errors.js';

export const callbackStatuses = ['open', 'done', 'cancelled'] as const;
type CallbackStatus = (typeof callbackStatuses)[number];

/** Characters of what the call is to be about. */
export const aboutAtMost = 500;

const CallbackRequestSchema = defineEntity({
  name: 'CallbackRequest',
  tableName: 'callback_requests',
  checks: [
    {
      // A window has both ends; without one it is as soon as somebody is free.
      name: 'callback_requests_window_check',
      expression: '(window_from is null) = (window_to is null) and window_from < window_to',
    },
    { name: 'callback_requests_closed_check', expression: `(status = 'open') = (closed_at is null)` },
  ],
  indexes: [
    { name: 'callback_requests_customer_time_index', properties: ['customer', 'createdAt', 'id'] },
    { name: 'callback_requests_time_index', properties: ['createdAt', 'id'] },
    {
      // One open request per customer and window, whatever the code does; those without a window count as one window.
      name: 'callback_requests_open_unique',
      expression: (columns, table, index) =>
        `create unique index "${index}" on ${table} ("${columns.customer}", coalesce("${columns.windowFrom}", 'infinity'), coalesce("${columns.windowTo}", 'infinity')) where status = 'open'`,
    },
  ],
  properties: {
    id: idColumn(),
    reference: p.string().length(12).unique('callback_requests_reference_unique'),
    customer: () => p.manyToOne(Customer).mapToPk(),
    /** Where it was asked for, as long as that is kept. */
    conversation: () => p.manyToOne(Conversation).mapToPk().nullable().deleteRule('set null').index(),
    /** In the words of the customer. */
    about: p.string().length(aboutAtMost),
    /** When the call suits them; null where any time does. */
    windowFrom: p.datetime().nullable(),
    windowTo: p.datetime().nullable(),
    status: p.enum(callbackStatuses).default('open'),
    /** When it was done or cancelled. */
    closedAt: p.datetime().nullable(),
    /** Who called. */
    doneBy: () => p.manyToOne(Staff).mapToPk().nullable().index(),
    /** What the request is known by: said again, it asks for no second call. */
    requestKey: p.string().length(80).nullable(),
    ...timestampColumns(),
  },
});
export class CallbackRequest extends CallbackRequestSchema.class {
  declare [OptionalProps]?: 'customerId' | 'conversationId' | 'doneById';

  get customerId(): string {
    return this.customer;
  }

  get conversationId(): string | null {
    return this.conversation ?? null;
  }

  get doneById(): string | null {
    return this.doneBy ?? null;
  }

  /** The customer was called. To be called with the row locked. @param staff who did it @throws CallbackClosed */
  finish(staff: string, now: Date): void {
    this.close('done', now);
    this.doneBy = staff;
  }

  /** The customer no longer wishes to be called. To be called with the row locked. @throws CallbackClosed */
  cancel(now: Date): void {
    this.close('cancelled', now);
  }

  private close(status: Exclude<CallbackStatus, 'open'>, now: Date): void {
    if (this.status !== 'open') throw new CallbackClosed(this.reference, this.status);
    Object.assign(this, { status, closedAt: now });
  }
}
CallbackRequestSchema.setClass(CallbackRequest);

/** Customers and their agents have their own, staff those of everybody. */
export function ownCallbacks(actor: Actor): { customer?: string } {
  const customer = customerScope(actor);
  return customer ? { customer } : {};
}
