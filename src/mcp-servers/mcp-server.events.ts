import { z } from 'zod';
import { defineEvent } from '#libs/events';

export const mcpToolsChanged = defineEvent({
  type: 'mcp_server.tools_changed',
  aggregate: 'mcp_server',
  description:
    'A foreign server describes approved tools in another way: they are out of use until somebody approves them again.',
  isPublic: false,
  data: z.object({
    /** Of the server. */
    name: z.string(),
    /** The names of the tools here; at most ten. */
    tools: z.array(z.string()),
    count: z.int(),
  }),
});
export type ChangedToolsFacts = z.output<(typeof mcpToolsChanged)['data']>;
