import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/core';
import { HoldsPersonalData, subjectsOf, type PersonalDataSource } from '#libs/personal-data';
import { Review } from './review.entity.js';
import { reviewView } from './reviews.schemas.js';

/** The stars stay, for the figures of service and provider. What was said goes, and what we have answered, which may name whom it answers. */
@HoldsPersonalData('reviews')
@Injectable()
export class ReviewsPersonalData implements PersonalDataSource {
  async export(em: EntityManager, customer: string) {
    const reviews = await em.find(Review, { customer }, { orderBy: { createdAt: 'asc', id: 'asc' } });
    return reviews.map((review) => reviewView.parse(review));
  }

  subjects(em: EntityManager, customer: string) {
    return subjectsOf(em, 'review', Review, { customer });
  }

  async erase(em: EntityManager, customer: string): Promise<void> {
    await em.nativeUpdate(
      Review,
      { customer },
      { comment: '', answer: null, answeredAt: null, requestKey: null },
    );
    await em.nativeUpdate(Review, { customer, hiddenAt: { $ne: null } }, { hiddenReason: '' });
  }
}
