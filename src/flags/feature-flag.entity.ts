// For whom something is switched on. Who meets every condition has it; a condition that is left empty is met by all.
import { createHash } from 'node:crypto';
import { defineEntity, p } from '@mikro-orm/core';
import { timestampColumns } from '#libs/orm';
import { customerScope, type Actor } from '../access/actor.js';

export const flagEnvironments = ['development', 'test', 'production'] as const;
export type FlagEnvironment = (typeof flagEnvironments)[number];

/** Beside the roles of staff. */
export const customerRole = 'customer';

const FeatureFlagSchema = defineEntity({
  name: 'FeatureFlag',
  tableName: 'feature_flags',
  checks: [
    { name: 'feature_flags_key_check', expression: `key ~ '^[a-z][a-z0-9_-]*$'` },
    { name: 'feature_flags_percentage_check', expression: 'percentage >= 0 and percentage <= 100' },
  ],
  properties: {
    key: p.string().length(60).primary(),
    description: p.string().length(300),
    enabled: p.boolean(),
    /** Profiles of installations. */
    environments: p.array().$type<FlagEnvironment[]>(),
    /** Roles of staff, and {@link customerRole}. */
    roles: p.array(),
    /** Of the people; whole numbers. */
    percentage: p.smallint(),
    /** For If-Match. */
    version: p.integer().version(),
    ...timestampColumns(),
  },
});
export class FeatureFlag extends FeatureFlagSchema.class {
  isOn(actor: Actor, environment: FlagEnvironment): boolean {
    return (
      this.enabled &&
      (this.environments.length === 0 || this.environments.includes(environment)) &&
      (this.roles.length === 0 || this.roles.includes(roleOf(actor))) &&
      placeOf(this.key, actor) < this.percentage
    );
  }
}
FeatureFlagSchema.setClass(FeatureFlag);

/** An agent counts as the customer it acts for. Empty for those without a role: no flag lists that. */
function roleOf(actor: Actor): string {
  if (actor.kind === 'staff') return actor.role ?? '';
  return customerScope(actor) === null ? '' : customerRole;
}

/**
 * Where somebody stands among all, from 0 to below 100: spread evenly, differently for each flag, and the same for good, so that a
 * higher percentage takes the flag from nobody. The anonymous cannot be told apart and stand at the end, where only 100 % reaches them.
 */
function placeOf(key: string, actor: Actor): number {
  if (actor.kind === 'anonymous') return lastPlace;
  const digest = createHash('sha256')
    .update(`${key}:${customerScope(actor) ?? actor.id}`)
    .digest();
  return (digest.readUInt32BE() / 2 ** 32) * 100;
}

const lastPlace = 99;
