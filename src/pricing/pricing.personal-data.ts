import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/core';
import { HoldsPersonalData, subjectsOf, type PersonalDataSource } from '#libs/personal-data';
import { Quote } from './quotes/quote.entity.js';
import { promisedQuoteView } from './quotes/quotes.schemas.js';

/**
 * What somebody asked the price of says what they were about to do: it goes. A quote that was booked from stays as the reason for the price of
 * that booking, and how often a coupon was used stays counted.
 */
@HoldsPersonalData('quotes')
@Injectable()
export class PricingPersonalData implements PersonalDataSource {
  async export(em: EntityManager, customer: string) {
    const populate = ['service'] as const;
    const quotes = await em.find(Quote, { customer }, { populate, orderBy: { createdAt: 'asc', id: 'asc' } });
    return quotes.map((quote) => promisedQuoteView.parse(quote));
  }

  subjects(em: EntityManager, customer: string) {
    return subjectsOf(em, 'quote', Quote, { customer });
  }

  async erase(em: EntityManager, customer: string): Promise<void> {
    await em.nativeDelete(Quote, { customer, usedAt: null });
  }
}
