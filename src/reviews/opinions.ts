// What a customer thought of professionals, for whoever decides who is sent to them.
import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { TellsOpinions } from '../bookings/candidates/opinions.service.js';
import { Review } from './review.entity.js';

/** More reviews by one customer of those few are not read; the latest of each counts. */
const reviewsRead = 300;

@Injectable()
export class Opinions {
  constructor(private readonly em: EntityManager) {}

  /** Hidden ones count here: nobody sees them, and what was thought was thought. */
  @TellsOpinions()
  async ofProviders(customer: string, providers: readonly string[]): Promise<Map<string, number>> {
    const reviews = await this.em.find(
      Review,
      { customer, provider: { $in: [...providers] } },
      {
        fields: ['provider', 'rating', 'createdAt'],
        orderBy: { createdAt: 'desc', id: 'desc' },
        limit: reviewsRead,
        disableIdentityMap: true,
      },
    );
    const latest = new Map<string, number>();
    for (const { provider, rating } of reviews) if (!latest.has(provider)) latest.set(provider, rating);
    return latest;
  }
}
