const example = {
  id: '019d45d6-2b00-7a33-9e5f-60718293a401',
  text: 'ghar mein deemak lag gayi hai, kuch karo',
  intent: 'book_service',
  language: 'hi-Latn' as const,
  messageId: null,
  createdBy: '019d45d6-2b00-7a33-9e5f-60718293a402',
  createdAt: new Date('2026-11-20T04:30:00Z'),
};

const model = {
  id: '019d45d6-2b00-7a33-9e5f-60718293a403',
  number: 3,
  fingerprint: 'b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9',
  corpusHash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  examplesCount: 42,
  encoder: null,
  accuracy: 0.88,
  accuracyBefore: 0.87,
  isWorse: false,
  isPublished: true,
  isUsable: true,
  trainedBy: example.createdBy,
  publishedAt: new Date('2026-11-20T05:00:00Z'),
  createdAt: new Date('2026-11-20T04:45:00Z'),
  version: 2,
};

const comparison = {
  against: { id: null, number: null },
  heldOut: { lines: 767, accuracy: 0.88, before: 0.87 },
  noneRejected: { lines: 97, rate: 0.95, before: 0.95 },
  examples: { lines: 42, accuracy: 0.81, before: 0.38 },
  intents: [{ intent: 'book_service', lines: 120, right: 110, before: 108 }],
  changed: [
    {
      text: 'took it from someone else cheaper, so scrap my order for the washing machine guy',
      exampleId: null,
      expected: ['cancel_booking'],
      heard: ['cancel_booking'],
      before: ['book_service'],
      isRight: true,
      wasRight: false,
    },
  ],
  changedCount: 1,
};

/** By name in the API document. */
export const trainingExamples = {
  AddTrainingExample: { text: example.text, intent: example.intent },
  LabelMessage: { intent: example.intent },
  TrainingExample: example,
  MisunderstoodMessage: {
    messageId: '019d45d6-1b00-7a33-9e5f-60718293a4b5',
    conversationId: '019d45d6-1a00-7c22-8d4e-5f60718293a4',
    text: 'deemak ka kuch karo',
    certainty: 0,
    intents: [],
    times: 3,
    lastSaidAt: new Date('2026-11-20T04:30:00Z'),
  },
  ModelTraining: { jobId: '019d45d6-2b00-7a33-9e5f-60718293a404', status: 'queued' },
  IntentModel: model,
  ComparedIntentModel: { ...model, comparison },
  PublishIntentModel: {},
  RollBackIntentModel: { modelId: model.id, reason: 'Customers who cancel are no longer understood.' },
  StandingIntentModel: { model: null },
};
