const tool = {
  name: 'catalogue.list_services',
  domain: 'catalogue',
  description: 'Lists what can be booked.',
  effect: 'read' as const,
  permission: 'public',
  operation: 'listServices',
  annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true },
  canRehearse: false,
  cache: { seconds: 60, scope: 'everybody' as const },
  timeoutSeconds: 30,
};

/** By name in the API document. */
export const toolsExamples = {
  Tool: tool,
  ToolDetail: {
    ...tool,
    inputSchema: { type: 'object', properties: { limit: { type: 'integer' } }, additionalProperties: false },
    outputSchema: { type: 'object' },
  },
  ExecuteTool: { name: 'services.list_services', arguments: { limit: 5 } },
  ToolResult: {
    name: 'services.list_services',
    output: { items: [], nextCursor: null },
    isCached: false,
    isRepeated: false,
    changes: null,
  },
  ToolUsage: {
    by: 'tool' as const,
    from: new Date('2026-11-19T00:00:00Z'),
    to: new Date('2026-11-20T00:00:00Z'),
    items: [
      {
        key: 'bookings.create_booking',
        calls: 40,
        refused: 3,
        failed: 1,
        errorRate: 0.025,
        cacheHits: 0,
        averageMs: 21.4,
        p50Ms: 18.2,
        p95Ms: 44,
        refusals: { SLOT_TAKEN: 2, TIMED_OUT: 1 },
      },
    ],
  },
};
