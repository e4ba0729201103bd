// The process: what it is, what it says, and how it ends.
import { z } from 'zod';

const seconds = z.coerce.number().int().positive();

export const processSettings = {
  NODE_ENV: z
    .enum(['development', 'test', 'production'])
    .default('development')
    .describe('Profile of the installation.'),
  ROLE: z
    .enum(['all', 'api', 'worker'])
    .default('all')
    .describe(
      'What this process does: answers requests (`api`), works on jobs (`worker`, which answers only probes), or both. The embedded database serves one process: `all`.',
    ),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .describe('Least severe log line to write.'),
  LOG_FORMAT: z
    .enum(['auto', 'json', 'readable'])
    .default('auto')
    .describe('A JSON object a line, or readable for people; `auto` is readable on a terminal.'),
  SHUTDOWN_SECONDS: seconds.default(15).describe('Grace period after SIGTERM.'),
  SECRET_KEY: z
    .string()
    .min(32)
    .optional()
    .describe(
      'Encrypts what is kept secret in the database, signing keys among it, and marks API keys and session cookies, which end when it is changed; at least 32 characters. Required in production; elsewhere made up and kept in DATA_DIR.',
    ),
};
