// How staff ask for complaints, and what they see of them.
import { z } from 'zod';
import { ListForm, patchOf, plainText, publishSchema, queryNumber } from '#libs/http';
import { complaintStatuses, type ComplaintStatus } from '../../complaint.states.js';
import { complaintLanguages, updateVisibilities } from '../../complaint.terms.js';
import { wordsQuery } from '../../complaint.words.js';
import {
  complaintCategory,
  complaintSeverity,
  complaintView,
  fileComplaintInput,
} from '../../complaints.schemas.js';
import { nextActionView } from '../../lifecycle/lifecycle.schemas.js';
import { deskExamples } from './desk.examples.js';

const statuses = z
  .string()
  .max(200)
  .transform((text) => [...new Set(text.split(','))] as ComplaintStatus[])
  .refine((all) => all.every((status) => complaintStatuses.includes(status)), 'must be statuses')
  .describe('One or several, with commas between them.');

export const deskFilters = {
  q: plainText({ min: 2, max: 100 })
    .refine((text) => wordsQuery(text) !== null, 'must contain a letter or digit')
    .optional()
    .describe(
      'Words, or how they begin, of the reference, the subject, the description or an update. All must be there.',
    ),
  status: statuses.optional(),
  unsolved: z
    .enum(['true', 'false'])
    .optional()
    .describe('Whether somebody is still expected to do something.'),
  due: z
    .enum(['overdue', 'at_risk'])
    .optional()
    .describe(
      'Unsolved, and an answer or the solution was owed before now; or little is left of the time for it, as the policy has it.',
    ),
  category: complaintCategory.optional(),
  severity: complaintSeverity.optional(),
  topicId: z.uuid().optional().describe('That topic, or one below it.'),
  assignee: z
    .union([z.enum(['me', 'nobody']), z.uuid()])
    .optional()
    .describe('`me`, `nobody` or an id.'),
  escalationLevel: queryNumber(z.int().min(0).max(2)).optional(),
  providerId: z.uuid().optional(),
  serviceId: z.uuid().optional(),
  cityId: z.uuid().optional(),
  pincode: z
    .string()
    .max(6)
    .regex(/^[1-9]\d{5}$/)
    .optional(),
  customerId: z.uuid().optional(),
  bookingId: z.uuid().optional(),
};

export const deskList = new ListForm({
  sortBy: { createdAt: 'instant', priorityScore: 'number', dueAt: 'instant' },
  default: '-createdAt',
  period: { of: 'createdAt', is: 'It was filed' },
  filters: deskFilters,
});
export type DeskQuery = z.output<typeof deskList.query>;

export const fileForCustomerInput = fileComplaintInput.extend({
  customerId: z.uuid().describe('Who complains.'),
  severity: complaintSeverity.optional().describe('Where it is not the usual one of its kind.'),
});
publishSchema(fileForCustomerInput, 'FileComplaintForCustomer', deskExamples.FileComplaintForCustomer);
export type FileForCustomerInput = z.output<typeof fileForCustomerInput>;

export const reclassifyInput = patchOf({
  category: complaintCategory,
  severity: complaintSeverity,
  topicId: z.uuid().nullable().describe('Of the category; null for none. Another category takes it away.'),
  wanted: complaintView.shape.wanted,
});
publishSchema(reclassifyInput, 'ReclassifyComplaint', deskExamples.ReclassifyComplaint);
export type ReclassifyInput = z.output<typeof reclassifyInput>;

/** One of the list. */
export const deskComplaintView = complaintView.extend({
  customerId: z.uuid(),
  providerId: z.uuid().nullable(),
  serviceId: z.uuid().nullable(),
  assigneeId: z.uuid().nullable(),
  topicId: z.uuid().nullable(),
  priorityScore: z.int(),
  mergedIntoId: z.uuid().nullable().describe('The complaint with which it is handled.'),
  splitFromId: z.uuid().nullable().describe('The complaint that it was a part of.'),
});
publishSchema(deskComplaintView, 'DeskComplaint', deskExamples.DeskComplaint);

const historyLine = z.object({
  id: z.uuid(),
  kind: z.string(),
  at: z.date(),
  byKind: z.string(),
  byId: z.string(),
  visibility: z.enum(updateVisibilities),
  facts: z.record(z.string(), z.unknown()),
});

const linked = z.object({ id: z.uuid(), reference: z.string() });

/** All that staff need to work on it. */
export const deskComplaintDetail = deskComplaintView.extend({
  language: z.enum(complaintLanguages).nullable(),
  pincode: z.string().nullable(),
  escalatedAt: z.date().nullable(),
  firstRespondedAt: z.date().nullable(),
  waitingSince: z.date().nullable(),
  customer: z.object({
    id: z.uuid(),
    name: z.string().nullable(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
    status: z.string(),
    tier: z.string(),
  }),
  booking: z
    .object({
      id: z.uuid(),
      reference: z.string(),
      status: z.string(),
      startsAt: z.date(),
      serviceName: z.string(),
      providerName: z.string(),
      totalPaise: z.int(),
    })
    .nullable(),
  mergedInto: linked.nullable(),
  merged: z.array(linked).describe('Those that are handled with it, a hundred at most.'),
  parts: z.array(linked).describe('Those that were split off it, a hundred at most.'),
  history: z.array(historyLine).describe('The latest 200 lines, the earliest of them first.'),
  next: z.array(nextActionView).describe('What you may do about it, and what not.'),
});
publishSchema(deskComplaintDetail, 'DeskComplaintDetail', deskExamples.DeskComplaintDetail);
