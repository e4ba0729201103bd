// A question about complaints that staff ask again and again, kept under a name.
import { defineEntity, p } from '@mikro-orm/core';
import { idColumn, timestampColumns } from '#libs/orm';
import { Staff } from '../../../staff/staff.entity.js';

const ComplaintListViewSchema = defineEntity({
  name: 'ComplaintListView',
  tableName: 'complaint_views',
  uniques: [{ name: 'complaint_views_name_unique', properties: ['owner', 'name'] }],
  indexes: [{ name: 'complaint_views_shared_index', properties: ['isShared', 'name'] }],
  properties: {
    id: idColumn(),
    owner: () => p.manyToOne(Staff).mapToPk(),
    name: p.string().length(80),
    /** Whether all staff have it. */
    isShared: p.boolean().default(false),
    /** As the query of the list says it. */
    query: p.json<Record<string, string>>(),
    version: p.integer().version(),
    ...timestampColumns(),
  },
});
export class ComplaintListView extends ComplaintListViewSchema.class {}
ComplaintListViewSchema.setClass(ComplaintListView);
