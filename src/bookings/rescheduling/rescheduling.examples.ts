const startsAt = '2026-11-23T04:30:00Z';
const provider = { id: '019d45d2-7f60-7c99-93b4-c6d7e8f90a1b', name: 'Ramesh Kumar' };

/** By name in the API document. */
export const reschedulingExamples = {
  RescheduleBooking: {
    startsAt,
    providerId: provider.id,
    expectedTotalPaise: 70682,
    expectedFeePaise: 0,
  },
  RequestReschedulingQuote: { startsAt },
  ReschedulingQuote: {
    startsAt: new Date(startsAt),
    endsAt: new Date('2026-11-23T05:30:00Z'),
    provider,
    feePaise: 0,
    rule: 'Moving is free until 4 hours before the visit.',
    totalPaise: 70682,
    beforePaise: 70682,
    differencePaise: 0,
    currency: 'INR',
    expiresAt: new Date('2026-11-20T04:45:00Z'),
  },
};
