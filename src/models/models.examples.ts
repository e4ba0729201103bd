const at = new Date('2026-11-20T04:30:00Z');

/** By name in the API document. */
export const modelsExamples = {
  ModelEndpoint: {
    name: 'local',
    provider: 'openai' as const,
    model: 'qwen3-8b',
    host: '10.0.0.5:8000',
    tiers: ['fast' as const],
    weight: 1,
    inputPaisePerMillion: 0,
    outputPaisePerMillion: 0,
    maxOutputTokens: 512,
    timeoutSeconds: 10,
    state: 'well' as const,
    restsUntil: null,
    lastFailure: null,
  },
  ModelBudget: { scope: 'customer' as const, calls: 200, costMicros: 20_000_000 },
  ModelSpending: { calls: 41, costMicros: 812_400 },
  ModelCall: {
    id: '019d45d6-0ddb-7692-9f4f-68a7e8739301',
    at,
    task: 'language.intents',
    promptVersion: 1,
    agent: 'coordinator',
    tier: 'fast' as const,
    endpoint: 'local',
    inputTokens: 412,
    outputTokens: 19,
    isEstimate: false,
    costMicros: 0,
    durationMs: 310,
    outcome: 'answered' as const,
  },
  ModelCosts: {
    by: 'agent' as const,
    from: new Date('2026-10-21T04:30:00Z'),
    to: at,
    items: [{ key: 'coordinator', calls: 41, inputTokens: 16_892, outputTokens: 779, costMicros: 812_400 }],
  },
};
