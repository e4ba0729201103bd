// A database server that answers nobody costs an error soon, not the time of every query; when it answers again, all is as before.
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { Logger } from '@nestjs/common';
import { MikroORM } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { Client } from 'pg';
import { databaseFault, DatabaseHeartbeat, type OpenDatabase } from '#libs/orm';
import { serverDatabase } from '../../ormconfig.js';
import { freshDatabase } from '../../test/support/database.js';
import { wireTo, type Wire } from '../../test/support/wire.js';

beforeAll(() => Logger.overrideLogger(false));

const faultOf = (work: Promise<unknown>) => work.then(() => 'none', databaseFault);

describe('a server that takes connections and says nothing', () => {
  let server: Server;
  const near = new Set<Socket>();
  beforeAll(async () => {
    server = createServer((socket) => near.add(socket.on('error', () => {})));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => {
    for (const socket of near) socket.destroy();
    server.close();
  });

  it('is given up by those who wait for it, and by those who come later', async () => {
    const { port } = server.address() as AddressInfo;
    const heartbeat = new DatabaseHeartbeat(`postgres://somebody@127.0.0.1:${port}/nothing`);
    // Without a time of their own they would wait for ever.
    const connect = () => faultOf(new Client(heartbeat.connection).connect());
    expect(await Promise.all([connect(), connect()])).toEqual(['away', 'away']);
    const before = near.size;
    expect([await connect(), near.size]).toEqual(['away', before]);
  });
});

const serverUrl = process.env.DATABASE_URL;
if (serverUrl)
  describe('a server that falls silent while it is used', () => {
    let [database, through]: OpenDatabase[] = [];
    let wire: Wire;
    let orm: MikroORM;
    const execute = (statement: string) => (orm.em.fork() as SqlEntityManager).execute(statement);
    beforeAll(async () => {
      database = await freshDatabase();
      wire = await wireTo((database.options as { clientUrl: string }).clientUrl);
      await wire.mend();
      // No query and nobody who waits for a connection is given up for its own time in this test.
      through = serverDatabase(wire.url, 2, 3_600_000);
      orm = await MikroORM.init({ ...through.options, logger: () => {} });
    });
    afterAll(async () => {
      wire.thaw();
      await through!.signals.close();
      await orm.close();
      wire.remove();
      await database!.signals.close();
      await database!.close();
    });

    it('ends what is under way and what waits, transactions too, and is used again when it answers', async () => {
      const gate = Promise.withResolvers<void>();
      const begun = Promise.withResolvers<void>();
      const transaction = orm.em.fork().transactional(async (em) => {
        await (em as SqlEntityManager).execute('select 1');
        begun.resolve();
        await gate.promise;
        await (em as SqlEntityManager).execute('select 2');
      });
      await begun.promise;
      wire.freeze();
      gate.resolve();
      const work = [transaction, ...Array.from({ length: 5 }, () => execute('select 3'))];
      expect(new Set(await Promise.all(work.map(faultOf)))).toEqual(new Set(['away']));
      expect(await faultOf(execute('select 4'))).toBe('away');
      wire.thaw();
      for (;;) if ((await faultOf(execute('select 5'))) === 'none') break;
      expect(await Promise.all(Array.from({ length: 5 }, () => faultOf(execute('select 6'))))).not.toContain(
        'away',
      );
    });

    it('is not given up because this process stood still', async () => {
      const work = orm.em.fork().transactional(async (em) => {
        await (em as SqlEntityManager).execute('select 1');
        // The answer to the heartbeat comes while nobody here can read it, for longer than it waits.
        wire.freeze();
        await new Promise((resolve) => setTimeout(resolve, 400));
        wire.thaw();
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2_000);
        return (em as SqlEntityManager).execute('select 2 as answer');
      });
      expect(await work).toEqual([{ answer: 2 }]);
      expect(await faultOf(execute('select 3'))).toBe('none');
    });

    it('is not given up for a query that takes its time', async () => {
      await expect(execute('select pg_sleep(2.5)')).resolves.toHaveLength(1);
    });
  });
