/** By name in the API document. */
export const gapsExamples = {
  MarkKnowledgeGap: { status: 'answered' },
  KnowledgeGap: {
    id: '019d45d6-1a00-7c22-8d4e-5f60718293a4',
    question: 'can I pay in instalments?',
    status: 'open',
    times: 7,
    lastAskedAt: new Date('2026-11-20T04:30:00Z'),
    nearestPassage: '5b1f0c52-7a4e-8c31-a0d2-9e8f7a6b5c4d',
    nearestHeading: 'Pricing and payment > Paying',
    grounding: 0.21,
    closedAt: null,
    closedBy: null,
    version: 1,
    createdAt: new Date('2026-11-18T09:12:00Z'),
  },
};
