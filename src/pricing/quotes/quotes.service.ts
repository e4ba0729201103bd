// Promises of a price. A booking that is made from one costs what it says, whatever was published since.
import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { NotFound } from '#libs/errors';
import { deleteInBatches } from '#libs/orm';
import { Clock, dayMs } from '#libs/time';
import { Forbidden } from '../../access/access.errors.js';
import { customerScope, type Actor } from '../../access/actor.js';
import { customerOwning, FindsOwner } from '../../access/resource-owners.js';
import { Settings } from '../../config/settings.js';
import { CustomersService } from '../../customers/customers.service.js';
import { CouponsService } from '../coupons/coupons.service.js';
import { CouponNotApplicable, CouponUnknown, TooManyQuotes } from '../pricing.errors.js';
import { PricingService, type PricedOffer } from '../pricing.service.js';
import { isValidAt, type PricingRule } from '../rules/price-rule.js';
import { attributeCodesOf, Quote } from './quote.entity.js';
import type { CreateQuote } from './quotes.schemas.js';

/** Of one customer: enough to compare, too few to fill the table. */
const openAtMost = 50;
/** Days that an expired quote can still be looked at. */
const keptDays = 30;

@Injectable()
export class QuotesService {
  constructor(
    private readonly em: EntityManager,
    private readonly pricing: PricingService,
    private readonly coupons: CouponsService,
    private readonly customers: CustomersService,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  @FindsOwner('quote')
  async ownerOf(id: string) {
    return customerOwning(await this.em.findOne(Quote, { id }));
  }

  /**
   * Promises the price of this moment until it expires. A coupon is counted in, but used only by the booking: somebody else may come first.
   * @throws StartInPast, NotFound, NotServed, AttributeUnknown, AttributesExclusive, QuantityNotAllowed
   * @throws CouponUnknown, CouponNotApplicable, CouponUsedUp, TooManyQuotes
   */
  async create(actor: Actor, { couponCode, ...visit }: CreateQuote): Promise<Quote> {
    const customer = ownerAmong(actor);
    const coupon = couponCode?.toUpperCase() ?? null;
    const offer = await this.pricing.price(actor, { ...visit, coupon });
    const couponRule = coupon === null ? null : await this.couponIn(offer, coupon, customer);
    const now = this.clock.now();
    return this.em.transactional(async (em) => {
      // One at a time for each customer, so that the limit is exact.
      await this.customers.lockActive(em, customer);
      if ((await em.count(Quote, { customer, usedAt: null, expiresAt: { $gt: now } })) >= openAtMost)
        throw new TooManyQuotes(openAtMost);
      const { items, totalPaise, currency, service, rateCardId: rateCard } = offer;
      const { pincode, startsAt, quantity } = visit;
      return em.create(Quote, {
        customer,
        service,
        rateCard,
        pincode,
        startsAt,
        quantity,
        items,
        totalPaise,
        currency,
        attributes: attributeCodesOf(visit.attributes),
        couponCode: coupon,
        couponRule,
        usedAt: null,
        bookingId: null,
        expiresAt: new Date(Math.min(now.getTime() + this.settings.QUOTE_MINUTES * 6e4, startsAt.getTime())),
        createdAt: now,
      });
    });
  }

  /** @throws NotFound, when it is another customer's as well */
  async get(actor: Actor, id: string): Promise<Quote> {
    const customer = customerScope(actor);
    const populate = ['service'] as const;
    const quote = await this.em.findOne(Quote, { id, ...(customer && { customer }) }, { populate });
    if (!quote) throw new NotFound('Quote', id);
    return quote;
  }

  /** Those that no booking was made from, some time after they expired. @returns how many */
  async clearAway(signal?: AbortSignal): Promise<number> {
    const expired = {
      usedAt: null,
      expiresAt: { $lt: new Date(this.clock.now().getTime() - keptDays * dayMs) },
    };
    return deleteInBatches(this.em, Quote, expired, { orderBy: 'expiresAt', signal });
  }

  /** @returns the id of its rule @throws CouponUnknown, CouponNotApplicable, CouponUsedUp */
  private async couponIn({ book, items }: PricedOffer, code: string, customer: string): Promise<string> {
    const rule = book.rules.find((each) => each.kind === 'coupon' && each.code === code);
    if (!rule || !isValidAt(rule, this.clock.now())) throw new CouponUnknown();
    if (!isCounted(items, rule)) throw new CouponNotApplicable(rule.minimumPaise);
    await this.coupons.check({ ruleId: rule.ruleId, version: rule.version, customer });
    return rule.ruleId;
  }
}

function isCounted(items: PricedOffer['items'], { ruleId }: PricingRule): boolean {
  return items.some((item) => item.ruleId === ruleId);
}

/** @throws Forbidden for who is no customer, nor acts for one */
function ownerAmong(actor: Actor): string {
  const customer = customerScope(actor);
  if (!customer) throw new Forbidden('to be a customer');
  return customer;
}
