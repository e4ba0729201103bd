// Says first and last which database and which Redis the suites ran against, and closes with one line of counts.
import { readFileSync } from 'node:fs';
import { MikroORM } from '@mikro-orm/postgresql';
import { Redis } from 'ioredis';

export default class TestReporter {
  async onInit() {
    const { DATABASE_URL: databaseUrl, REDIS_URL: redisUrl } = process.env;
    this.backends = [
      `database: ${databaseUrl ? await postgres(databaseUrl) : embedded()}`,
      `redis: ${redisUrl ? await redis(redisUrl) : 'none, kept in memory'}`,
    ];
    print(this.backends);
  }

  onTestRunEnd(modules, errors) {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const number = (state) => tests.filter((test) => test.result().state === state).length;
    // A suite that does not even load has no failed test of its own.
    const broken = modules.filter((module) => module.errors().length > 0).length;
    const skipped = number('skipped') + number('pending');
    const counts = `${number('passed')} passed, ${number('failed') + broken + errors.length} failed`;
    const closing = [...this.backends, skipped > 0 ? `${counts}, ${skipped} skipped` : counts];
    process.once('exit', () => print(closing)); // after the summary of the runner, which it always writes last
  }
}

function embedded() {
  const manifest = new URL('../node_modules/@electric-sql/pglite/package.json', import.meta.url);
  return `embedded PGlite ${JSON.parse(readFileSync(manifest, 'utf8')).version}`;
}

/** @throws when the server cannot be reached: the run ends there instead of falling back to something else */
async function postgres(url) {
  const orm = new MikroORM({ clientUrl: url, entities: [], discovery: { warnWhenNoEntities: false } });
  try {
    const [row] = await orm.em.execute('show server_version');
    return `PostgreSQL ${row.server_version} at ${place(url)}`;
  } finally {
    await orm.close();
  }
}

/** @throws likewise */
async function redis(url) {
  const client = new Redis(url, { lazyConnect: true, retryStrategy: null, maxRetriesPerRequest: 0 });
  client.on('error', () => {}); // connect() rejects with it
  try {
    await client.connect().catch((cause) => {
      throw new Error(`Redis at ${place(url)} cannot be reached`, { cause });
    });
    const [, version] = /redis_version:(\S+)/.exec(await client.info('server'));
    return `Redis ${version} at ${place(url)}`;
  } finally {
    client.disconnect();
  }
}

/** Host, port and name; never the password. */
function place(url) {
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}

function print(lines) {
  process.stdout.write(`\n${lines.join('\n')}\n`);
}
