import { Inject, Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { z } from 'zod';
import { Tool } from '#libs/tools';
import { Clock } from '#libs/time';
import type { Actor } from '../access/actor.js';
import { customerScope } from '../access/actor.js';
import { CouponsService } from './coupons/coupons.service.js';
import { priceInput, priceRangeView, quoteView } from './pricing.schemas.js';
import { PricingService } from './pricing.service.js';
import { createQuoteInput, promisedQuoteView, type CreateQuote } from './quotes/quotes.schemas.js';
import { QuotesService } from './quotes/quotes.service.js';

const toolInput = priceInput.extend({
  bookingId: z
    .uuid()
    .optional()
    .describe('A booking of the customer that is to become this visit: a coupon that it has used counts.'),
});

const readsPrices = { permission: 'catalogue.read', effect: 'read' } as const;

/** What an agent may ask about prices. */
@Injectable()
export class PricingTools {
  constructor(
    private readonly pricing: PricingService,
    private readonly quotes: QuotesService,
    private readonly coupons: CouponsService,
    @Inject(EntityManager) private readonly em: EntityManager,
    private readonly clock: Clock,
  ) {}

  @Tool({
    name: 'quotes.create',
    operation: 'createQuote',
    description:
      'Promises the customer the price of a visit until it expires, with a coupon if there is one: a booking with its quoteId costs exactly that.',
    input: createQuoteInput,
    output: promisedQuoteView,
    permission: 'bookings.create',
    effect: 'write',
  })
  quote(actor: Actor, input: CreateQuote) {
    return this.quotes.create(actor, input);
  }

  // Named after what agents ask about: that name is in their declarations and in the settings that staff have made of them.
  @Tool({
    name: 'catalogue.price',
    operation: 'quoteService',
    description:
      'What a service costs, tax included: line by line at a pincode, or the range over all places without one.',
    input: toolInput,
    output: z.union([quoteView, priceRangeView]),
    ...readsPrices,
  })
  async price(actor: Actor, { pincode, startsAt, bookingId, ...rest }: z.output<typeof toolInput>) {
    // A conversation that was left lying may hold a time that is over by now: it costs what it costs at no certain time.
    const question = { ...rest, startsAt: startsAt && startsAt > this.clock.now() ? startsAt : undefined };
    const customer = customerScope(actor);
    const used = bookingId && customer ? await this.coupons.usedBy(this.em, bookingId, customer) : null;
    if (pincode) return this.pricing.price(actor, { ...question, pincode, coupon: used?.code ?? null });
    const prices = await this.pricing.prices(actor, question);
    const totals = prices.map((price) => price.totalPaise);
    return { fromPaise: Math.min(...totals), toPaise: Math.max(...totals), currency: prices[0]!.currency };
  }
}
