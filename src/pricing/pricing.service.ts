import { Injectable } from '@nestjs/common';
import { Clock } from '#libs/time';
import type { Actor } from '../access/actor.js';
import { StartInPast } from '../catalogue/catalogue.errors.js';
import {
  CatalogueService,
  type CataloguedService,
  type ServiceOffer,
} from '../catalogue/catalogue.service.js';
import type { CityTier } from '../catalogue/place.entity.js';
import { Settings } from '../config/settings.js';
import { priceOf, type Price } from './price.js';
import type { PriceQuestion } from './pricing.schemas.js';

/** What selling needs to know of a service, a place and a time: the price, line by line, and until when it holds. */
export interface Quote extends Price {
  service: CataloguedService;
  rateCardId: string;
  tier: CityTier;
  pincode: string;
  startsAt: Date | null;
  quantity: number;
  validUntil: Date;
}

/** Whoever asks: prices are the same for everybody, so the anonymous may. */
type Browser = Actor | undefined;

@Injectable()
export class PricingService {
  constructor(
    private readonly catalogue: CatalogueService,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /**
   * The price of one service at one place, line by line.
   * @throws StartInPast, NotFound, NotServed, AttributeUnknown, AttributesExclusive, QuantityNotAllowed
   */
  async quote(actor: Browser, question: PriceQuestion & { pincode: string }): Promise<Quote> {
    if (question.startsAt && question.startsAt <= this.clock.now()) throw new StartInPast();
    const offer = await this.catalogue.offered(actor, question.serviceId, question.pincode);
    return {
      ...this.price(offer, question),
      service: offer.service,
      rateCardId: offer.rate.id,
      tier: offer.rate.tier,
      pincode: question.pincode,
      startsAt: question.startsAt ?? null,
      quantity: question.quantity,
      validUntil: new Date(this.clock.now().getTime() + this.settings.PROPOSAL_MINUTES * 60_000),
    };
  }

  /**
   * The prices of one service over all places, for who has not said where.
   * @throws NotFound, AttributeUnknown, AttributesExclusive, QuantityNotAllowed
   */
  async prices(actor: Browser, question: PriceQuestion): Promise<Price[]> {
    const { service, rates } = await this.catalogue.rateCards(actor, question.serviceId);
    return rates.map((rate) => this.price({ service, rate }, question));
  }

  private price({ service, rate }: ServiceOffer, { attributes, quantity, startsAt }: PriceQuestion): Price {
    const timeZone = this.settings.BUSINESS_TIME_ZONE;
    return priceOf({ service, rateCard: rate, attributes, quantity, startsAt: startsAt ?? null, timeZone });
  }
}
