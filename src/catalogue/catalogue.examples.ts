const category = { id: '019d45d0-4c30-7fcc-86e7-f90a1b2c3d4e', slug: 'appliances', name: 'Appliances' };
const subcategory = { id: '019d45d0-5d40-7add-97f8-0a1b2c3d4e5f', slug: 'ac', name: 'Air conditioners' };

const service = {
  id: '019d45d1-6e50-7daa-84c5-d7e8f90a1b2c',
  slug: 'ac-repair',
  name: 'AC repair',
  description: 'An air conditioner that does not cool, leaks or makes noise.',
  durationMinutes: 60,
  unit: 'AC',
  subcategory: { ...subcategory, category },
  ratingAverage: 4.6,
  ratingCount: 321,
};

const attribute = { code: 'gas-refill', name: 'Gas refill', group: null, isDefault: false };
/** By name in the API document. */
export const catalogueExamples = {
  ServiceCategory: category,
  Service: service,
  FoundService: { ...service, fromPaise: 49900, score: 0.93 },
  RateCard: {
    id: '019d45d1-7f60-7bee-8809-1b2c3d4e5f60',
    tier: 'metro',
    pricePaise: 59900,
    currency: 'INR',
    attributes: [{ ...attribute, pricePaise: 120000 }],
  },
  ServiceAttribute: { ...attribute, fromPaise: 100000, toPaise: 120000 },
  Pincode: {
    code: '560034',
    area: 'Koramangala',
    city: { slug: 'bengaluru', name: 'Bengaluru', state: 'Karnataka' },
    served: true,
    services: 42,
  },
  City: {
    slug: 'bengaluru',
    name: 'Bengaluru',
    state: 'Karnataka',
    aliases: ['Bangalore'],
    pincodes: [{ code: '560034', area: 'Koramangala' }],
  },
  Serviceability: { pincode: '560034', area: 'Koramangala', city: 'Bengaluru', serviceable: true },
};
