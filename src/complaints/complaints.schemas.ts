import { z } from 'zod';
import { plainText } from '#libs/http';
import { complaintCategories, complaintSeverities, unsolvedStatuses } from './complaint.entity.js';

export const fileComplaintInput = z.strictObject({
  category: z.enum(complaintCategories),
  severity: z.enum(complaintSeverities),
  subject: plainText({ min: 1, max: 160 }),
  description: plainText({ min: 1, max: 4000 }).describe('What happened, in the words of the customer.'),
  bookingId: z.uuid().optional().describe('The visit that it is about.'),
});
export type FileComplaintInput = z.output<typeof fileComplaintInput>;

export const complaintView = z.object({
  id: z.uuid(),
  reference: z.string(),
  category: z.enum(complaintCategories),
  severity: z.enum(complaintSeverities),
  status: z.enum([...unsolvedStatuses, 'resolved', 'closed']),
  subject: z.string(),
  dueAt: z.date().nullable().describe('By when it is to be solved.'),
  createdAt: z.date(),
});
