// What the signed-in customer may want next, each with its reason.
import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { textLanguageOf, type TextLanguage } from '#libs/format';
import { Clock, localDate } from '#libs/time';
import { Forbidden } from '../access/access.errors.js';
import { customerScope, type Actor } from '../access/actor.js';
import { Booking } from '../bookings/booking.entity.js';
import { CatalogueService } from '../catalogue/catalogue.service.js';
import { Settings } from '../config/settings.js';
import { Customer } from '../customers/customer.entity.js';
import { recommend, type PastVisit, type RecommendationKind } from './recommend.js';
import { reasonOf } from './recommendation-texts.js';
import { ServiceCycle } from './service-cycle.entity.js';

/** The latest visits: what lies behind them is no guide. */
const mostVisits = 100;

export interface Recommendation {
  service: { id: string; slug: string; name: string };
  kind: RecommendationKind;
  reason: string;
  lastAt: Date | null;
  fromPaise: number;
}

@Injectable()
export class RecommendationsService {
  constructor(
    private readonly em: EntityManager,
    private readonly catalogue: CatalogueService,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /**
   * Only what can be booked where the last visit was, and from the customer's own visits alone. Three queries, however long the history is.
   * @param language of the reasons; without one that of the profile
   */
  async list(actor: Actor, limit: number, language?: TextLanguage): Promise<Recommendation[]> {
    const customer = customerScope(actor);
    if (!customer) throw new Forbidden('to be a customer');
    const person = await this.em.findOneOrFail(Customer, { id: customer });
    const visits = await this.em.find(
      Booking,
      { customer, status: { $nin: ['cancelled', 'no_show'] } },
      { populate: ['service'], orderBy: { startsAt: 'desc', id: 'desc' }, limit: mostVisits },
    );
    const cycles = await this.em.find(ServiceCycle, {});
    const now = this.clock.now();
    const chosen = recommend({
      visits: visits.map(({ service, endsAt, status }): PastVisit => ({
        serviceId: service.id,
        subcategoryId: service.subcategory.id,
        endsAt,
        isDone: status === 'completed',
      })),
      services: await this.catalogue.offeredAt(actor, visits[0]?.pincode),
      cycles: cycles.map(({ subcategory, dueAfterMonths, seasonMonths }) => {
        return { subcategoryId: subcategory, dueAfterMonths: dueAfterMonths ?? null, seasonMonths };
      }),
      now,
      month: Number(localDate(now, this.settings.BUSINESS_TIME_ZONE).slice(5, 7)),
      limit,
    });
    const written = language ?? textLanguageOf(person.language);
    return chosen.map(({ service: { id, slug, name, fromPaise }, kind, lastAt, ...when }) => {
      return {
        service: { id, slug, name },
        kind,
        lastAt,
        fromPaise,
        reason: reasonOf({ kind, name, ...when }, written),
      };
    });
  }
}
