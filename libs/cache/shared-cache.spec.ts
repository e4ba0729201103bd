import { randomUUID } from 'node:crypto';
import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CACHE_MANAGER, type Cache as CacheManager } from '@nestjs/cache-manager';
import type KeyvRedis from '@keyv/redis';
import { createCache } from 'cache-manager';
import { BoundedMap } from './bounded-map.js';
import { SharedCache } from './shared-cache.js';
import { CacheModule, storeOf } from './cache.module.js';

const minute = 60_000;
const redisUrl = process.env.REDIS_URL;
const stores: [string, string | undefined][] = [['memory', undefined]];
if (redisUrl) stores.push(['Redis', redisUrl]);

const cacheOn = (store: Awaited<ReturnType<typeof storeOf>>) =>
  new SharedCache(createCache({ stores: [store] }));

describe.each(stores)('cache in %s', (_name, url) => {
  let store: Awaited<ReturnType<typeof storeOf>>;
  let cache: SharedCache;
  beforeAll(async () => {
    store = await storeOf(url);
    cache = cacheOn(store);
  });
  const freshTag = () => `tag${randomUUID()}`;
  afterAll(() => store.disconnect());

  it('loads once and then answers what it kept', async () => {
    const key = `${freshTag()}:list`;
    let loads = 0;
    const load = async () => ({ items: [1, 2], loads: ++loads });
    for (let call = 0; call < 3; call++)
      expect(await cache.getOrSet(key, minute, load)).toEqual({ items: [1, 2], loads: 1 });
  });

  it('never stampedes: who misses together waits for one load', async () => {
    const key = `${freshTag()}:list`;
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => cache.getOrSet(key, minute, async () => randomUUID())),
    );
    expect(new Set(answers).size).toBe(1);
  });

  it('forgets one tag and keeps the others', async () => {
    const [written, untouched] = [freshTag(), freshTag()];
    const ask = (tag: string, value: number) => cache.getOrSet(`${tag}:a`, minute, async () => value);
    await ask(written, 1);
    await ask(untouched, 1);
    await cache.invalidate(written);
    expect([await ask(written, 2), await ask(untouched, 2)]).toEqual([2, 1]);
  });

  it('does not bring back what was being loaded while it was invalidated', async () => {
    const key = `${freshTag()}:a`;
    let finish = (_value: string) => {};
    let started = () => {};
    const underWay = new Promise<void>((resolve) => (started = resolve));
    const slow = cache.getOrSet(key, minute, () => {
      started();
      return new Promise<string>((resolve) => (finish = resolve));
    });
    await underWay;
    await cache.invalidate(key.split(':')[0]!);
    const after = await cache.getOrSet(key, minute, async () => 'new');
    finish('old');
    expect(await slow).toBe('old');
    expect(after).toBe('new');
    expect(await cache.getOrSet(key, minute, async () => 'not asked')).toBe('new');
  });

  it('keeps nothing of a load that failed', async () => {
    const key = `${freshTag()}:a`;
    await expect(cache.getOrSet(key, minute, () => Promise.reject(new Error('away')))).rejects.toThrow(
      'away',
    );
    expect(await cache.getOrSet(key, minute, async () => 'here')).toBe('here');
  });
});

it('loads directly while the store is away', async () => {
  const store = await storeOf('redis://127.0.0.1:1');
  const cache = cacheOn(store);
  expect(await cache.getOrSet('tag:a', minute, async () => 1)).toBe(1);
  await cache.invalidate('tag');
  expect(await cache.getOrSet('tag:a', minute, async () => 2)).toBe(2);
  await store.disconnect();
});

it('forgets what was used least recently', () => {
  const map = new BoundedMap<string, number>(2);
  map.set('a', 1).set('b', 2);
  map.get('a');
  map.set('c', 3);
  expect([...map.keys()]).toEqual(['a', 'c']);
});

/** Comes in while the program stops, after the modules were told so. */
@Injectable()
class LateRequest implements BeforeApplicationShutdown {
  constructor(private readonly cache: SharedCache) {}

  async beforeApplicationShutdown(): Promise<void> {
    await this.cache.getOrSet('tag:late', minute, async () => 1);
  }
}

if (redisUrl) {
  it('lets go of Redis when the program ends, even if the cache was used while it stopped', async () => {
    const program = {
      module: class Program {},
      imports: [CacheModule.forRoot(redisUrl)],
      providers: [LateRequest],
    };
    const app = await NestFactory.createApplicationContext(program, { logger: false });
    const [store] = app.get<CacheManager>(CACHE_MANAGER).stores;
    const { client } = store!.store as KeyvRedis<unknown>;
    await app.get(SharedCache).getOrSet('tag:a', minute, async () => 1);
    expect(client.isOpen).toBe(true);
    await app.close();
    expect(client.isOpen).toBe(false);
  });
}
