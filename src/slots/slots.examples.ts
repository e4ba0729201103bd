const providerId = '019d45d2-7f60-7c99-93b4-c6d7e8f90a1b';
const serviceId = '019d45d1-6e50-7daa-84c5-d7e8f90a1b2c';
const startsAt = '2026-11-21T04:30:00Z';
const endsAt = '2026-11-21T05:30:00Z';

/** By name in the API document. */
export const slotsExamples = {
  Slot: {
    startsAt: new Date(startsAt),
    endsAt: new Date(endsAt),
    providerId,
    providerName: 'Ramesh Kumar',
    ratingAverage: 4.7,
  },
  HoldSlot: { serviceId, providerId, pincode: '560034', startsAt },
  SlotHold: {
    id: '019d45db-5d40-7ebb-95d6-e8f90a1b2c3d',
    status: 'open',
    serviceId,
    providerId,
    pincode: '560034',
    startsAt: new Date(startsAt),
    endsAt: new Date(endsAt),
    expiresAt: new Date('2026-11-20T04:40:00Z'),
    bookingId: null,
    createdAt: new Date('2026-11-20T04:30:00Z'),
  },
} as const;
