// Over the real database: on PostgreSQL two programs that share it, on the embedded database one.
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { MikroORM, RequestContext } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { OrmModule, type OpenDatabase } from '#libs/orm';
import { Clock, FixedClock, TimeModule } from '#libs/time';
import { besides, freshDatabase } from '../../test/support/database.js';
import { StreamLog, type ReadEntry } from './stream-log.js';
import { StreamSignals } from './stream-signals.js';
import { StreamsModule } from './streams.module.js';

const now = new Date('2026-11-20T04:30:00Z');

interface Program {
  streams: StreamLog;
  signals: StreamSignals;
  orm: MikroORM;
  close(): Promise<void>;
}

@Module({ imports: [StreamsModule] })
class OnlyStreams {}

async function program(database: OpenDatabase): Promise<Program> {
  const clock = { module: TimeModule, providers: [{ provide: Clock, useValue: new FixedClock(now) }] };
  const imports = [OrmModule.forRoot(database), clock];
  const app = await NestFactory.createApplicationContext(
    { module: OnlyStreams, imports },
    { logger: false, abortOnError: false },
  );
  return {
    streams: app.get(StreamLog),
    signals: app.get(StreamSignals),
    orm: app.get<MikroORM>(MikroORM),
    close: () => app.close(),
  };
}

let one: Program;
/** Another process over the same database, where that can be; otherwise the same. */
let other: Program;
beforeAll(async () => {
  const database = await freshDatabase();
  one = await program(database);
  other = database.shared ? await program(besides(database)) : one;
});
afterAll(async () => {
  if (other !== one) await other.close();
  await one.close();
});

let count = 0;
const newStream = () => `job:${++count}`;

async function taken(entries: AsyncGenerator<ReadEntry>, howMany: number): Promise<ReadEntry[]> {
  const got: ReadEntry[] = [];
  for await (const entry of entries) if (got.push(entry) === howMany) break;
  return got;
}

const numbers = (entries: readonly ReadEntry[]) => entries.map(({ data }) => data.n);
const ten = Array.from({ length: 10 }, (_, index) => index);

function inTransaction<Result>({ orm }: Program, work: (em: SqlEntityManager) => Promise<Result>) {
  return RequestContext.create(orm.em, () =>
    orm.em.transactional((em) => work(em as unknown as SqlEntityManager)),
  );
}

it('gives back what was added, in order, after any position', async () => {
  const stream = newStream();
  const data = (n: number) => ({ n, text: 'नमस्ते ✓', nested: { list: [1, null], at: now.toISOString() } });
  await one.streams.append(
    stream,
    [0, 1, 2].map((n) => ({ type: 'thing.done', data: data(n) })),
  );
  await one.streams.append(newStream(), [{ type: 'thing.done', data: { n: 9 } }]);
  const all = await other.streams.read(stream, 0);
  expect(all.map(({ type, data, at }) => ({ type, data, at }))).toEqual(
    [0, 1, 2].map((n) => ({ type: 'thing.done', data: data(n), at: now })),
  );
  expect(numbers(await other.streams.read(stream, all[1]!.position))).toEqual([2]);
  expect(numbers(await other.streams.read(stream, 0, 2))).toEqual([0, 1]);
  expect(await other.streams.lastPosition(stream)).toBe(all[2]!.position);
  expect(await other.streams.lastPosition('job:none')).toBe(0);
});

it('keeps what JSON in the database cannot hold as a replacement: telling must not undo what is told', async () => {
  const stream = newStream();
  await one.streams.append(stream, [
    { type: 'thing.done', data: { text: 'a\0b', half: '\ud83d', list: ['\udc00'] } },
  ]);
  const [entry] = await one.streams.read(stream, 0);
  expect(entry!.data).toEqual({ text: 'a\uFFFDb', half: '\uFFFD', list: ['\uFFFD'] });
});

it('adds with the transaction of the caller, or not at all', async () => {
  const stream = newStream();
  const entry = { type: 'thing.done', data: { n: 1 } };
  const failed = inTransaction(one, async () => {
    await one.streams.append(stream, [entry]);
    throw new Error('given up');
  });
  await expect(failed).rejects.toThrow('given up');
  expect(await one.streams.read(stream, 0)).toEqual([]);
  await inTransaction(one, () => one.streams.append(stream, [entry]));
  expect(numbers(await one.streams.read(stream, 0))).toEqual([1]);
});

it('follows from any position, and is told at once what another process adds', async () => {
  const stream = newStream();
  await one.streams.append(
    stream,
    ten.map((n) => ({ type: 'thing.done', data: { n } })),
  );
  const [, , third] = await one.streams.read(stream, 0);
  const leaving = new AbortController();
  const followed = other.streams.follow(stream, third!.position, leaving.signal);
  const got: ReadEntry[] = [];
  for (let index = 0; index < 7; index++) got.push((await followed.next()).value!);
  expect(numbers(got)).toEqual(ten.slice(3));
  const next = followed.next();
  await one.streams.append(stream, [{ type: 'thing.done', data: { n: 10 } }]);
  expect((await next).value).toMatchObject({ data: { n: 10 } });
  const last = followed.next();
  leaving.abort();
  expect(await last).toEqual({ done: true, value: undefined });
});

it('lets nobody miss or reorder an entry, however many write to one stream at a time', async () => {
  const stream = newStream();
  const [writers, each] = [8, 25];
  const leaving = new AbortController();
  const readers = [one, other, one, other].map(({ streams }) =>
    taken(streams.follow(stream, 0, leaving.signal), writers * each),
  );
  await Promise.all(
    Array.from({ length: writers }, async (_, writer) => {
      const by = writer % 2 === 0 ? one : other;
      for (let n = 0; n < each; n++)
        await inTransaction(by, async (em) => {
          await by.streams.append(stream, [{ type: 'thing.done', data: { writer, n } }]);
          // Others would overtake it here, if they could.
          await em.execute('select pg_sleep(0.001)');
        });
    }),
  );
  const log = [];
  for (let after = 0; ;) {
    const entries = await one.streams.read(stream, after);
    if (entries.length === 0) break;
    log.push(...entries);
    after = entries.at(-1)!.position;
  }
  expect(log).toHaveLength(writers * each);
  for (let writer = 0; writer < writers; writer++)
    expect(numbers(log.filter(({ data }) => data.writer === writer))).toEqual(
      Array.from({ length: each }, (_, n) => n),
    );
  for (const read of await Promise.all(readers)) expect(read).toEqual(log);
  leaving.abort();
});

it('finds what no signal told of', async () => {
  const stream = newStream();
  await one.streams.append(stream, [{ type: 'thing.done', data: { n: 0 } }]);
  const leaving = new AbortController();
  const followed = one.streams.follow(stream, 0, leaving.signal);
  await followed.next();
  const next = followed.next();
  const em = one.orm.em.fork() as SqlEntityManager;
  await em.execute('alter table stream_entries disable trigger stream_entries_tell');
  await one.streams.append(stream, [{ type: 'thing.done', data: { n: 1 } }]);
  await em.execute('alter table stream_entries enable trigger stream_entries_tell');
  await one.signals.look();
  expect((await next).value).toMatchObject({ data: { n: 1 } });
  leaving.abort();
});

it('says that nothing has come, so that whoever follows can look whether they still may', async () => {
  const stream = newStream();
  const leaving = new AbortController();
  const followed = one.streams.followWithBeats(stream, 0, 1, leaving.signal);
  expect((await followed.next()).value).toBeNull();
  await one.streams.append(stream, [{ type: 'thing.done', data: { n: 0 } }]);
  const values = [];
  do values.push((await followed.next()).value);
  while (values.at(-1) === null);
  expect(values.at(-1)).toMatchObject({ data: { n: 0 } });
  leaving.abort();
});

it('knows who can go on where they were, by a position of another stream as well, and who has lost their place', async () => {
  const [stream, neighbour, empty] = [newStream(), newStream(), newStream()];
  const append = (name: string, n: number) => one.streams.append(name, [{ type: 'thing.done', data: { n } }]);
  for (const n of [0, 1, 2]) {
    await append(stream, n);
    await append(neighbour, n);
  }
  const [first, second, third] = (await one.streams.read(stream, 0)).map(({ position }) => position);
  const between = (await one.streams.read(neighbour, 0))[0]!.position;
  const lost = (name: string, after: number) => other.streams.lostPlace(name, after);
  for (const after of [0, first!, between, second!, third!]) expect(await lost(stream, after)).toBeNull();
  for (const after of [third! + 1, third! + 50, Number.MAX_SAFE_INTEGER])
    expect(await lost(stream, after)).toBe('ahead');
  expect([await lost(empty, 0), await lost(empty, 1)]).toEqual([null, 'ahead']);

  const em = one.orm.em.fork() as SqlEntityManager;
  const age = (positions: unknown[]) =>
    em.execute(`update stream_entries set at = ? where position in (${positions.join()})`, [
      new Date(now.getTime() - 1),
    ]);
  await age([first, second]);
  await one.streams.removeOlder(now);
  expect([await lost(stream, first! - 1), await lost(stream, first!)]).toEqual(['removed', 'removed']);
  for (const after of [0, second!, third!]) expect(await lost(stream, after)).toBeNull();
  // Of the other stream nothing was removed.
  expect(await lost(neighbour, first!)).toBeNull();
  // Nothing is left: whoever had all of it has missed nothing, and what never was is still ahead.
  await age([third]);
  await one.streams.removeOlder(now);
  expect([await lost(stream, second!), await lost(stream, third!), await lost(stream, third! + 1)]).toEqual([
    'removed',
    null,
    'ahead',
  ]);
  await inTransaction(one, (inner) => one.streams.remove(inner, [stream]));
  expect(await lost(stream, second!)).toBe('ahead');
});

it('removes whole streams, and whatever is old', async () => {
  const [gone, left, old] = [newStream(), newStream(), newStream()];
  for (const stream of [gone, left])
    await one.streams.append(stream, [{ type: 'thing.done', data: { n: 0 } }]);
  await inTransaction(one, (em) => one.streams.remove(em, [gone]));
  expect(await one.streams.lastPosition(gone)).toBe(0);
  const em = one.orm.em.fork() as SqlEntityManager;
  await em.execute(
    `insert into stream_entries (stream, type, data, at) select ?, 'thing.done', '{}', ? from generate_series(1, 1200)`,
    [old, new Date(now.getTime() - 1)],
  );
  expect(await one.streams.removeOlder(now)).toBe(1200);
  expect(await one.streams.lastPosition(old)).toBe(0);
  expect(await one.streams.lastPosition(left)).toBeGreaterThan(0);
});
