const subcategoryId = '019d45d0-5d40-7add-97f8-0a1b2c3d4e5f';

/** By name in the API document. */
export const recommendationsExamples = {
  Recommendation: {
    service: { id: '019d45d1-6e50-7daa-84c5-d7e8f90a1b2c', slug: 'ac-service', name: 'AC service' },
    kind: 'due' as const,
    reason: 'AC service: the last one was 11 months ago, and it is due every 6 months.',
    lastAt: new Date('2025-12-18T06:00:00Z'),
    fromPaise: 59900,
  },
  ReplaceServiceCycle: { dueAfterMonths: 6, seasonMonths: [3, 4, 5] },
  ServiceCycle: { subcategoryId, dueAfterMonths: 6, seasonMonths: [3, 4, 5], version: 1 },
};
