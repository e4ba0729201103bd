// What customers think of a service. Apart from the service, which staff change: a count is no change of it and must not outdate its version.
import { defineEntity, p } from '@mikro-orm/core';
import { timestampColumns } from '#libs/orm';
import { Service } from './service.entity.js';

const ServiceRatingSchema = defineEntity({
  name: 'ServiceRating',
  tableName: 'service_ratings',
  checks: [
    {
      name: 'service_ratings_check',
      expression: 'rating_count >= 0 and rating_average >= 0 and rating_average <= 5',
    },
  ],
  properties: {
    service: () => p.oneToOne(Service).mapToPk().primary().owner().deleteRule('cascade'),
    /** Refreshed from reviews in the background; 0 while there are none. */
    ratingAverage: p.decimal('number').precision(3).scale(2),
    ratingCount: p.integer(),
    ...timestampColumns(),
  },
});
export class ServiceRating extends ServiceRatingSchema.class {}
ServiceRatingSchema.setClass(ServiceRating);
