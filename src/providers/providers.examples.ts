const provider = {
  id: '019d45d2-7f60-7c99-93b4-c6d7e8f90a1b',
  name: 'Ramesh Kumar',
  about: 'Twelve years with air conditioners.',
  city: { slug: 'bengaluru', name: 'Bengaluru' },
  ratingAverage: 4.7,
  ratingCount: 213,
};
const period = {
  completed: 480,
  cancelled: 12,
  noShow: 3,
  completionRate: 0.97,
  ratingAverage: 4.7,
  ratingCount: 213,
};
const statistics = { total: period, last90Days: period, updatedAt: new Date('2026-11-20T04:00:00Z') };

/** By name in the API document. */
export const providersExamples = {
  Provider: provider,
  ProviderPeriod: period,
  ProviderStatistics: statistics,
  CountedProviderStatistics: { providerId: provider.id, statistics },
  ProviderDetail: {
    ...provider,
    skills: [{ id: '019d45d0-5d40-7add-97f8-0a1b2c3d4e5f', slug: 'ac', name: 'Air conditioners' }],
    pincodes: ['560034', '560095'],
    statistics,
  },
};
