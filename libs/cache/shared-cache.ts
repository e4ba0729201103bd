// Answers that may be reused for a while. Keys are `tag:rest`; a tag is invalidated as a whole by giving it a new version, so
// that what was being loaded meanwhile, here or in another process, is never read again.
import { randomUUID } from 'node:crypto';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { CACHE_MANAGER, type Cache as CacheManager } from '@nestjs/cache-manager';
import { dayMs } from '#libs/time';

/** No entry lives longer. A version that is lost early only empties its tag, because the next one is new. */
const versionTtlMs = dayMs;
const deadlineMs = 250;

@Injectable()
export class SharedCache {
  private readonly logger = new Logger(SharedCache.name);
  private readonly loading = new Map<string, Promise<unknown>>();

  constructor(@Inject(CACHE_MANAGER) private readonly store: CacheManager) {}

  /**
   * What is kept under `key`, or what `load` answers, which is then kept. Callers that miss at the same time share one `load`.
   * @param key `tag:rest`; everything that the answer depends on belongs into it, the caller included
   * @param ttlMs at most a day
   * @param load its answer must survive JSON; `undefined` is not kept
   */
  async getOrSet<Value>(key: string, ttlMs: number, load: () => Promise<Value>): Promise<Value> {
    const tag = versionKey(key.split(':', 1)[0]!);
    const version = await this.once(tag, () => this.readOrLoad(tag, versionTtlMs, async () => randomUUID()));
    const versioned = `${version}:${key}`;
    return this.once(versioned, () => this.readOrLoad(versioned, ttlMs, load));
  }

  /**
   * Forgets everything under `tag`. Call it after the write has been committed.
   * While a shared store is away nothing can be told to it: its entries then live until their time is up.
   */
  async invalidate(tag: string): Promise<void> {
    await this.attempt(() => this.store.set(versionKey(tag), randomUUID(), versionTtlMs));
    // Who asks from now on must not share a look at the version that began before.
    this.loading.delete(versionKey(tag));
  }

  private async readOrLoad<Value>(key: string, ttlMs: number, load: () => Promise<Value>): Promise<Value> {
    const kept = await this.attempt(() => this.store.get<Value>(key));
    if (kept !== undefined) return kept;
    const loaded = await load();
    if (loaded !== undefined) await this.attempt(() => this.store.set(key, loaded, ttlMs));
    return loaded;
  }

  /** Callers that ask for the same while it is under way get the same promise. */
  private once<Value>(key: string, work: () => Promise<Value>): Promise<Value> {
    const underWay = this.loading.get(key) as Promise<Value> | undefined;
    if (underWay) return underWay;
    const started = work().finally(() => this.loading.delete(key));
    this.loading.set(key, started);
    return started;
  }

  /** A store that is away or slow is no reason to fail: the caller then goes without. */
  private async attempt<Value>(work: () => Promise<Value>): Promise<Value | undefined> {
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), deadlineMs);
    });
    try {
      return await Promise.race([work(), tooLate]);
    } catch (error) {
      this.logger.debug({ err: error }, 'cache store failed');
      return undefined;
    } finally {
      clearTimeout(timer);
    }
  }
}

function versionKey(tag: string): string {
  return `version:${tag}`;
}
