import { z } from 'zod';
import { nameText, publishSchema } from '#libs/http';
import { deskFilters, deskList } from '../lists/desk.schemas.js';
import { viewsExamples } from './views.examples.js';

/** What a view asks for: as the list takes it, without the place in it. A period would be over some day. */
export const storedQuery = deskList.query.omit({ limit: true, cursor: true, from: true, to: true });

const names = ['sort', ...Object.keys(deskFilters)] as [string, ...string[]];

const query = z
  .partialRecord(z.enum(names), z.string().max(200))
  .superRefine((asked, context) => {
    const parsed = storedQuery.safeParse(asked);
    for (const { path, message } of parsed.error?.issues ?? [])
      context.addIssue({ code: 'custom', path, message });
  })
  .describe('The parameters of `GET /ops/complaints`, as text. `me` is whoever looks.');

export const complaintViewInput = z.strictObject({
  name: nameText({ min: 1, max: 80 }),
  isShared: z
    .boolean()
    .default(false)
    .describe('Whether all staff have it; only those who give out complaints share.'),
  query,
});
publishSchema(complaintViewInput, 'SaveViewOfComplaints', viewsExamples.SaveViewOfComplaints);
export type ComplaintViewInput = z.output<typeof complaintViewInput>;

export const complaintListViewView = z.object({
  id: z.uuid(),
  ownerId: z.uuid(),
  name: z.string(),
  isShared: z.boolean(),
  query: z.record(z.string(), z.string()),
  version: z.int(),
});
publishSchema(complaintListViewView, 'ViewOfComplaints', viewsExamples.ViewOfComplaints);

export const complaintViewsView = z.object({ items: z.array(complaintListViewView) });
publishSchema(complaintViewsView, 'ComplaintViews', viewsExamples.ComplaintViews);

export const viewCountsView = z.object({
  items: z.array(
    z.object({
      id: z.uuid(),
      count: z.int().describe('No further than a thousand.'),
      isMore: z.boolean().describe('Whether there are more than that.'),
    }),
  ),
});
publishSchema(viewCountsView, 'ComplaintViewCounts', viewsExamples.ComplaintViewCounts);

/** A page of what a view finds; in the order of the view unless another one is asked for. */
export const viewPageQuery = deskList.query.pick({ limit: true, cursor: true }).extend({
  sort: deskList.query.shape.sort.unwrap().optional().describe('Instead of the order of the view.'),
});
export type ViewPageQuery = z.output<typeof viewPageQuery>;
