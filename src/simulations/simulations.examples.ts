const sums = { bookings: 2, currentPaise: 118_000, simulatedPaise: 129_800, differencePaise: 11_800 };

/** By name in the API document. */
export const simulationsExamples = {
  SimulatePrices: {
    ruleIds: ['019d45e0-1000-7000-8000-000000000002'],
    from: '2026-08-01T00:00:00Z',
    to: '2026-11-20T00:00:00Z',
  },
  PriceSimulation: {
    from: new Date('2026-08-01T00:00:00Z'),
    to: new Date('2026-11-20T00:00:00Z'),
    ...sums,
    changed: 2,
    byCity: [{ key: 'bengaluru', name: 'Bengaluru', ...sums }],
    byService: [{ key: 'ac-repair', name: 'AC repair', ...sums }],
    byMonth: [{ key: '2026-11', name: '2026-11', ...sums }],
  },
};
