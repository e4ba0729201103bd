// The columns of a complaint and of the lines of its history, without those that lead to other complaints.
import { p } from '@mikro-orm/core';
import { Booking } from '../bookings/booking.entity.js';
import { Pincode } from '../catalogue/place.entity.js';
import { Service } from '../catalogue/service.entity.js';
import { Customer } from '../customers/customer.entity.js';
import { Provider } from '../providers/provider.entity.js';
import { Staff } from '../staff/staff.entity.js';
import { complaintStatuses, type ComplaintEventKind } from './complaint.states.js';
import {
  complaintCategories,
  complaintLanguages,
  complaintSeverities,
  subjectAtMost,
  updateVisibilities,
  wantedRemedies,
} from './complaint.terms.js';
import { ComplaintTopic } from './desk/topics/complaint-topic.entity.js';

export const complaintColumns = {
  /** What a customer reads out on the phone: `CP-4M8T2X`. */
  reference: p.string().length(12).unique('complaints_reference_unique'),
  customer: () => p.manyToOne(Customer).mapToPk(),
  /** The visit that it is about; these four are null where it is about none. The latter three are those of the visit when it was named. */
  booking: () => p.manyToOne(Booking).mapToPk().nullable().index(),
  provider: () => p.manyToOne(Provider).mapToPk().nullable().index(),
  service: () => p.manyToOne(Service).mapToPk().nullable().index(),
  pincode: () => p.manyToOne(Pincode).mapToPk().nullable().index(),
  assignee: () => p.manyToOne(Staff).mapToPk().nullable().index(),
  category: p.enum(complaintCategories),
  /** What it is about within its category, as far as staff have said. */
  topic: () => p.manyToOne(ComplaintTopic).mapToPk().nullable().deleteRule('restrict').index(),
  severity: p.enum(complaintSeverities),
  status: p.enum(complaintStatuses).default('open'),
  subject: p.string().length(subjectAtMost),
  description: p.text(),
  /** What the customer would like; a wish, no promise. */
  wanted: p.enum(wantedRemedies).nullable(),
  /** In which it was told, as far as that is known. */
  language: p.enum(complaintLanguages).nullable(),
  priorityScore: p.smallint().default(0),
  /** Its place in line, the earliest first (`priority-score.ts`); null of what is solved. */
  rankAt: p.datetime().nullable(),
  /** 0 with whoever works on it, 1 with the lead of the team, 2 with the operations manager. */
  escalationLevel: p.smallint().default(0),
  escalatedAt: p.datetime().nullable(),
  /**
   * By when it is to be answered, answered again and solved (`targets/`). Null where no answer is owed, and while the time stands still; that of
   * the solution is kept when it has ended.
   */
  firstResponseDueAt: p.datetime().nullable(),
  nextResponseDueAt: p.datetime().nullable(),
  dueAt: p.datetime().nullable().index(),
  /** The versions that it was held to at last; null until its targets were reckoned. */
  slaPolicy: p.integer().nullable(),
  slaCalendar: p.integer().nullable(),
  /** When somebody of ours first said something to the customer. */
  firstRespondedAt: p.datetime().nullable(),
  /** Since when it waits for the customer, the professional or parts; null while it does not. */
  waitingSince: p.datetime().nullable(),
  /** When it was solved the last time; kept when it is closed, and gone when it is reopened. */
  resolvedAt: p.datetime().nullable(),
  /** When it was solved, closed, withdrawn or merged: since then nobody is expected to do anything. */
  endedAt: p.datetime().nullable(),
  /** What the request that filed it is known by: the same one files it once. */
  requestKey: p.string().length(80).nullable().unique('complaints_request_key_unique'),
};

export const historyColumns = {
  kind: p.string().length(20).$type<ComplaintEventKind>(),
  at: p.datetime(),
  byKind: p.string().length(20),
  byId: p.string().length(80),
  visibility: p.enum(updateVisibilities).default('public'),
  facts: p.json<object>(),
  /** What the request is known by that led to it: the same one leads to nothing more. */
  requestKey: p.string().length(80).nullable(),
};
