import { z } from 'zod';
import { publishSchema } from '#libs/http';
import { deskAction } from '../macros/desk-actions.schemas.js';
import { bulkExamples } from './bulk.examples.js';

/** That somebody has picked one by one; what a view finds may be more. */
const pickedAtMost = 100;
export const bulkAtMost = 1000;

const ids = z
  .array(z.uuid())
  .min(1)
  .overwrite((all) => [...new Set(all)]);

export const bulkAction = z.union([
  deskAction,
  z.strictObject({ do: z.literal('macro'), macroId: z.uuid() }),
]);
export type BulkAction = z.output<typeof bulkAction>;

export const bulkInput = z
  .strictObject({
    ids: ids.max(pickedAtMost).optional(),
    viewId: z.uuid().optional().describe(`What this view finds now, ${bulkAtMost} at most.`),
    action: bulkAction,
  })
  .refine((input) => (input.ids === undefined) !== (input.viewId === undefined), {
    message: 'must name either ids or a view',
  });
publishSchema(bulkInput, 'ChangeComplaintsInBulk', bulkExamples.ChangeComplaintsInBulk);
export type BulkInput = z.output<typeof bulkInput>;

export const bulkStartedView = z.object({
  jobId: z.uuid().describe('Its result tells what was done and what was refused: `getJobResult`.'),
  count: z.int().describe('How many complaints.'),
});
publishSchema(bulkStartedView, 'BulkComplaintsStarted', bulkExamples.BulkComplaintsStarted);

/** Of the job. */
export const bulkJobInput = z.strictObject({ ids: ids.max(bulkAtMost), action: bulkAction });

export const bulkJobOutput = z.object({
  done: z.int(),
  refused: z.array(z.object({ id: z.uuid(), code: z.string(), detail: z.string() })),
});
