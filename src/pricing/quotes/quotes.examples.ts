import { pricingExamples } from '../pricing.examples.js';

const { items, totalPaise, currency } = pricingExamples.Quote;
const visit = {
  serviceId: pricingExamples.Quote.service.id,
  pincode: '560034',
  quantity: 1,
  attributes: [],
};

/** By name in the API document. */
export const quotesExamples = {
  CreateQuote: { ...visit, startsAt: '2026-11-21T04:30:00Z' },
  PromisedQuote: {
    ...visit,
    id: '019d45e0-2000-7000-8000-000000000001',
    startsAt: new Date('2026-11-21T04:30:00Z'),
    items,
    totalPaise,
    currency,
    couponCode: null,
    expiresAt: new Date('2026-11-20T05:30:00Z'),
    usedAt: null,
    bookingId: null,
    createdAt: new Date('2026-11-20T04:30:00Z'),
  },
};
