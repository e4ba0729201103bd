// The server for programs that speak the Model Context Protocol: docs/mcp.md.
import { z } from 'zod';

export const mcpSettings = {
  MCP_HOSTS: z
    .string()
    .default('')
    .describe(
      'Names of hosts under which MCP is reached beside that of PUBLIC_URL, comma separated: of a proxy that does not pass on what it was asked for.',
    ),
  MCP_SESSIONS_PER_CALLER: z.coerce
    .number()
    .int()
    .positive()
    .default(20)
    .describe('Sessions of MCP (2025-11-25) of one caller, on each process: beyond it the oldest ends.'),
  MCP_SESSION_IDLE_MINUTES: z.coerce
    .number()
    .positive()
    .default(60)
    .describe('A session of MCP that nothing was asked in for this long has ended.'),
};
