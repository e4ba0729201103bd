const settings = { timesOffered: 3 };
const configuration = {
  agent: 'booking',
  isEnabled: true,
  reason: 'The calendar works again.',
  liveVersion: 1,
  candidateVersion: 2,
  candidatePercent: 20,
  version: 4,
};
const figures = {
  turns: 1200,
  errors: 0,
  misses: 14,
  conversions: 210,
  meanMs: 11.4,
  p95Ms: 24,
  lastUsedAt: new Date('2026-11-20T04:30:00Z'),
};
const performance = {
  since: new Date('2026-11-13T04:30:00Z'),
  ...figures,
  byVersion: [{ version: 1, ...figures }],
};

/** By name in the API document. */
export const registryExamples = {
  ToggleAgent: { enabled: false, reason: 'The calendar is being repaired.' },
  CreateAgentVersion: { settings, note: 'Fewer times to choose from.' },
  PublishAgentVersion: { number: 2, percent: 20 },
  AgentConfiguration: configuration,
  AgentVersion: {
    id: '019d45d6-0ddb-7692-9f4f-68a7e8739101',
    agent: 'booking',
    number: 2,
    settings,
    note: 'Fewer times to choose from.',
    createdAt: new Date('2026-11-20T04:30:00Z'),
  },
  AgentSettingChange: { setting: 'timesOffered', from: 6, to: 3 },
  AgentVersionFigures: { version: 1, ...figures },
  AgentPerformance: performance,
  Agent: {
    name: 'booking',
    description: 'Arranges a visit.',
    kind: 'frame' as const,
    intents: ['book_service'],
    mayBeSwitchedOff: true,
    settingsSchema: { type: 'object', properties: { timesOffered: { type: 'integer' } } },
    configuration,
    health: 'healthy' as const,
    performance,
  },
};
