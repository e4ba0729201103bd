const providerId = '019d45d2-7f60-7c99-93b4-c6d7e8f90a1b';

/** By name in the API document. */
export const slotsExamples = {
  Slot: {
    startsAt: new Date('2026-11-21T04:30:00Z'),
    endsAt: new Date('2026-11-21T05:30:00Z'),
    providerId,
    providerName: 'Ramesh Kumar',
    ratingAverage: 4.7,
  },
};
