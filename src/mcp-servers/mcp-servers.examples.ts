const id = '019d45de-a290-704d-9d5e-607182930415';
const at = new Date('2026-11-20T04:30:00Z');
const settings = {
  name: 'weather',
  description: 'Forecasts, to plan outdoor work by',
  transport: {
    kind: 'http',
    url: 'https://mcp.example.com/mcp',
    headers: { authorization: 'Bearer an-example' },
  },
  permission: 'agents.execute',
  timeoutMs: 20_000,
  enabled: true,
};
const hash = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';
const tool = {
  name: 'getForecast',
  toolName: 'weather.get_forecast',
  state: 'changed',
  hash,
  fault: null,
  effect: 'read',
  definition: {
    name: 'getForecast',
    title: 'Forecast',
    description: 'Returns the forecast of a pincode for the next days.',
    inputSchema: { type: 'object', properties: { pincode: { type: 'string' } }, required: ['pincode'] },
    outputSchema: null,
    annotations: { readOnlyHint: true },
  },
  differences: ['The description now says “for the next days”.'],
  firstSeenAt: at,
  lastSeenAt: at,
  goneAt: null,
  decidedBy: '019d45d5-0a00-7f66-8071-93a4b5c6d7e8',
  decidedAt: at,
};

/** By name in the API document. */
export const mcpServersExamples = {
  CreateMcpServer: settings,
  UpdateMcpServer: { timeoutMs: 10_000 },
  ApproveMcpTool: { hash, effect: 'read' },
  RejectMcpTool: { hash },
  McpServer: {
    id,
    ...settings,
    transport: {
      kind: 'http',
      url: 'https://mcp.example.com/mcp',
      headerNames: ['authorization'],
      oauth: null,
    },
    createdBy: '019d45d5-0a00-7f66-8071-93a4b5c6d7e8',
    version: 1,
    createdAt: at,
    updatedAt: at,
  },
  McpServerHealth: {
    health: 'well',
    breaker: 'closed',
    checkedAt: at,
    failingSince: null,
    lastErrorCode: 'TIMED_OUT',
    lastError: 'There was no answer in time.',
    lastErrorAt: at,
    calls: 120,
    failures: 1,
    connections: 1,
    underWay: 0,
    revision: '2026-07-28',
    serverName: 'Weather 1.4.0',
  },
  McpTool: tool,
  McpToolsRefreshed: { added: 1, changed: 0, gone: 0, items: [tool] },
};
