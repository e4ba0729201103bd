// The program on a database of its own (embedded, or DATABASE_URL), without its routes.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createLogger } from '#libs/observability';
import { createApp } from '../../src/app.js';
import { readSettings } from '../../src/config/settings.js';

export async function withProgram<Result>(
  work: (app: NestFastifyApplication) => Promise<Result>,
): Promise<Result> {
  const directory = mkdtempSync(join(tmpdir(), 'bench-'));
  const { DATABASE_URL } = process.env;
  const settings = readSettings({
    // So that no job runs at the same time; the embedded database is one process's.
    ...(DATABASE_URL && { DATABASE_URL, ROLE: 'api' }),
    DATA_DIR: directory,
    DEMO_DATA: 'false',
    SECRET_KEY: 'x'.repeat(32),
  });
  const app = await createApp(settings, { logger: createLogger('silent') });
  try {
    await app.init();
    return await work(app);
  } finally {
    await app.close();
    rmSync(directory, { recursive: true, force: true });
  }
}
