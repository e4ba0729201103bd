// Tradespeople: what they can do and where.
import { defineEntity, p } from '@mikro-orm/core';
import { idColumn, timestampColumns } from '#libs/orm';
import { City, Pincode } from '../catalogue/place.entity.js';
import { Subcategory } from '../catalogue/service.entity.js';

export const providerStatuses = ['active', 'suspended', 'left'] as const;
export type ProviderStatus = (typeof providerStatuses)[number];

const ProviderSchema = defineEntity({
  name: 'Provider',
  tableName: 'providers',
  checks: [
    {
      name: 'providers_rating_check',
      expression: 'rating_count >= 0 and rating_average >= 0 and rating_average <= 5',
    },
    { name: 'providers_phone_check', expression: `phone ~ '^\\+91[6-9][0-9]{9}$'` },
  ],
  // What the links to pincodes refer to.
  uniques: [{ name: 'providers_rating_unique', properties: ['id', 'ratingAverage', 'ratingCount'] }],
  indexes: [
    {
      name: 'providers_by_name_index',
      expression: (columns, table, index) =>
        `create index "${index}" on ${table} ("${columns.name}", "${columns.id}") where status = 'active'`,
    },
  ],
  properties: {
    id: idColumn(),
    name: p.string().length(120),
    phone: p.string().length(16),
    city: () => p.manyToOne(City).mapToPk().index(),
    status: p.enum(providerStatuses).default('active'),
    about: p.text().default(''),
    /** Refreshed from reviews in the background; 0 while there are none. */
    ratingAverage: p.decimal('number').precision(3).scale(2).default(0),
    ratingCount: p.integer().default(0),
    skills: () => p.oneToMany(ProviderSkill).mappedBy('provider'),
    pincodes: () => p.oneToMany(ProviderPincode).mappedBy('provider'),
    ...timestampColumns(),
  },
});
export class Provider extends ProviderSchema.class {}
ProviderSchema.setClass(Provider);

const ProviderSkillSchema = defineEntity({
  name: 'ProviderSkill',
  tableName: 'provider_skills',
  properties: {
    provider: () => p.manyToOne(Provider).primary(),
    subcategory: () => p.manyToOne(Subcategory).mapToPk().primary().index(),
    ...timestampColumns(),
  },
});
export class ProviderSkill extends ProviderSkillSchema.class {}
ProviderSkillSchema.setClass(ProviderSkill);

const ProviderPincodeSchema = defineEntity({
  name: 'ProviderPincode',
  tableName: 'provider_pincodes',
  indexes: [
    {
      // "Who comes here, best rated first?" is answered from this index alone.
      name: 'provider_pincodes_best_index',
      expression: (columns, table, index) =>
        `create index "${index}" on ${table} ("${columns.pincode}", "${columns.ratingAverage}" desc, "${columns.ratingCount}" desc, "${columns.provider}")`,
    },
  ],
  properties: {
    provider: () => p.manyToOne(Provider).primary(),
    pincode: () => p.manyToOne(Pincode).mapToPk().primary(),
    /** Those of the provider. */
    ratingAverage: p.decimal('number').precision(3).scale(2),
    ratingCount: p.integer(),
    /** Only there for its foreign key: when the rating of the provider changes, the database changes it here. */
    ratedProvider: () =>
      p
        .manyToOne(Provider)
        .joinColumns('provider_id', 'rating_average', 'rating_count')
        .referencedColumnNames('id', 'rating_average', 'rating_count')
        .columnTypes('uuid', 'numeric(3,2)', 'int')
        .foreignKeyName('provider_pincodes_rating_foreign')
        .deleteRule('cascade')
        .updateRule('cascade')
        .nullable()
        .mapToPk(),
    ...timestampColumns(),
  },
});
export class ProviderPincode extends ProviderPincodeSchema.class {}
ProviderPincodeSchema.setClass(ProviderPincode);
