const provider = { id: '019d45d2-7f60-7c99-93b4-c6d7e8f90a1b', name: 'Ramesh Kumar' };
const service = { id: '019d45d1-6e50-7daa-84c5-d7e8f90a1b2c', name: 'Bathroom cleaning' };
const first = new Date('2026-11-21T04:30:00Z');
const second = new Date('2026-11-28T04:30:00Z');

const booked = {
  position: 1,
  startsAt: first,
  booking: {
    id: '019d45da-5d40-7ebb-95d6-e8f90a1b2c3d',
    reference: 'BK-7K3M9Q',
    status: 'confirmed',
    startsAt: first,
    totalPaise: 70682,
  },
  conflict: null,
};
const refused = {
  position: 2,
  startsAt: second,
  booking: null,
  conflict: {
    code: 'SLOT_TAKEN',
    detail: 'This slot is no longer free.',
    alternatives: [{ startsAt: new Date('2026-11-28T06:00:00Z'), providerId: provider.id }],
  },
};

/** By name in the API document. */
export const seriesExamples = {
  CreateBookingSeries: {
    serviceId: service.id,
    providerId: provider.id,
    startsAt: '2026-11-21T04:30:00Z',
    frequency: 'weekly',
    count: 2,
    ifConflict: 'book_free',
    quantity: 1,
    attributes: [],
    notes: '',
    address: { line: '12, 5th cross, Koramangala', pincode: '560034' },
  },
  CancelBookingSeries: { reason: 'We move house.' },
  BookingSeriesVisit: booked,
  BookingSeries: {
    id: '019d45dc-3b20-7f00-a6e7-f90a1b2c3d4e',
    service,
    provider,
    frequency: 'weekly',
    startsAt: first,
    visits: [booked, refused],
    totalPaise: 70682,
    cancelledAt: null,
    createdAt: new Date('2026-11-20T04:30:00Z'),
  },
};
