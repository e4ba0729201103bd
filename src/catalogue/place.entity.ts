// Where services are offered: cities and their pincodes.
import { defineEntity, p } from '@mikro-orm/core';
import { idColumn, timestampColumns } from '#libs/orm';

/** What a place costs: rate cards are priced per tier. */
export const cityTiers = ['metro', 'standard'] as const;
export type CityTier = (typeof cityTiers)[number];

const CitySchema = defineEntity({
  name: 'City',
  tableName: 'cities',
  properties: {
    id: idColumn(),
    slug: p.string().length(60).unique(),
    name: p.string().length(80),
    state: p.string().length(80),
    tier: p.enum(cityTiers),
    /** Other names that customers use: Bangalore, blr. */
    aliases: p.array().default([]),
    version: p.integer().version(),
    ...timestampColumns(),
  },
});
export class City extends CitySchema.class {}
CitySchema.setClass(City);

const PincodeSchema = defineEntity({
  name: 'Pincode',
  tableName: 'pincodes',
  checks: [
    { name: 'pincodes_code_check', expression: `code ~ '^[1-9][0-9]{5}$'` },
    {
      name: 'pincodes_centroid_check',
      expression:
        '(latitude is null) = (longitude is null) and abs(latitude) <= 90 and abs(longitude) <= 180',
    },
  ],
  properties: {
    code: p.string().columnType('char(6)').primary(),
    city: () => p.manyToOne(City).index(),
    area: p.string().length(120),
    /** Of its centroid, in degrees (WGS 84); null while it is not known. The way between two visits is reckoned by it. */
    latitude: p.decimal('number').precision(8).scale(5).nullable(),
    longitude: p.decimal('number').precision(8).scale(5).nullable(),
    ...timestampColumns(),
  },
});
export class Pincode extends PincodeSchema.class {}
PincodeSchema.setClass(Pincode);
