// What can be booked, and how it is grouped.
import { defineEntity, p } from '@mikro-orm/core';
import { idColumn, timestampColumns } from '#libs/orm';

const CategorySchema = defineEntity({
  name: 'Category',
  tableName: 'categories',
  properties: {
    id: idColumn(),
    slug: p.string().length(60).unique(),
    name: p.string().length(80),
    position: p.smallint(),
    version: p.integer().version(),
    ...timestampColumns(),
  },
});
export class Category extends CategorySchema.class {}
CategorySchema.setClass(Category);

const SubcategorySchema = defineEntity({
  name: 'Subcategory',
  tableName: 'subcategories',
  properties: {
    id: idColumn(),
    category: () => p.manyToOne(Category).index(),
    slug: p.string().length(60).unique(),
    name: p.string().length(80),
    position: p.smallint(),
    version: p.integer().version(),
    ...timestampColumns(),
  },
});
export class Subcategory extends SubcategorySchema.class {}
SubcategorySchema.setClass(Subcategory);

const ServiceSchema = defineEntity({
  name: 'Service',
  tableName: 'services',
  checks: [
    { name: 'services_duration_check', expression: 'duration_minutes >= 15 and duration_minutes <= 720' },
    {
      name: 'services_buffers_check',
      expression:
        'buffer_before_minutes >= 0 and buffer_before_minutes <= 240 and buffer_after_minutes >= 0 and buffer_after_minutes <= 240',
    },
  ],
  properties: {
    id: idColumn(),
    subcategory: () => p.manyToOne(Subcategory).index(),
    slug: p.string().length(80).unique(),
    name: p.string().length(120),
    description: p.text(),
    durationMinutes: p.smallint(),
    /** What the provider needs at the place before and after the visit: unloading, clearing away. The way comes on top. */
    bufferBeforeMinutes: p.smallint().default(0),
    bufferAfterMinutes: p.smallint().default(0),
    /** What a quantity counts ("AC", "seat"); null where a booking is always for one. */
    unit: p.string().length(30).nullable(),
    /** Ways customers say that they need it: the language engine is trained on them. */
    phrases: p.array().default([]),
    active: p.boolean().default(true),
    version: p.integer().version(),
    ...timestampColumns(),
  },
});
export class Service extends ServiceSchema.class {}
ServiceSchema.setClass(Service);
