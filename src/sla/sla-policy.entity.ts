// What is promised to whom: immutable, numbered versions. A case keeps the one that was in force when it was filed, until it is re-targeted.
import { defineEntity, p } from '@mikro-orm/core';
import type { SlaRule } from './clock/sla-terms.entity.js';
import { slaVersionChecks, slaVersionColumns } from './versions/sla-version.js';

/** The number of the version that the installation begins with: the migration writes it. */
export const firstSlaPolicyNumber = 1;

const SlaPolicySchema = defineEntity({
  name: 'SlaPolicy',
  tableName: 'sla_policies',
  checks: slaVersionChecks('sla_policies'),
  properties: {
    ...slaVersionColumns(),
    /** The first one that holds decides; the last one holds without a condition. */
    rules: p.json().$type<SlaRule[]>(),
  },
});
/** The database refuses every change of a published version but its retirement (trigger `sla_policies_keep`). */
export class SlaPolicy extends SlaPolicySchema.class {}
SlaPolicySchema.setClass(SlaPolicy);
