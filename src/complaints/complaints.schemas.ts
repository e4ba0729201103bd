import { z } from 'zod';
import { ListForm, plainText, publishSchema } from '#libs/http';
import { complaintStatuses } from './complaint.states.js';
import {
  complaintCategories,
  complaintLanguages,
  complaintSeverities,
  descriptionAtMost,
  subjectAtMost,
  wantedRemedies,
} from './complaint.terms.js';
import { complaintsExamples } from './complaints.examples.js';

export const complaintCategory = z.enum(complaintCategories).meta({ id: 'ComplaintCategory' });
export const complaintSeverity = z.enum(complaintSeverities).meta({ id: 'ComplaintSeverity' });
export const complaintStatus = z.enum(complaintStatuses).meta({ id: 'ComplaintStatus' });
const wanted = z.enum(wantedRemedies).meta({ id: 'WantedRemedy' });

const subject = plainText({ min: 1, max: subjectAtMost }).describe('In a few words.');
const description = plainText({ min: 1, max: descriptionAtMost, lineBreaks: true }).describe(
  'What happened, in the words of the customer.',
);
const wish = wanted.nullable().default(null).describe('What you would like to be done: a wish, no promise.');

/** As a customer files it. How bad it is, is reckoned from its kind; staff may see it otherwise. */
export const fileComplaintInput = z.strictObject({
  category: complaintCategory,
  subject,
  description,
  wanted: wish,
  bookingId: z.uuid().optional().describe('The visit that it is about.'),
  language: z.enum(complaintLanguages).optional().describe('In which it is told.'),
});
publishSchema(fileComplaintInput, 'FileComplaint', complaintsExamples.FileComplaint);
export type FileComplaintInput = z.output<typeof fileComplaintInput>;

/** As an agent files it, which has read how bad it is. */
export const fileComplaintToolInput = fileComplaintInput.extend({
  description: plainText({ min: 1, max: descriptionAtMost }),
  severity: complaintSeverity.optional(),
});

export const editComplaintInput = z.strictObject({ subject, description, wanted: wish });
publishSchema(editComplaintInput, 'EditComplaint', complaintsExamples.EditComplaint);
export type EditComplaintInput = z.output<typeof editComplaintInput>;

/** Why; nothing need be said. */
export const complaintReasonInput = z
  .strictObject({ reason: plainText({ max: 300, lineBreaks: true }).default('') })
  .prefault({});
publishSchema(complaintReasonInput, 'ComplaintReason', complaintsExamples.ComplaintReason);
export type ComplaintReasonInput = z.output<typeof complaintReasonInput>;

export const complaintsList = new ListForm({
  sortBy: { createdAt: 'instant' },
  default: '-createdAt',
  period: { of: 'createdAt', is: 'It was filed' },
  filters: {
    status: complaintStatus.optional(),
    bookingId: z.uuid().optional(),
    open: z
      .enum(['true', 'false'])
      .optional()
      .describe('Whether somebody is still expected to do something.'),
  },
});
export type ComplaintsQuery = z.output<typeof complaintsList.query>;

/** As its customer sees it. */
export const complaintView = z.object({
  id: z.uuid(),
  reference: z.string(),
  bookingId: z.uuid().nullable(),
  category: complaintCategory,
  severity: complaintSeverity,
  status: complaintStatus,
  subject: z.string(),
  description: z.string(),
  wanted: wanted.nullable(),
  escalationLevel: z.int().describe('0 with whoever works on it, 1 with the lead, 2 with the manager.'),
  firstResponseDueAt: z
    .date()
    .nullable()
    .describe('By when you first hear from somebody; null when you have.'),
  nextResponseDueAt: z
    .date()
    .nullable()
    .describe('By when what you have added is answered; null where no answer is owed.'),
  dueAt: z.date().nullable().describe('By when it is to be solved; null while the time stands still.'),
  resolvedAt: z.date().nullable(),
  endedAt: z.date().nullable().describe('Since when nobody works on it.'),
  reopenableUntil: z.date().nullable().describe('Until when it can be reopened; null where it cannot.'),
  createdAt: z.date(),
  version: z.int(),
});
publishSchema(complaintView, 'Complaint', complaintsExamples.Complaint);

/** What the refusal of a step carries. */
export const complaintRefusedView = z.looseObject({
  status: z.string().optional(),
  from: z.string().optional().describe('What it is.'),
  to: z.string().optional().describe('What it cannot become.'),
  allowed: z.array(z.string()).optional().describe('What it may become.'),
});
