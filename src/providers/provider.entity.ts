// Tradespeople: what they can do and where, how long they may work, and until when their papers let them.
import { defineEntity, OptionalProps, p } from '@mikro-orm/core';
import { idColumn, timestampColumns } from '#libs/orm';
import type { LocalDate } from '#libs/time';
import { City, Pincode } from '../catalogue/place.entity.js';
import { Subcategory } from '../catalogue/service.entity.js';
import { ProviderStatusIllegal } from './provider.errors.js';

export const providerStatuses = ['active', 'suspended', 'left'] as const;
export type ProviderStatus = (typeof providerStatuses)[number];

/** Who has left does not come back: whoever works for us again is entered anew, with papers that are looked at again. */
export const providerTransitions: Readonly<Record<ProviderStatus, readonly ProviderStatus[]>> = {
  active: ['suspended', 'left'],
  suspended: ['active', 'left'],
  left: [],
};

/** 48 hours, what the Occupational Safety, Health and Working Conditions Code allows in a week. */
export const defaultWeeklyMaxMinutes = 48 * 60;
export const defaultMinRestMinutes = 10 * 60;

const ProviderSchema = defineEntity({
  name: 'Provider',
  tableName: 'providers',
  checks: [
    {
      name: 'providers_rating_check',
      expression: 'rating_count >= 0 and rating_average >= 0 and rating_average <= 5',
    },
    { name: 'providers_phone_check', expression: `phone ~ '^\\+91[6-9][0-9]{9}$'` },
    {
      name: 'providers_work_check',
      expression:
        'weekly_max_minutes >= 0 and weekly_max_minutes <= 10080 and min_rest_minutes >= 0 and min_rest_minutes <= 1440',
    },
  ],
  // What the links to pincodes refer to.
  uniques: [{ name: 'providers_rating_unique', properties: ['id', 'ratingAverage', 'ratingCount'] }],
  indexes: [
    {
      name: 'providers_by_name_index',
      expression: (columns, table, index) =>
        `create index "${index}" on ${table} ("${columns.name}", "${columns.id}") where status = 'active'`,
    },
    { name: 'providers_name_index', properties: ['name', 'id'] },
    { name: 'providers_documents_index', properties: ['documentsValidUntil', 'id'] },
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
    /** Most minutes of shifts in a week, Monday to Sunday. */
    weeklyMaxMinutes: p.integer().default(defaultWeeklyMaxMinutes),
    /** Least minutes without a shift between two spells of work, see `work-rules.ts`. */
    minRestMinutes: p.integer().default(defaultMinRestMinutes),
    /** The first of the last days of the documents that are required; null while none of them ends. Kept with every change of a document. */
    documentsValidUntil: p.date().nullable(),
    /** Counts changes of everything that staff keep of a provider, shifts and documents included. Always changed with the row locked. */
    version: p.integer().default(1),
    skills: () => p.oneToMany(ProviderSkill).mappedBy('provider'),
    pincodes: () => p.oneToMany(ProviderPincode).mappedBy('provider'),
    ...timestampColumns(),
  },
});
export class Provider extends ProviderSchema.class {
  declare [OptionalProps]?: 'nextStatuses';

  get nextStatuses(): readonly ProviderStatus[] {
    return providerTransitions[this.status as ProviderStatus];
  }

  /**
   * Whether new visits may be sold on `day`: who works for us and has the papers. The one place of this rule for a single provider; where
   * many are searched, `takesVisits` in `provider.repository.ts` says the same in SQL.
   */
  takesVisitsOn(day: LocalDate): boolean {
    return this.status === 'active' && (this.documentsValidUntil == null || day <= this.documentsValidUntil);
  }

  /** To be called with the row locked. @throws ProviderStatusIllegal */
  moveTo(status: ProviderStatus): void {
    if (!this.nextStatuses.includes(status))
      throw new ProviderStatusIllegal(this.status as ProviderStatus, status, this.nextStatuses);
    this.status = status;
    this.countChange();
  }

  /** Whoever has read it before, and would change it, is told. To be called with the row locked. */
  countChange(): void {
    this.version += 1;
  }
}
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
