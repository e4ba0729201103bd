const wish = {
  about: 'The technician did not turn up.',
  windowFrom: '2026-11-21T03:30:00Z',
  windowTo: '2026-11-21T06:30:00Z',
};

/** By name in the API document. */
export const callbacksExamples = {
  RequestCallback: wish,
  Callback: {
    id: '019d45d6-0ddb-7692-9f4f-68a7e8739101',
    reference: 'CB-7K3M9Q',
    customerId: '019d45d6-0ddb-7692-9f4f-68a7e8739102',
    conversationId: null,
    about: wish.about,
    windowFrom: new Date(wish.windowFrom),
    windowTo: new Date(wish.windowTo),
    status: 'open' as const,
    closedAt: null,
    doneById: null,
    createdAt: new Date('2026-11-20T04:30:00Z'),
  },
};
