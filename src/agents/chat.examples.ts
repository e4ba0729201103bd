const part = {
  agent: 'booking',
  text: 'AC repair tomorrow at 10:00 at 12, 5th cross, Koramangala: ₹706.82. Shall I book it?',
  tools: ['catalogue.price'],
  sources: [],
};

const reply = {
  id: '019d45d6-1c40-7d0e-8a2b-3c5d7e9f1a2b',
  text: part.text,
  agents: [part.agent],
  tools: part.tools,
  parts: [part],
};

const proposal = {
  id: '019d45d6-1c41-7b11-9c3d-4e6f80a1b2c3',
  tool: 'bookings.create',
  summary: 'AC repair on 21 November at 10:00',
  pricePaise: 70682,
  expiresAt: new Date('2026-11-20T05:00:00Z'),
};

/** By name in the API document. */
export const chatExamples = {
  SendChatMessage: {
    message: "hi, my AC isn't cooling, can someone come tomorrow around 10 in the morning? I'm in 560034",
  },
  ChatReply: reply,
  Proposal: proposal,
  ChatAnswer: {
    sessionId: '019d45d6-1a00-7c22-8d4e-5f60718293a4',
    messageId: '019d45d6-1b00-7a33-9e5f-60718293a4b5',
    reply,
    intents: [{ name: 'book_service', confidence: 0.97 }],
    entities: [{ type: 'pincode', text: '560034', confidence: 1, value: '560034' }],
    sentiment: -0.2,
    proposal,
    outcomes: [],
    booking: null,
  },
};
