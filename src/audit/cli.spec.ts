// `npm run audit` as a process of its own, on an embedded database. `npm test` builds before it tests.
import { spawn } from 'node:child_process';
import { MikroORM } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { openEmbedded } from '#libs/orm';
import { embeddedDatabase } from '../../ormconfig.js';
import { startedDataDirectory } from '../../test/support/data-directory.js';

const directory = await startedDataDirectory();
afterAll(() => directory.remove());

function run(...args: string[]): Promise<{ code: number | null; output: string }> {
  const env = { DATA_DIR: directory.path, SECRET_KEY: 'x'.repeat(32) };
  const child = spawn(process.execPath, ['dist/src/audit/cli.js', ...args], { env });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, output })));
}

async function inDatabase(work: (sql: SqlEntityManager) => Promise<unknown>): Promise<void> {
  const database = embeddedDatabase(await openEmbedded(directory.path, 10_000));
  const orm = await MikroORM.init(database.options);
  await work(orm.em.fork() as SqlEntityManager);
  await orm.close();
  await database.close();
}

it('says whether the log is as it was written, and names the first entry that is not', async () => {
  let whileOpen: unknown;
  await inDatabase(async (sql) => {
    await sql.execute(
      `insert into audit_entries (id, at, actor_kind, actor_id, action, object_type, object_id)
       select gen_random_uuid(), now(), 'system', 'x', 'x.done', 'x', n::text from generate_series(1, 3) n`,
    );
    whileOpen = await run('verify');
  });
  expect(whileOpen).toEqual({ code: 1, output: expect.stringContaining(`in use by process ${process.pid}`) });

  const intact = await run('verify');
  expect(intact).toEqual({ code: 0, output: expect.stringContaining('is intact: 3 entries') });
  const [head] = /3:[0-9a-f]{64}/.exec(intact.output)!;

  await inDatabase(async (sql) => {
    await sql.execute('alter table audit_entries disable trigger user');
    await sql.execute('delete from audit_entries where seq = 3');
    await sql.execute(
      'update audit_chain set seq = 2, hash = (select hash from audit_entries where seq = 2)',
    );
  });
  expect(await run('verify', '--expect', head)).toEqual({
    code: 1,
    output: expect.stringContaining('BROKEN, cut_off: Entry 3 and all after it are gone.'),
  });
});

it.each(['7', `0:${'0'.repeat(64)}`])('says what there can be to whoever expects %s', async (place) => {
  const answer = await run('verify', '--expect', place);
  expect(answer).toEqual({ code: 1, output: expect.stringMatching(/^--expect takes SEQ:HASH[^\n]+\n$/) });
});

it('says what it takes when it is asked, and in one sentence when it is given something else', async () => {
  expect(await run('--help')).toEqual({ code: 0, output: expect.stringContaining('--expect SEQ:HASH') });
  expect(await run('repair')).toEqual({ code: 2, output: expect.stringMatching(/^"repair" [^\n]+\n$/) });
});
