// A short run of `npm run test:crash`: processes killed with SIGKILL while they work, on what the environment names.
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newDatabase } from '../crash/servers.js';
import { storm } from '../crash/storm.js';

const { DATABASE_URL, REDIS_URL } = process.env;
/** Learning takes seconds. */
const learned = 'node_modules/.cache/test-data/models';
const directory = mkdtempSync(join(tmpdir(), 'crash-'));
if (existsSync(learned)) cpSync(learned, join(directory, 'models'), { recursive: true });
afterAll(() => rmSync(directory, { recursive: true, force: true }));

it('loses no job that was acknowledged, and has no effect twice', async () => {
  const database = DATABASE_URL ? await newDatabase(DATABASE_URL) : undefined;
  const settings = {
    ...{ DATA_DIR: directory, SHUTDOWN_SECONDS: '9' },
    ...(database && { DATABASE_URL: database.url }),
    ...(database && REDIS_URL && { REDIS_URL }),
  };
  const report = await storm({ name: 'here', settings }, { jobs: 150, kills: 3, seed: 4 });
  await database?.drop();
  expect(report).toMatchObject({ lost: [], duplicated: [], acknowledged: 150, kills: 3 });
  const processes = database ? 4 : 1;
  expect(report.stopped).toBe(`${processes} of ${processes}`);
  // Each start takes some seconds, on a busy machine many.
}, 300_000);
