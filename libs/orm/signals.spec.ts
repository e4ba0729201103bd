// What is told through the database is heard; a connection that is lost is made again, once, and everybody is told to look for themselves.
import { Logger } from '@nestjs/common';
import { MikroORM } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { newId, DatabaseSignals, type OpenDatabase } from '#libs/orm';
import { freshDatabase } from '../../test/support/database.js';
import { wireTo } from '../../test/support/wire.js';

let database: OpenDatabase;
let orm: MikroORM;
beforeAll(async () => {
  Logger.overrideLogger(false);
  database = await freshDatabase();
  orm = await MikroORM.init(database.options);
});
afterAll(async () => {
  await database.signals.close();
  await orm.close();
  await database.close();
});

const execute = (statement: string, parameters: unknown[] = []): Promise<any> =>
  (orm.em.fork() as SqlEntityManager).execute(statement, parameters);
const tell = (channel: string, payload: string) => execute('select pg_notify(?, ?)', [channel, payload]);

const newChannel = (): string => `c${newId().replaceAll('-', '')}`;

/** What was heard so far, and promises of what will be. */
function ear() {
  const heard: (string | null)[] = [];
  let look = (): void => {};
  return {
    heard,
    hear: (payload: string | null): void => {
      heard.push(payload);
      look();
    },
    until: (wanted: string | null) =>
      new Promise<void>((resolve) => {
        look = () => heard.includes(wanted) && resolve();
        look();
      }),
  };
}

it('tells all who listen, and nobody else', async () => {
  const channel = newChannel();
  const [one, two, other] = [ear(), ear(), ear()];
  await database.signals.listen(channel, one.hear);
  await database.signals.listen(channel, two.hear);
  await database.signals.listen(`${channel}x`, other.hear);
  await tell(channel, 'news');
  await Promise.all([one.until('news'), two.until('news')]);
  await tell(`${channel}x`, 'last');
  await other.until('last');
  expect([one.heard, two.heard, other.heard]).toEqual([['news'], ['news'], ['last']]);
});

it('tells of what was committed only', async () => {
  const channel = newChannel();
  const { heard, hear, until } = ear();
  await database.signals.listen(channel, hear);
  const given = orm.em.fork().transactional(async (em) => {
    await (em as SqlEntityManager).execute('select pg_notify(?, ?)', [channel, 'given up']);
    throw new Error('given up');
  });
  await expect(given).rejects.toThrow('given up');
  await tell(channel, 'done');
  await until('done');
  expect(heard).toEqual(['done']);
});

it('no longer tells who has stopped', async () => {
  const channel = newChannel();
  const [gone, there] = [ear(), ear()];
  const stop = await database.signals.listen(channel, gone.hear);
  await database.signals.listen(channel, there.hear);
  await stop();
  await tell(channel, 'news');
  await there.until('news');
  expect(gone.heard).toEqual([]);
});

if (process.env.DATABASE_URL) {
  describe('of a server', () => {
    const urlOfThis = async (): Promise<string> => {
      const url = new URL(process.env.DATABASE_URL!);
      url.pathname = (await execute('select current_database() as name'))[0].name;
      return url.href;
    };
    /** The connections on which somebody listens. */
    const listeners = (name: string): Promise<{ pid: number }[]> =>
      execute('select pid from pg_stat_activity where application_name = ?', [name]);

    it('come back after the connection was ended, and say that some may be missing', async () => {
      const url = new URL(await urlOfThis());
      url.searchParams.set('application_name', newId());
      const name = url.searchParams.get('application_name')!;
      const signals = new DatabaseSignals({ connectionString: url.href });
      const [one, other] = [ear(), ear()];
      await signals.listen('one', one.hear);
      await signals.listen('other', other.hear);
      await execute('select pg_terminate_backend(pid) from pg_stat_activity where application_name = ?', [
        name,
      ]);
      await Promise.all([one.until(null), other.until(null)]);
      await tell('one', 'again');
      await one.until('again');
      expect([one.heard, other.heard]).toEqual([[null, 'again'], [null]]);
      expect(await listeners(name)).toHaveLength(1);
      await signals.close();
    });

    it('come back once, however often the connection is lost while it is made', async () => {
      const wire = await wireTo(await urlOfThis());
      await wire.mend();
      const url = new URL(wire.url);
      url.searchParams.set('application_name', newId());
      const signals = new DatabaseSignals({ connectionString: url.href });
      const one = ear();
      await signals.listen('one', one.hear);
      wire.cutAt('listen', 3);
      wire.cut();
      await wire.mend();
      await one.until(null);
      const told = Array.from({ length: 500 }, (_, at) => String(at));
      for (const each of told) await tell('one', each);
      await one.until(told.at(-1)!);
      expect(one.heard).toEqual([null, ...told]);
      expect(await listeners(url.searchParams.get('application_name')!)).toHaveLength(1);
      await signals.close();
      wire.remove();
    });

    it('can be closed while the server is away', async () => {
      const wire = await wireTo(await urlOfThis());
      const signals = new DatabaseSignals({ connectionString: wire.url });
      const listening = signals.listen('one', () => {});
      await signals.close();
      await expect(listening).rejects.toThrow(/abort|ECONNREFUSED/i);
      wire.remove();
    });
  });
}
