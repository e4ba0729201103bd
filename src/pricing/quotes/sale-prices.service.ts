// What a visit is sold for: by a quote as it was promised, else as prices are when the sale is written.
import { Injectable } from '@nestjs/common';
import { EntityManager, LockMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { NotFound } from '#libs/errors';
import { Clock } from '#libs/time';
import type { Actor } from '../../access/actor.js';
import type { CataloguedService } from '../../catalogue/catalogue.service.js';
import { CouponsService } from '../coupons/coupons.service.js';
import type { Price } from '../price.js';
import { PricingService, type PlacedQuestion } from '../pricing.service.js';
import { PriceBook, PriceBookChanged } from '../rules/price-book.service.js';
import { Quote } from './quote.entity.js';

export interface SaleQuestion extends PlacedQuestion {
  customer: string;
  startsAt: Date;
  quoteId?: string | undefined;
  /** The booking that becomes what is asked about: a coupon that it has used counts here as well, without being used again. */
  bookingId?: string | undefined;
}

export interface SalePrice extends Price {
  service: CataloguedService;
  rateCardId: string;
  /** The quote that promises it; null where it is the price of the moment … */
  quoteId: string | null;
  /** … which is made of these rules. */
  edition: string | null;
  /** The coupon that the booking has used, and keeps: it takes its share off this price as well. */
  keptCoupon: string | null;
}

@Injectable()
export class SalePricesService {
  constructor(
    private readonly em: EntityManager,
    private readonly pricing: PricingService,
    private readonly book: PriceBook,
    private readonly coupons: CouponsService,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws NotFound (of the quote, when it is another customer's as well), QuoteExpired, QuoteUsed, QuoteForOther, and what
   * PricingService.price says
   */
  async priceFor(
    actor: Actor,
    { quoteId, customer, bookingId, ...question }: SaleQuestion,
  ): Promise<SalePrice> {
    if (!quoteId) {
      const used = bookingId ? await this.coupons.usedBy(this.em, bookingId, customer) : null;
      const offer = await this.pricing.price(actor, { ...question, coupon: used?.code ?? null });
      const counts = offer.items.some(({ ruleId }) => ruleId !== null && ruleId === used?.id);
      return { ...offer, quoteId: null, edition: offer.book.edition, keptCoupon: counts ? used!.id : null };
    }
    const quote = await this.em.findOne(
      Quote,
      { id: quoteId, customer },
      { populate: ['service.subcategory.category'], disableIdentityMap: true },
    );
    if (!quote) throw new NotFound('Quote', quoteId);
    quote.check(this.clock.now(), question);
    const { items, totalPaise, currency, rateCard: rateCardId } = quote;
    return {
      items,
      totalPaise,
      currency,
      rateCardId,
      quoteId,
      edition: null,
      keptCoupon: null,
      service: quote.service as unknown as CataloguedService,
    };
  }

  /**
   * Makes sure of the price in the transaction that writes the booking: uses the quote and its coupon, or keeps publications waiting.
   * @throws PriceBookChanged when the price has to be worked out again; QuoteUsed, QuoteExpired, CouponUsedUp
   */
  async settle(
    em: SqlEntityManager,
    { quoteId, edition, items }: SalePrice,
    { customer, bookingId }: { customer: string; bookingId: string },
  ): Promise<void> {
    if (quoteId === null) return this.book.holdUnchanged(em, edition!);
    const lockMode = LockMode.PESSIMISTIC_WRITE;
    const quote = await em.findOneOrFail(Quote, { id: quoteId, customer }, { lockMode, refresh: true });
    quote.use(bookingId, this.clock.now());
    const ruleId = quote.couponRule;
    const line = items.find((item) => item.ruleId === ruleId);
    if (ruleId && line)
      await this.coupons.redeem(em, { ruleId, version: line.ruleVersion!, customer }, bookingId);
  }

  /**
   * Of a booking that has become something else: gives back the coupon that it had, unless that counts in the new price. To be called with the
   * booking locked, and before a coupon of the new price is used.
   * @throws PriceBookChanged when it was given back since the price was worked out
   */
  async keepOrRelease(
    em: SqlEntityManager,
    { keptCoupon }: SalePrice,
    { customer, bookingId }: { customer: string; bookingId: string },
  ): Promise<void> {
    if (keptCoupon === null) return this.release(em, bookingId);
    const used = await this.coupons.usedBy(em, bookingId, customer);
    if (used?.id !== keptCoupon) throw new PriceBookChanged();
  }

  /** Gives back what a booking that is cancelled has used. @param em of the transaction that cancels it */
  release(em: SqlEntityManager, bookingId: string): Promise<void> {
    return this.coupons.release(em, bookingId);
  }
}
