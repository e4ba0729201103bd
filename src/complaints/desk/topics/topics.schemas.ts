import { z } from 'zod';
import { plainText, publishSchema } from '#libs/http';
import { complaintCategory } from '../../complaints.schemas.js';
import { topicDepthAtMost } from './complaint-topic.entity.js';
import { topicsExamples } from './topics.examples.js';

const label = plainText({ min: 1, max: 80 });

export const topicInput = z.strictObject({
  code: z
    .string()
    .max(40)
    .regex(/^[a-z][a-z0-9_]*$/),
  category: complaintCategory,
  parentId: z
    .uuid()
    .nullable()
    .default(null)
    .describe('The topic that it stands below; null: right below the category.'),
  labelEn: label,
  labelHi: label,
  isActive: z.boolean().default(true).describe('Whether it is given to further complaints.'),
  position: z.int().min(0).max(1000).default(0).describe('Among its siblings.'),
});
publishSchema(topicInput, 'SaveComplaintTopic', topicsExamples.SaveComplaintTopic);
export type TopicInput = z.output<typeof topicInput>;

export const topicView = z.object({
  id: z.uuid(),
  code: z.string(),
  category: complaintCategory,
  parentId: z.uuid().nullable(),
  depth: z.int().min(1).max(topicDepthAtMost).describe('1 right below its category.'),
  labelEn: z.string(),
  labelHi: z.string(),
  isActive: z.boolean(),
  position: z.int(),
  version: z.int(),
});
publishSchema(topicView, 'ComplaintTopic', topicsExamples.ComplaintTopic);

export const topicsView = z.object({ items: z.array(topicView) });
publishSchema(topicsView, 'ComplaintTopics', topicsExamples.ComplaintTopics);
