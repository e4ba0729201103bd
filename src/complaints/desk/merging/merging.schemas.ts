import { z } from 'zod';
import { publishSchema } from '#libs/http';
import { fileComplaintInput } from '../../complaints.schemas.js';
import { complaintSeverity } from '../../complaints.schemas.js';
import { mergingExamples } from './merging.examples.js';

export const mergeInput = z.strictObject({ into: z.uuid().describe('A complaint of the same customer.') });
publishSchema(mergeInput, 'MergeComplaint', mergingExamples.MergeComplaint);

/** Of one part. */
const updatesAtMost = 50;

export const splitInput = fileComplaintInput.omit({ bookingId: true, language: true }).extend({
  severity: complaintSeverity.optional(),
  updateIds: z
    .array(z.uuid())
    .min(1)
    .max(updatesAtMost)
    .overwrite((ids) => [...new Set(ids)])
    .describe('The updates that belong to the part: they go with it.'),
});
publishSchema(splitInput, 'SplitComplaint', mergingExamples.SplitComplaint);
export type SplitInput = z.output<typeof splitInput>;
