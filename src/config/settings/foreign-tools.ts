// Servers of others that speak the Model Context Protocol: docs/mcp-servers.md.
import { z } from 'zod';
import { isCommandList } from '../stdio-commands.js';

export const foreignToolSettings = {
  MCP_STDIO_COMMANDS: z
    .string()
    .max(10_000)
    .default('')
    .refine(isCommandList, 'not a list of key=command arguments, separated by ;')
    .describe(
      'Programs that may be started as foreign tool servers, as `key=command arguments`, separated by `;`. Arguments are separated by blanks, and no shell reads them.',
    ),
};
