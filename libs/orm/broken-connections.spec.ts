// A pool that a server has left with transactions open serves as many as before when the server is back.
import { Logger } from '@nestjs/common';
import { MikroORM } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { OpenDatabase } from '#libs/orm';
import { serverDatabase } from '../../ormconfig.js';
import { freshDatabase } from '../../test/support/database.js';
import { wireTo, type Wire } from '../../test/support/wire.js';

const connections = 3;
const timeoutMs = 2_000;

const serverUrl = process.env.DATABASE_URL;

let database: OpenDatabase;
/** On a server, through which the ORM reaches it. */
let wire: Wire;
let through: OpenDatabase;
let orm: MikroORM;

const execute = (em: unknown, statement: string) => (em as SqlEntityManager).execute(statement);
const gate = () => Promise.withResolvers<void>();

/** Transactions, each of which does `work` after its first statement; resolves to their errors. */
async function transactions(work: () => Promise<unknown>, begun?: () => void): Promise<unknown[]> {
  const results = await Promise.allSettled(
    Array.from({ length: connections }, () =>
      orm.em.fork().transactional(async (em) => {
        await execute(em, 'select 1');
        begun?.();
        await work();
        await execute(em, 'select 2');
      }),
    ),
  );
  return results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
}

/** The same, all of them open when the wire is cut. */
async function interrupted(): Promise<unknown[]> {
  const [all, cut] = [gate(), gate()];
  let open = 0;
  const ended = transactions(
    () => cut.promise,
    () => ++open === connections && all.resolve(),
  );
  await all.promise;
  wire.cut();
  cut.resolve();
  return ended;
}

beforeAll(async () => {
  Logger.overrideLogger(false);
  database = await freshDatabase();
  through = serverUrl ? await throughWire(serverUrl) : database;
  orm = await MikroORM.init({ ...through.options, logger: () => {} });
});
afterAll(async () => {
  await orm.close();
  await through.signals.close();
  wire?.remove();
  await database.signals.close();
  await database.close();
});
const wholeAgain = () => transactions(async () => {});

async function throughWire(url: string): Promise<OpenDatabase> {
  const own = await MikroORM.init(database.options);
  const [row] = await execute(own.em.fork(), 'select current_database() as name');
  await own.close();
  wire = await wireTo(new URL(`/${row!.name}`, url).href);
  await wire.mend();
  return serverDatabase(wire.url, connections, timeoutMs);
}

it('whose transactions were given up', async () => {
  for (let round = 0; round < 3; round++)
    expect(await transactions(() => Promise.reject(new Error('given up')))).toHaveLength(connections);
  expect(await wholeAgain()).toEqual([]);
});

if (serverUrl) {
  it('whose transactions could not be rolled back', async () => {
    for (let round = 0; round < 2; round++) {
      expect(await interrupted()).toHaveLength(connections);
      await wire.mend();
    }
    expect(await wholeAgain()).toEqual([]);
  });

  it.each(['begin', 'commit'])('whose transactions could not %s', async (statement) => {
    expect(await wholeAgain()).toEqual([]);
    wire.cutAt(statement, connections);
    expect(await transactions(async () => {})).toHaveLength(connections);
    expect(await wholeAgain()).toEqual([]);
  });
}
