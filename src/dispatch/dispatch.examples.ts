const id = (last: number) => `019d45d6-0ddb-7692-9f4f-68a7e87390${String(last).padStart(2, '0')}`;
const at = (text: string) => new Date(text);

const offer = {
  id: id(31),
  provider: { id: id(32), name: 'Ramesh Kumar' },
  startsAt: at('2026-11-21T06:30:00Z'),
  endsAt: at('2026-11-21T07:30:00Z'),
  expiresAt: at('2026-11-20T05:00:00Z'),
};
const search = {
  id: id(33),
  bookingId: id(34),
  customerId: id(35),
  absentProviderId: id(36),
  cause: 'ill' as const,
  state: 'offered' as const,
  missedStartsAt: at('2026-11-21T04:30:00Z'),
  asksForProvider: false,
  offersMade: 1,
  offers: [{ ...offer, status: 'open' as const, answeredAt: null }],
  failedAt: at('2026-11-20T04:30:00Z'),
  endedAt: null,
  createdAt: at('2026-11-20T04:30:00Z'),
};

/** By name in the API document. */
export const dispatchExamples = {
  ReportAbsence: {
    cause: 'ill' as const,
    from: '2026-11-21T00:00:00+05:30',
    to: '2026-11-23T00:00:00+05:30',
  },
  MarkProviderNoShow: { reason: 'Does not answer the telephone.' },
  ReassignBooking: { reason: 'The tools of the one who was booked are in repair.' },
  ReassignedBooking: {
    id: id(34),
    reference: 'BK-7K3M9Q',
    status: 'confirmed',
    provider: offer.provider,
    startsAt: search.missedStartsAt,
    endsAt: at('2026-11-21T05:30:00Z'),
    totalPaise: 706_82,
    version: 3,
  },
  AssignmentCandidates: {
    items: [
      {
        provider: { ...offer.provider, ratingAverage: 4.6, ratingCount: 45 },
        score: 79,
        parts: [
          { part: 'preference' as const, points: 30, of: 30, because: 'The customer gave them 5 stars.' },
          {
            part: 'travel' as const,
            points: 19,
            of: 25,
            because: 'From the visit before: 10 minutes; to the one after: 20 minutes.',
          },
          { part: 'rating' as const, points: 15, of: 20, because: '4.60 of 5 from 45 reviews.' },
          {
            part: 'skill' as const,
            points: 8,
            of: 15,
            because: '11 visits of this service completed within a year.',
          },
          { part: 'load' as const, points: 7, of: 10, because: '2 other visits that day.' },
        ],
        obstacle: null,
      },
    ],
  },
  Substitute: {
    bookingId: id(34),
    search: {
      id: search.id,
      state: search.state,
      cause: search.cause,
      missedStartsAt: search.missedStartsAt,
      offersMade: 1,
      endedAt: null,
    },
    offer,
  },
  AnswerSubstituteOffer: { offerId: offer.id },
  SubstituteSearch: search,
  ProviderAbsence: {
    absence: {
      id: id(37),
      providerId: id(36),
      cause: 'ill' as const,
      fromAt: at('2026-11-20T18:30:00Z'),
      toAt: at('2026-11-22T18:30:00Z'),
    },
    visits: [{ id: search.bookingId, reference: 'BK-7K3M9Q', startsAt: search.missedStartsAt }],
  },
};
