// What a new database begins as.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { newDataDirectory } from '../../test/support/data-directory.js';
import { openEmbedded } from './embedded.js';

const [origin, copy] = [newDataDirectory(), newDataDirectory()];
const template = join(origin.path, 'pg');
const statementLimitMs = 10_000;
afterAll(() => [origin, copy].forEach((directory) => directory.remove()));

/** Rows of the table that only the template has, after one more was written; the database is closed in order. */
async function rowsAfterOneMore(directory: string, from?: string): Promise<number> {
  const server = await openEmbedded(directory, statementLimitMs, from);
  const client = new Client(server.connection);
  try {
    await client.connect();
    await client.query('create table if not exists kept (n int)');
    await client.query('insert into kept values (1)');
    return (await client.query('select count(*)::int as rows from kept')).rows[0].rows;
  } finally {
    await client.end();
    await server.close();
  }
}

it('begins as a copy of the template, and is its own afterwards', async () => {
  expect(await rowsAfterOneMore(origin.path, join(origin.path, 'nowhere'))).toBe(1);
  expect(await rowsAfterOneMore(copy.path, template)).toBe(2);
  expect(await rowsAfterOneMore(copy.path, template)).toBe(3);
  expect(await rowsAfterOneMore(origin.path)).toBe(2);
});

it('is copied anew where the copying was cut off', async () => {
  rmSync(join(copy.path, 'pg'), { recursive: true });
  mkdirSync(join(copy.path, 'pg/base'), { recursive: true });
  writeFileSync(join(copy.path, 'pg.unfinished'), '');
  expect(await rowsAfterOneMore(copy.path, template)).toBe(3);
});
