// What several connections have of the one session: each its own, and one after the other.
import { setImmediate as turn } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { Client, Pool, type ClientConfig } from 'pg';
import { freshServer } from '../../../test/support/database.js';
import type { EmbeddedServer } from './embedded-server.js';

let server: EmbeddedServer;
let clients: Client[] = [];
beforeAll(async () => {
  Logger.overrideLogger(false);
  server = await freshServer();
});
afterEach(async () => {
  await Promise.all(clients.map((client) => client.end()));
  clients = [];
});
afterAll(() => server.close());

async function connect(more: ClientConfig = {}): Promise<Client> {
  const client = new Client({ ...server.connection, ...more });
  // Without a listener an error of the connection would end the process.
  client.on('error', () => undefined);
  await client.connect();
  clients.push(client);
  return client;
}

/** The first value of the first row. */
async function valueOf(client: Client, sql: string, parameters: unknown[] = []): Promise<unknown> {
  const { rows } = await client.query(sql, parameters);
  return Object.values(rows[0] ?? {})[0];
}

const codeOf = (asked: Promise<unknown>): Promise<string> =>
  asked.then(
    () => 'none',
    (error: { code: string }) => error.code,
  );

const hangUp = (client: Client): void =>
  (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();

describe('a transaction', () => {
  it('is nobody else’s, who wait for its end and have one turn each before anybody has two', async () => {
    const [one, two, three] = [await connect(), await connect(), await connect()];
    await one.query('create table apart (who serial, what text)');
    const write = (client: Client, what: string) =>
      client.query('insert into apart (what) values ($1)', [what]);
    await one.query('begin');
    const asked = [write(two, 'two').then(() => write(two, 'two again'))];
    asked.push(write(three, 'three'));
    await write(one, 'given up');
    await one.query('savepoint a');
    await one.query('rollback');
    await Promise.all(asked);
    const { rows } = await one.query('select what from apart order by who');
    const order = rows.map(({ what }) => what);
    // Which of two connections the server hears first is not told.
    expect(order.slice(0, 2).sort()).toEqual(['three', 'two']);
    expect(order.slice(2)).toEqual(['two again']);
  });

  it('is given up when its connection ends', async () => {
    const [one, two] = [await connect(), await connect()];
    await one.query('create table left_open (n int)');
    await one.query('begin');
    await one.query('insert into left_open values (1)');
    hangUp(one);
    expect(await valueOf(two, 'select count(*)::int from left_open')).toBe(0);
  });

  it('that has failed says so until it is over', async () => {
    const one = await connect();
    await one.query('begin');
    expect(await codeOf(one.query('select 1/0'))).toBe('22012');
    expect(await codeOf(one.query('select 1'))).toBe('25P02');
    await one.query('rollback');
    expect(await valueOf(one, 'select 1')).toBe(1);
  });

  it('is given up when it has been silent for too long, however many others ask meanwhile', async () => {
    const [silent, other] = [await connect({ idle_in_transaction_session_timeout: 50 }), await connect()];
    const told = new Promise<Error & { code?: string }>((resolve) => silent.on('error', resolve));
    await silent.query('begin');
    await silent.query('create table silence (n int)');
    const asked = other.query('select 1');
    const another = connect();
    expect((await told).code).toBe('25P03');
    await asked;
    await another;
    expect(await codeOf(other.query('select * from silence'))).toBe('42P01');
  });
});

describe('what is set', () => {
  it('with the connection is its own', async () => {
    const [plain, queue] = [await connect(), await connect({ options: '-c search_path=bullmq' })];
    expect(await valueOf(queue, 'show search_path')).toBe('bullmq');
    expect(await valueOf(plain, 'show search_path')).toBe('public');
    expect(await valueOf(queue, 'show search_path')).toBe('bullmq');
  });

  it.each([
    ['by SET', `set datestyle = 'SQL, DMY'`, 'SQL, DMY'],
    ['behind a comment', `/* so */ set datestyle = 'SQL, DMY'; select 1`, 'SQL, DMY'],
    ['by a function', `select set_config('datestyle', 'SQL, DMY', false)`, 'SQL, DMY'],
    ['by a block', `do $$ begin set datestyle = 'SQL, DMY'; end $$`, 'SQL, DMY'],
    ['in a transaction', `begin; set datestyle = 'SQL, DMY'; commit`, 'SQL, DMY'],
    ['in a transaction that is given up', `begin; set datestyle = 'SQL, DMY'; rollback`, 'ISO, MDY'],
    ['for a transaction', `begin; set local datestyle = 'SQL, DMY'; commit`, 'ISO, MDY'],
  ])('%s is kept, and is not for others', async (_how, sql, wanted) => {
    const [one, other] = [await connect(), await connect()];
    await one.query(sql);
    expect(await valueOf(other, 'show datestyle')).toBe('ISO, MDY');
    expect(await valueOf(one, 'show datestyle')).toBe(wanted);
    await one.query('reset all');
    expect(await valueOf(other, 'show datestyle')).toBe('ISO, MDY');
    expect(await valueOf(one, 'show datestyle')).toBe('ISO, MDY');
  });

  it('as a role is not for others', async () => {
    const [one, other] = [await connect(), await connect()];
    await one.query('create role guest');
    await one.query('set role guest');
    expect(await valueOf(other, 'select current_user')).toBe('postgres');
    expect(await valueOf(one, 'select current_user')).toBe('guest');
  });

  it('refuses a connection where it cannot be', async () => {
    expect(await codeOf(connect({ options: '-c no_such_setting=1' }))).toBe('42704');
    expect(await valueOf(await connect(), 'select 1')).toBe(1);
  });
});

describe('statements', () => {
  it('with the same name are each their connection’s', async () => {
    const [one, other] = [await connect(), await connect()];
    const ask = (client: Client, text: string) => client.query({ name: 'q', text });
    for (let times = 0; times < 2; times++) {
      expect((await ask(one, 'select 1 as n')).rows).toEqual([{ n: 1 }]);
      expect((await ask(other, 'select 2 as n')).rows).toEqual([{ n: 2 }]);
    }
    await one.end();
    clients = clients.filter((client) => client !== one);
    expect((await ask(other, 'select 2 as n')).rows).toEqual([{ n: 2 }]);
    const named = `select count(*)::int from pg_prepared_statements where name not like 'kept:%'`;
    // The server hears of the end of a connection a moment later.
    await vi.waitFor(async () => expect(await valueOf(other, named)).toBe(1));
  });

  it('without a name are gone when somebody else has had the session', async () => {
    const [one, other] = [await connect(), await connect()];
    const { connection } = one as unknown as { connection: Wire };
    const errors: { code: string }[] = [];
    const ready = () => new Promise((resolve) => connection.once('readyForQuery', resolve));
    connection.on('errorMessage', (error) => errors.push(error));
    connection.removeAllListeners('commandComplete');
    const first = ready();
    connection.parse({ text: 'select 1' });
    connection.sync();
    await first;
    await other.query('select $1::int', [2]);
    const second = ready();
    connection.bind({});
    connection.execute({});
    connection.sync();
    await second;
    expect(errors.map(({ code }) => code)).toEqual(['26000']);
  });

  it('take and give much, and many at once', async () => {
    const one = await connect();
    const long = 'x'.repeat(3_000_000);
    expect(await valueOf(one, 'select $1::text', [long])).toBe(long);
    const pool = new Pool({ ...server.connection, max: 8 });
    const numbers = Array.from({ length: 200 }, (_, n) => n);
    const answers = numbers.map(async (n) => (await pool.query('select $1::int as n', [n])).rows[0].n);
    expect(await Promise.all(answers)).toEqual(numbers);
    await pool.end();
  });

  it('that are often asked are as good as the first time, whatever becomes of the tables, and for whom', async () => {
    const [one, other] = [await connect(), await connect({ options: '-c search_path=elsewhere' })];
    await one.query('create schema elsewhere');
    await one.query('create table often (n int); insert into often values (1)');
    await one.query('create table elsewhere.often (m int); insert into elsewhere.often values (2)');
    const ask = async (client: Client) =>
      (await client.query('select * from often where $1::int = 0', [0])).rows;
    const askOften = async (client: Client) => {
      for (let times = 0; times < 3; times++) await ask(client);
      return ask(client);
    };
    expect([await askOften(one), await askOften(other), await ask(one)]).toEqual([
      [{ n: 1 }],
      [{ m: 2 }],
      [{ n: 1 }],
    ]);
    await other.query('begin');
    await other.query('alter table elsewhere.often rename m to k');
    expect(await askOften(other)).toEqual([{ k: 2 }]);
    await other.query('rollback');
    expect([await askOften(other), await askOften(one)]).toEqual([[{ m: 2 }], [{ n: 1 }]]);
    await one.query('alter table often add added text');
    expect(await askOften(one)).toEqual([{ n: 1, added: null }]);
    await one.query('drop table often');
    expect(await codeOf(askOften(one))).toBe('42P01');
  });

  it('that are often asked fail as often, and leave a transaction as they would', async () => {
    const one = await connect();
    for (let times = 0; times < 4; times++) {
      expect(await codeOf(one.query('select 1 / $1::int', [0]))).toBe('22012');
      expect(await codeOf(one.query('select $1::int from no_such_table', [0]))).toBe('42P01');
    }
    await one.query('begin');
    await codeOf(one.query('select 1 / $1::int', [0]));
    expect(await codeOf(one.query('select 1 / $1::int', [1]))).toBe('25P02');
    await one.query('rollback');
    expect(await valueOf(one, 'select 1 / $1::int', [1])).toBe(1);
  });

  it.each([
    'select pg_advisory_lock(1)',
    'select pg_try_advisory_lock (1)',
    'create temporary table t (n int)',
    'select 1 as n into temp t',
    'declare c cursor with hold for select 1',
    'prepare p as select 1',
    'discard all',
    'copy t from stdin',
  ])('that would leave something in the session are refused: %s', async (sql) => {
    const one = await connect();
    const error = await one.query(sql).catch((reason) => reason);
    expect(error).toMatchObject({ code: '0A000', message: expect.stringContaining('does not have') });
    await one.query('begin');
    expect(await codeOf(one.query(sql, []))).toBe('0A000');
    expect(await codeOf(one.query('select 1'))).toBe('25P02');
    await one.query('rollback');
  });

  it('that only mention such things, or leave nothing, are done', async () => {
    const one = await connect();
    expect(await valueOf(one, `select 'create temp table, pg_advisory_lock(1)' -- with hold`)).toContain(
      'temp',
    );
    await one.query('begin');
    await one.query('create temp table t (n int) on commit drop');
    await one.query('select pg_advisory_xact_lock(1)');
    await one.query('commit');
    expect(await codeOf(one.query('select * from t'))).toBe('42P01');
  });
});

interface Wire {
  once(event: string, hear: (value: unknown) => void): void;
  on(event: string, hear: (error: { code: string }) => void): void;
  removeAllListeners(event: string): void;
  parse(query: { text: string }): void;
  bind(portal: object): void;
  execute(portal: object): void;
  sync(): void;
}

describe('who listens', () => {
  const heardBy = (client: Client): string[] => {
    const heard: string[] = [];
    client.on('notification', ({ channel, payload }) => heard.push(`${channel} ${payload}`));
    return heard;
  };

  it('hears what is told on its channels only, by others and by itself, when it is committed', async () => {
    const [one, other, teller] = [await connect(), await connect(), await connect()];
    const [first, second] = [heardBy(one), heardBy(other)];
    await one.query('listen "Upper"; listen plain');
    await other.query('-- for news\nLISTEN plain');
    await teller.query('begin');
    await teller.query(`notify plain, 'given up'`);
    await teller.query('rollback');
    await teller.query(`notify "Upper", '1'`);
    await one.query(`select pg_notify('plain', '2')`);
    await Promise.all([one.query('select 1'), other.query('select 1')]);
    expect([first, second]).toEqual([['Upper 1', 'plain 2'], ['plain 2']]);
  });

  it('is deaf when it wants to be, and alone', async () => {
    const [one, other, third] = [await connect(), await connect(), await connect()];
    const heard = [heardBy(one), heardBy(other), heardBy(third)];
    for (const client of [one, other, third]) await client.query('listen news; listen more');
    await one.query('unlisten news');
    await other.query('unlisten *');
    await third.query(`notify news; notify more`);
    await Promise.all([one, other, third].map((client) => client.query('select 1')));
    expect(heard).toEqual([['more '], [], ['news ', 'more ']]);
  });
});

describe('the rest of the program', () => {
  it('goes on while a statement runs', async () => {
    const one = await connect();
    let isOver = false;
    const long = one.query('select count(*) from generate_series(1, 2000000)').then(() => (isOver = true));
    const before = { turns: 0 };
    while (!isOver) {
      await turn();
      before.turns++;
    }
    await long;
    expect(before.turns).toBeGreaterThan(100);
  });

  it('can see how many wait', async () => {
    const [one, two, three] = [await connect(), await connect(), await connect()];
    await one.query('begin');
    const asked = [two.query('select 1'), three.query('select 1')];
    await turn();
    expect(server.backlog()).toEqual({ waiting: 2, oldestMs: expect.any(Number) });
    await one.query('commit');
    await Promise.all(asked);
    expect(server.backlog()).toEqual({ waiting: 0, oldestMs: 0 });
  });
});
