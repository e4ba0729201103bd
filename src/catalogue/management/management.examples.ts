const id = '019d45d1-6e50-7daa-84c5-d7e8f90a1b2c';
const createdAt = new Date('2026-11-20T04:30:00Z');
const service = {
  name: 'Chimney cleaning',
  description: 'A kitchen chimney that smells, drips or draws badly.',
  durationMinutes: 90,
  unit: 'chimney',
  phrases: ['kitchen chimney clean', 'chimney saaf karna'],
  active: true,
};
const attribute = {
  code: 'filter',
  name: 'New filter',
  group: null,
  pricePaise: 45000,
  isDefault: false,
  terms: ['filter change'],
};
const price = { pricePaise: 89900, attributes: [attribute] };
const category = { slug: 'kitchen', name: 'Kitchen', position: 4 };
const city = { slug: 'mysuru', name: 'Mysuru', state: 'Karnataka', tier: 'standard', aliases: ['Mysore'] };

/** By name in the API document. */
export const managementExamples = {
  CreateCategory: category,
  UpdateCategory: { name: 'Kitchen appliances' },
  ManagedCategory: { id, ...category, version: 1 },
  CreateSubcategory: { ...category, categoryId: id },
  ManagedSubcategory: { id, ...category, categoryId: id, version: 1 },
  CreateService: { slug: 'chimney-cleaning', subcategoryId: id, ...service },
  ReplaceService: { subcategoryId: id, ...service },
  UpdateService: { phrases: ['chimney saaf karna'] },
  ManagedService: { id, slug: 'chimney-cleaning', subcategoryId: id, ...service, version: 1, createdAt },
  CreateRateCard: { tier: 'metro', ...price },
  ReplaceRateCard: price,
  RateCardAttribute: attribute,
  ManagedRateCard: {
    id,
    serviceId: id,
    tier: 'metro',
    ...price,
    currency: 'INR',
    pincodesCount: 12,
    version: 1,
  },
  ChangeRateCardPincodes: { add: ['560034', '560095'], remove: [] },
  RateCardPincodes: { pincodes: ['560034', '560095'] },
  CreateCity: city,
  UpdateCity: { aliases: ['Mysore', 'Maisuru'] },
  ManagedCity: { id, ...city, pincodesCount: 3, version: 1 },
  AddPincodes: { pincodes: [{ code: '570001', area: 'Devaraja Mohalla' }] },
};
