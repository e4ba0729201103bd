/** By name in the API document. */
export const conversationsExamples = {
  Conversation: {
    id: '019d45d6-1a00-7c22-8d4e-5f60718293a4',
    title: 'AC repair in Koramangala',
    status: 'open',
    lastMessageAt: new Date('2026-11-20T04:31:00Z'),
    createdAt: new Date('2026-11-20T04:30:00Z'),
  },
  Message: {
    id: '019d45d6-1b00-7a33-9e5f-60718293a4b5',
    role: 'customer',
    text: "my AC isn't cooling, can someone come tomorrow around 10?",
    intents: [{ name: 'book_service', confidence: 0.97 }],
    entities: [{ type: 'time', text: 'around 10' }],
    sentiment: -0.2,
    agent: null,
    tools: null,
    parts: [],
    latencyMs: null,
    outcomes: [],
    createdAt: new Date('2026-11-20T04:30:00Z'),
  },
};
