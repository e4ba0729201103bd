import { Injectable } from '@nestjs/common';
import { Clock } from '#libs/time';
import type { Actor } from '../access/actor.js';
import { StartInPast } from '../catalogue/catalogue.errors.js';
import {
  CatalogueService,
  type CataloguedService,
  type ServiceRate,
} from '../catalogue/catalogue.service.js';
import type { CityTier } from '../catalogue/place.entity.js';
import { Settings } from '../config/settings.js';
import { priceOf, ruledPrice, type Price, type PriceInput, type PriceItem } from './price.js';
import type { PriceQuestion } from './pricing.schemas.js';
import { PriceBook, type PriceBookEdition } from './rules/price-book.service.js';
import type { PricingRule } from './rules/price-rule.js';

/** What a visit costs at this moment, line by line, and of what it is made. */
export interface PricedOffer extends Price {
  service: CataloguedService;
  rateCardId: string;
  tier: CityTier;
  pincode: string;
  startsAt: Date | null;
  quantity: number;
  /** Until then an offer of it in a conversation can be agreed to. It is no promise: that is a quote. */
  validUntil: Date;
  /** Of the rules, for the sale. */
  book: PriceBookEdition;
}

export interface PlacedQuestion extends PriceQuestion {
  pincode: string;
  /** As it is kept. */
  coupon?: string | null;
}

/** What was sold, when and where: enough to price it again. */
export interface PastSale {
  service: { slug: string; name: string; subcategory: string; category: string };
  place: { pincode: string; city: string; tier: CityTier };
  cityName: string;
  startsAt: Date;
  soldAt: Date;
  currency: string;
  /** Those of the rate card, as they were. */
  lines: PriceItem[];
}

/** Whoever asks: prices are the same for everybody, so the anonymous may. */
type Browser = Actor | undefined;

@Injectable()
export class PricingService {
  constructor(
    private readonly catalogue: CatalogueService,
    private readonly book: PriceBook,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /**
   * The price of one service at one place, line by line.
   * @throws StartInPast, NotFound, NotServed, AttributeUnknown, AttributesExclusive, QuantityNotAllowed
   */
  async price(actor: Browser, question: PlacedQuestion): Promise<PricedOffer> {
    const now = this.clock.now();
    if (question.startsAt && question.startsAt <= now) throw new StartInPast();
    const { service, rate, city } = await this.catalogue.offered(actor, question.serviceId, question.pincode);
    const book = await this.book.read(question.coupon);
    const { pincode, startsAt = null, quantity } = question;
    return {
      ...this.priced(service, rate, question, book, {
        pincode,
        city,
        tier: rate.tier,
      }),
      service,
      rateCardId: rate.id,
      tier: rate.tier,
      pincode,
      startsAt,
      quantity,
      book,
      validUntil: new Date(now.getTime() + this.settings.PROPOSAL_MINUTES * 6e4),
    };
  }

  /**
   * The prices of one service over all places, for who has not said where: rules about cities and pincodes are not counted.
   * @throws NotFound, AttributeUnknown, AttributesExclusive, QuantityNotAllowed
   */
  async prices(actor: Browser, question: PriceQuestion): Promise<Price[]> {
    const { service, rates } = await this.catalogue.rateCards(actor, question.serviceId);
    const book = await this.book.read();
    return rates.map((rate) => this.priced(service, rate, question, book, { tier: rate.tier }));
  }

  /** What a sale of the past would come to by other rules, in paise. */
  repriced({ lines, currency, soldAt, ...sale }: PastSale, rules: readonly PricingRule[]): number {
    const timeZone = this.settings.BUSINESS_TIME_ZONE;
    return ruledPrice(lines, currency, { ...sale, rules, timeZone, now: soldAt, coupon: null }).totalPaise;
  }

  private priced(
    service: CataloguedService,
    rateCard: ServiceRate,
    { attributes, quantity, startsAt, coupon }: PriceQuestion & { coupon?: string | null },
    { rules }: PriceBookEdition,
    place: NonNullable<PriceInput['place']>,
  ): Price {
    const { slug, name, unit = null, subcategory } = service;
    const groups = { subcategory: subcategory.slug, category: subcategory.category.slug };
    return priceOf({
      service: {
        slug,
        name,
        unit,
        ...groups,
      },
      rateCard,
      attributes,
      quantity,
      place,
      rules,
      startsAt: startsAt ?? null,
      coupon: coupon ?? null,
      timeZone: this.settings.BUSINESS_TIME_ZONE,
      now: this.clock.now(),
    });
  }
}
