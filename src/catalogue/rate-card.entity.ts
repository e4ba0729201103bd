// What a service costs in a place: one rate card per city tier, its attributes, and the pincodes it applies to.
import { defineEntity, p } from '@mikro-orm/core';
import { idColumn, paiseColumn, timestampColumns } from '#libs/orm';
import { cityTiers, Pincode } from './place.entity.js';
import { Service } from './service.entity.js';

const RateCardSchema = defineEntity({
  name: 'RateCard',
  tableName: 'rate_cards',
  uniques: [
    { name: 'rate_cards_service_tier_unique', properties: ['service', 'tier'] },
    // What the links to pincodes refer to.
    { name: 'rate_cards_id_service_unique', properties: ['id', 'service'] },
  ],
  checks: [{ name: 'rate_cards_price_check', expression: 'price_paise > 0' }],
  properties: {
    id: idColumn(),
    service: () => p.manyToOne(Service),
    tier: p.enum(cityTiers),
    /** Per unit of the service, before attributes, surcharge and tax. */
    pricePaise: paiseColumn(),
    currency: p.string().columnType('char(3)').default('INR'),
    attributes: () => p.oneToMany(RateCardAttribute).mappedBy('rateCard').orderBy({ position: 'asc' }),
    version: p.integer().version(),
    ...timestampColumns(),
  },
});
export class RateCard extends RateCardSchema.class {}
RateCardSchema.setClass(RateCard);

const RateCardAttributeSchema = defineEntity({
  name: 'RateCardAttribute',
  tableName: 'rate_card_attributes',
  uniques: [{ name: 'rate_card_attributes_code_unique', properties: ['rateCard', 'code'] }],
  checks: [{ name: 'rate_card_attributes_price_check', expression: 'price_paise >= 0' }],
  properties: {
    id: idColumn(),
    rateCard: () => p.manyToOne(RateCard),
    code: p.string().length(40),
    name: p.string().length(80),
    /** Attributes of one group exclude each other (home size); null is an optional extra. */
    group: p.string().length(40).nullable().fieldName('attribute_group'),
    /** Added to the price of each unit. */
    pricePaise: paiseColumn(),
    isDefault: p.boolean().default(false),
    /** Ways customers say it ("2 bhk", "two bedroom"). */
    terms: p.array().default([]),
    position: p.smallint(),
    ...timestampColumns(),
  },
});
export class RateCardAttribute extends RateCardAttributeSchema.class {}
RateCardAttributeSchema.setClass(RateCardAttribute);

const RateCardPincodeSchema = defineEntity({
  name: 'RateCardPincode',
  tableName: 'rate_card_pincodes',
  // At most one price of a service at a pincode.
  uniques: [{ name: 'rate_card_pincodes_service_unique', properties: ['service', 'pincode'] }],
  properties: {
    rateCard: () => p.manyToOne(RateCard).primary(),
    pincode: () => p.manyToOne(Pincode).primary().index(),
    /** That of the rate card. */
    service: () => p.manyToOne(Service).mapToPk(),
    /** Only there for its foreign key: the rate card is one of the service. */
    cardOfService: () =>
      p
        .manyToOne(RateCard)
        .joinColumns('rate_card_id', 'service_id')
        .referencedColumnNames('id', 'service_id')
        .columnTypes('uuid', 'uuid')
        .foreignKeyName('rate_card_pincodes_card_of_service_foreign')
        .deleteRule('cascade')
        .updateRule('cascade')
        .nullable()
        .mapToPk(),
    ...timestampColumns(),
  },
});
export class RateCardPincode extends RateCardPincodeSchema.class {}
RateCardPincodeSchema.setClass(RateCardPincode);
