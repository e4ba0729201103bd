// When services of a subcategory are due again, and in which months they are wanted: data, which staff change.
import { defineEntity, OptionalProps, p } from '@mikro-orm/core';
import { timestampColumns } from '#libs/orm';
import { Subcategory } from '../catalogue/service.entity.js';

const ServiceCycleSchema = defineEntity({
  name: 'ServiceCycle',
  tableName: 'service_cycles',
  checks: [
    { name: 'service_cycles_due_check', expression: 'due_after_months >= 1 and due_after_months <= 60' },
    {
      name: 'service_cycles_season_check',
      expression: `season_months <@ array[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]`,
    },
  ],
  properties: {
    subcategory: () => p.oneToOne(Subcategory).mapToPk().primary().owner().deleteRule('cascade'),
    /** Months after a visit at which the next one is due; null where nothing is due by itself (a repair). */
    dueAfterMonths: p.smallint().nullable(),
    /** Months of the year, 1 to 12, in which most people want it. */
    seasonMonths: p
      .array((month) => Number(month))
      .columnType('int[]')
      .default([]),
    version: p.integer().version(),
    ...timestampColumns(),
  },
});
export class ServiceCycle extends ServiceCycleSchema.class {
  declare [OptionalProps]?: 'subcategoryId';

  get subcategoryId(): string {
    return this.subcategory;
  }
}
ServiceCycleSchema.setClass(ServiceCycle);
