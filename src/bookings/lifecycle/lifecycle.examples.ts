const booking = '/api/v1/bookings/019d45da-5d40-7ebb-95d6-e8f90a1b2c3d';

/** By name in the API document. */
export const lifecycleExamples = {
  VisitStep: { reason: 'Nobody opened, two calls were not answered.' },
  StartVisit: { startCode: '4821' },
  VisitStatus: {
    status: 'confirmed',
    since: new Date('2026-11-20T04:30:00Z'),
    startCode: '4821',
    next: [
      { action: 'cancel', isAllowed: true, whyNot: null, method: 'POST', href: `${booking}/cancel` },
      { action: 'reschedule', isAllowed: true, whyNot: null, method: 'POST', href: `${booking}/reschedule` },
      { action: 'update', isAllowed: true, whyNot: null, method: 'PATCH', href: booking },
    ],
  },
};
