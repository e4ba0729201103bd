// What complaints are about within their category: a tree of three levels. That it is one, the database keeps as well (complaint_topics_place).
import { defineEntity, p } from '@mikro-orm/core';
import { idColumn, timestampColumns } from '#libs/orm';
import { complaintCategories } from '../../complaint.terms.js';

/** Levels of the tree, the topics right below a category being the first. */
export const topicDepthAtMost = 3;

const ComplaintTopicSchema = defineEntity({
  name: 'ComplaintTopic',
  tableName: 'complaint_topics',
  checks: [
    { name: 'complaint_topics_code_check', expression: `code ~ '^[a-z][a-z0-9_]*$'` },
    {
      name: 'complaint_topics_depth_check',
      expression: `depth >= 1 and depth <= ${topicDepthAtMost} and (depth = 1) = (parent_id is null)`,
    },
  ],
  properties: {
    id: idColumn(),
    code: p.string().length(40).unique('complaint_topics_code_unique'),
    category: p.enum(complaintCategories).index(),
    parent: () => p.manyToOne(ComplaintTopic).mapToPk().nullable().deleteRule('restrict').index(),
    /** 1 right below its category. */
    depth: p.smallint(),
    labelEn: p.string().length(80),
    labelHi: p.string().length(80),
    /** One that is not is given to no further complaint. */
    isActive: p.boolean().default(true),
    /** Among its siblings. */
    position: p.smallint().default(0),
    version: p.integer().version(),
    ...timestampColumns(),
  },
});
export class ComplaintTopic extends ComplaintTopicSchema.class {}
ComplaintTopicSchema.setClass(ComplaintTopic);
