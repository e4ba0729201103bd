const passage = {
  id: '5b1f0c52-7a4e-8c31-a0d2-9e8f7a6b5c4d',
  documentId: '019d45d6-1a00-7c22-8d4e-5f60718293a4',
  slug: 'cancellation',
  version: 1,
  title: 'Cancellation',
  language: 'en',
  heading: 'Cancellation > Moving a visit',
  text: 'Moving a visit to another slot is free until 4 hours before the start, as often as a slot is free.',
  page: null,
  validFrom: new Date('2026-08-22T04:30:00Z'),
  validUntil: null,
  isInForce: true,
};

/** By name in the API document. */
export const searchExamples = {
  Passage: passage,
  FoundPassages: {
    at: new Date('2026-11-20T04:30:00Z'),
    items: [{ passage, score: 2.41, highlights: [{ start: 0, end: 6 }] }],
  },
};
