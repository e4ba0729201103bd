const providerId = '019d45d2-7f60-7c99-93b4-c6d7e8f90a1b';
const serviceId = '019d45d1-6e50-7daa-84c5-d7e8f90a1b2c';
const startsAt = '2026-11-21T04:30:00Z';
const endsAt = '2026-11-21T05:30:00Z';

const address = { line: '12, 5th cross, Koramangala', pincode: '560034' };

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
  kind: 'tax',
  code: 'gst',
  label: 'GST (18 %)',
  quantity: 1,
  unitPaise: 10782,
  amountPaise: 10782,
  ruleId: '019d45e0-0000-7000-8000-000000000003',
  ruleVersion: 1,
  sacCode: '9987',
};
const step = {
  kind: 'status',
  from: null,
  to: 'confirmed',
  byKind: 'customer',
  reason: '',
  at: new Date('2026-11-20T04:30:00Z'),
  was: null,
};

/** By name in the API document. */
export const bookingsExamples = {
  CreateBooking: {
    serviceId,
    providerId,
    startsAt,
    quantity: 1,
    attributes: [],
    notes: 'The bell does not work, please call.',
    expectedTotalPaise: 70682,
    address,
  },
  BookingAddress: address,
  CancelBooking: { reason: 'We have to travel.' },
  BookingItem: item,
  BookingStep: step,
  Booking: {
    id: '019d45da-5d40-7ebb-95d6-e8f90a1b2c3d',
    reference: 'BK-7K3M9Q',
    status: 'confirmed',
    nextStatuses: ['en_route', 'in_progress', 'cancelled', 'no_show'],
    service: { id: serviceId, slug: 'ac-repair', name: 'AC repair' },
    provider: { id: providerId, name: 'Ramesh Kumar' },
    addressLine: '12, 5th cross, Koramangala',
    pincode: '560034',
    startsAt: new Date(startsAt),
    endsAt: new Date(endsAt),
    quantity: 1,
    items: [item, tax],
    totalPaise: 70682,
    currency: 'INR',
    notes: 'The bell does not work, please call.',
    cancellationFeePaise: null,
    reschedulingFeePaise: 0,
    confirmedAt: null,
    unattendedSince: null,
    history: [step],
    version: 1,
    createdAt: new Date('2026-11-20T04:30:00Z'),
  },
};
