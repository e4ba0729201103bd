// A short run of `npm run test:crash`: processes killed with SIGKILL while they work, on what the environment names.
import { newDatabase } from '../crash/servers.js';
import { storm } from '../crash/storm.js';
import { startedDataDirectory } from '../support/data-directory.js';

const { DATABASE_URL, REDIS_URL } = process.env;
const directory = await startedDataDirectory();
afterAll(() => directory.remove());

it('loses no job that was acknowledged, and has no effect twice', async () => {
  const database = DATABASE_URL ? await newDatabase(DATABASE_URL) : undefined;
  const settings = {
    DATA_DIR: directory.path,
    SHUTDOWN_SECONDS: '9',
    ...(database && { DATABASE_URL: database.url }),
    ...(database && REDIS_URL && { REDIS_URL }),
  };
  const report = await storm({ name: 'here', settings }, { jobs: 100, kills: 2, seed: 4 });
  await database?.drop();
  expect(report).toMatchObject({ lost: [], duplicated: [], acknowledged: 100, kills: 2 });
  const processes = database ? 4 : 1;
  expect(report.stopped).toBe(`${processes} of ${processes}`);
  // Each start takes some seconds, on a busy machine many.
}, 300_000);
