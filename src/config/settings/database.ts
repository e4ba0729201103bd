// Where things are kept.
import { z } from 'zod';

const seconds = z.coerce.number().int().positive();
const switchedOn = z.stringbool();

export const databaseSettings = {
  DATA_DIR: z
    .string()
    .min(1)
    .default('.data')
    .describe('Directory of the embedded database, and of mails without SMTP_URL.'),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .optional()
    .describe('PostgreSQL server (15 or later). Without it the embedded database is used.'),
  DATABASE_POOL: z.coerce
    .number()
    .int()
    .min(2)
    .max(100)
    .default(10)
    .describe('Connections to the PostgreSQL server.'),
  DATABASE_TIMEOUT_SECONDS: seconds
    .default(10)
    .describe(
      'A query that takes longer is given up. The embedded database cannot interrupt one: it is opened again then, which ends all that is under way.',
    ),
  REDIS_URL: z
    .url({ protocol: /^rediss?$/ })
    .optional()
    .describe(
      'Redis for the queue and for what replicas share (rate limits, caches, sockets), a database of this installation alone. It must be there when the program starts; while it runs, it goes on without. Unset, they are kept in memory, the queue in the database.',
    ),
  DEMO_DATA: switchedOn
    .optional()
    .describe('Load the demo data into an empty database; by default only into the embedded one.'),
};
