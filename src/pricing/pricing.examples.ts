const serviceId = '019d45d1-6e50-7daa-84c5-d7e8f90a1b2c';

const item = {
  kind: 'service',
  code: 'ac-repair',
  label: 'AC repair',
  quantity: 1,
  unitPaise: 59900,
  amountPaise: 59900,
  ruleId: null,
  ruleVersion: null,
  sacCode: null,
};
const tax = {
  ...item,
  kind: 'tax',
  code: 'gst',
  label: 'GST (18 %)',
  unitPaise: 10782,
  amountPaise: 10782,
  ruleId: '019d45e0-0000-7000-8000-000000000003',
  ruleVersion: 1,
  sacCode: '9987',
};

/** By name in the API document. */
export const pricingExamples = {
  RequestQuote: { pincode: '560034', startsAt: '2026-11-21T04:30:00Z', quantity: 1, attributes: [] },
  QuoteItem: item,
  Quote: {
    service: {
      id: serviceId,
      slug: 'ac-repair',
      name: 'AC repair',
      durationMinutes: 60,
      unit: 'AC',
    },
    rateCardId: '019d45d1-7f60-7bee-8809-1b2c3d4e5f60',
    tier: 'metro',
    pincode: '560034',
    startsAt: new Date('2026-11-21T04:30:00Z'),
    quantity: 1,
    items: [item, tax],
    totalPaise: 70682,
    currency: 'INR',
    validUntil: new Date('2026-11-20T05:00:00Z'),
  },
};
