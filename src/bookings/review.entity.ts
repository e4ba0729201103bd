// What a customer thought of a visit. Kept with the booking it is about; the provider's rating is derived from it.
import { defineEntity, p } from '@mikro-orm/core';
import { idColumn, timestampColumns } from '#libs/orm';
import { Provider } from '../providers/provider.entity.js';
import { Booking } from './booking.entity.js';

const ReviewSchema = defineEntity({
  name: 'Review',
  tableName: 'reviews',
  checks: [{ name: 'reviews_rating_check', expression: 'rating >= 1 and rating <= 5' }],
  properties: {
    id: idColumn(),
    booking: () => p.oneToOne(Booking).owner(),
    provider: () => p.manyToOne(Provider).mapToPk().index(),
    rating: p.smallint(),
    comment: p.string().length(1000).default(''),
    ...timestampColumns(),
  },
});
export class Review extends ReviewSchema.class {}
ReviewSchema.setClass(Review);
