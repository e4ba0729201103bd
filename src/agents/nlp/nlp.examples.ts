const text = 'cancel my cleaning on 25 November, and what does AC repair cost in 560034?';
const shipped = { id: null, number: null };

/** By name in the API document. */
export const nlpExamples = {
  TextToRead: { text },
  TextIntents: {
    language: 'en' as const,
    intents: [
      {
        name: 'cancel_booking',
        confidence: 0.99,
        text: 'cancel my cleaning on 25 November',
        start: 0,
        end: 33,
      },
      { name: 'ask_price', confidence: 0.98, text: 'what does AC repair cost in 560034', start: 39, end: 73 },
    ],
    unheard: [],
    model: shipped,
  },
  TextEntities: {
    language: 'en' as const,
    entities: [
      { type: 'date', text: '25 November', start: 22, end: 33, confidence: 0.95, value: '2026-11-25' },
      {
        type: 'service',
        text: 'what does AC repair cost in 560034',
        start: 39,
        end: 73,
        confidence: 0.97,
        value: 'ac-repair',
      },
      { type: 'pincode', text: '560034', start: 67, end: 73, confidence: 1, value: '560034' },
    ],
    excluded: [],
    unread: [],
    model: shipped,
  },
  TextSentiment: { language: 'en' as const, score: -0.61, label: 'negative' as const },
};
