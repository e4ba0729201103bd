// How long the way between two visits takes, as the database reckons it when it refuses a visit that cannot be reached in time. One row, which
// each start sets to the settings (travel-rules.service.ts): what is refused and what is offered go by the same figures.
import { defineEntity, p } from '@mikro-orm/core';
import { timestampColumns } from '#libs/orm';

const TravelRulesSchema = defineEntity({
  name: 'TravelRules',
  tableName: 'travel_rules',
  checks: [
    { name: 'travel_rules_one_check', expression: 'id = 1' },
    { name: 'travel_rules_speed_check', expression: 'speed_kmh > 0' },
    { name: 'travel_rules_minutes_check', expression: 'fixed_minutes >= 0 and default_minutes >= 0' },
  ],
  properties: {
    id: p.smallint().primary().autoincrement(false).default(1),
    /** As the crow flies, between the centroids of two pincodes. */
    speedKmh: p.smallint(),
    /** Added to each way, and all that there is within a pincode: parking, finding the door. */
    fixedMinutes: p.smallint(),
    /** Between two pincodes where the centroid of one is not known. */
    defaultMinutes: p.smallint(),
    ...timestampColumns(),
  },
});
export class TravelRules extends TravelRulesSchema.class {}
TravelRulesSchema.setClass(TravelRules);
