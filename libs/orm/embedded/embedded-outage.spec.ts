// What the end of the database's thread, however it comes, does to those who use it, and to what they have written.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';
import { Logger } from '@nestjs/common';
import { Client } from 'pg';
import { newDataDirectory } from '../../../test/support/data-directory.js';
import { freshServer } from '../../../test/support/database.js';
import { databaseFault } from '../database-fault.js';
import { openEmbedded } from '../embedded.js';
import type { EmbeddedServer } from './embedded-server.js';

const directory = newDataDirectory();
let server: EmbeddedServer;
beforeAll(async () => {
  Logger.overrideLogger(false);
  // As a process leaves it that is killed while it makes the database.
  mkdirSync(join(directory.path, 'pg'));
  writeFileSync(join(directory.path, 'pg/PG_VERSION'), '18');
  writeFileSync(join(directory.path, 'pg.unfinished'), '');
  server = await openEmbedded(directory.path, 500);
  const client = await connect(server);
  await client.query('create table kept (n int)');
  await client.end();
});
afterAll(async () => {
  await server.close();
  directory.remove();
});

async function connect(to: EmbeddedServer): Promise<Client> {
  const client = new Client(to.connection);
  // Without a listener an error of the connection would end the process.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** When the database is there again. */
async function connected(): Promise<Client> {
  for (;;) {
    await (server as unknown as { starting?: Promise<void> }).starting;
    const client = await connect(server).catch(() => undefined);
    if (client) return client;
    await turn();
  }
}

const endless = 'select count(*) from generate_series(1, 1000000000000)';
/** Begun: whoever asks from now on comes after it. */
async function begun<Asked>(asked: Promise<Asked>): Promise<[Promise<Asked>]> {
  while (!(server as unknown as { isRunning: boolean }).isRunning) await turn();
  return [asked];
}
const threadOf = (of: EmbeddedServer) => (of as unknown as { worker: Worker }).worker;

const numbers = async (client: Client): Promise<number[]> =>
  (await client.query('select n from kept order by n')).rows.map(({ n }) => n);

const ends: [string, () => void][] = [
  ['a statement that takes too long', () => {}],
  ['a thread that is killed', () => void threadOf(server).terminate()],
];

it.each(ends)(
  '%s is an outage for all who wait, after which all is there that was acknowledged',
  async (_how, end) => {
    const [guilty, other, third] = [await connected(), await connected(), await connected()];
    const before = await numbers(other);
    await other.query('insert into kept values (1)');
    await third.query('begin');
    await third.query('insert into kept values (2)');
    await third.query('rollback and chain');
    await third.query('insert into kept values (3)');
    third.end().catch(() => undefined);
    // Answered when that transaction is over: what runs then is the statement that never ends.
    await other.query('select 1');
    const asked = await begun(guilty.query(endless));
    end();
    const results = await Promise.allSettled([...asked, other.query('select 1')]);
    const faults = results.map((result) => result.status === 'rejected' && databaseFault(result.reason));
    expect(faults).toEqual(['away', 'away']);
    expect(await numbers(await connected())).toEqual([...before, 1]);
  },
);

it('can be closed while a statement runs, in the time that one may take', async () => {
  const client = await connected();
  const written = await numbers(client);
  const asked = client.query(endless).catch((error: unknown) => databaseFault(error));
  await server.close();
  expect(await asked).toBe('away');
  server = await openEmbedded(directory.path, 500);
  expect(await numbers(await connected())).toEqual(written);
});

it('leaves no database in memory', async () => {
  const gone = await freshServer();
  const client = await connect(gone);
  const asked = client.query(endless).catch((error: unknown) => databaseFault(error));
  await threadOf(gone).terminate();
  expect(await asked).toBe('away');
  await expect(connect(gone)).rejects.toThrow('The embedded database is away');
  await gone.close();
});
