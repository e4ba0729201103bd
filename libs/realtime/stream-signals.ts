// Wakes those who follow a stream when something was added to it, on any process. The database says so at the commit (a trigger on
// stream_entries); a signal that is missed costs `lookAgainMs`, because it is also looked now and then, for all in one statement.
import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { OPEN_DATABASE, type OpenDatabase } from '#libs/orm';

const channel = 'streams';
/** What the trigger sends when it has too many names for one signal. */
const anyStream = '*';
const lookAgainMs = 5_000;

/** For one who follows. */
export interface StreamNews {
  /** How much has been heard so far: to be taken before reading. */
  count(): number;
  /**
   * Resolves when more than `seen` has been heard, when there is something behind `position`, after `ms`, or when `signal` fires.
   * @param position of the last entry that was read
   */
  after(seen: number, position: number, ms: number, signal: AbortSignal): Promise<void>;
  stop(): void;
}

interface Watch {
  heard: number;
  /** Of the last entry that it has. */
  position: number;
  wake: () => void;
}

@Injectable()
export class StreamSignals implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(StreamSignals.name);
  private readonly watches = new Map<string, Set<Watch>>();
  private stopListening: (() => Promise<void>) | undefined;
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> | undefined;

  constructor(
    @Inject(OPEN_DATABASE) private readonly database: OpenDatabase,
    @Inject(EntityManager) private readonly em: SqlEntityManager,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.stopListening = await this.database.signals.listen(channel, (names) => this.hear(names));
    this.timer = setInterval(() => void this.look(), lookAgainMs).unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.looking;
    await this.stopListening?.();
  }

  watch(stream: string): StreamNews {
    const watch: Watch = { heard: 0, position: 0, wake: () => {} };
    const watches = this.watches.get(stream);
    if (watches) watches.add(watch);
    else this.watches.set(stream, new Set([watch]));
    return {
      count: () => watch.heard,
      after: (seen, position, ms, signal) =>
        new Promise<void>((resolve) => {
          if (watch.heard > seen || signal.aborted) return resolve();
          watch.position = position;
          const done = (): void => {
            clearTimeout(timer);
            signal.removeEventListener('abort', done);
            watch.wake = () => {};
            resolve();
          };
          const timer = ms < Infinity ? setTimeout(done, ms).unref() : undefined;
          signal.addEventListener('abort', done);
          watch.wake = done;
        }),
      stop: () => this.forget(stream, watch),
    };
  }

  /**
   * Wakes those who have not got the newest entry of their stream. One look at a time: whoever asks during one gets that.
   * @returns when it is done, also when the database is away
   */
  look(): Promise<void> {
    this.looking ??= this.lookOnce()
      .catch((error) => this.logger.debug({ err: error }, 'could not look for new entries'))
      .finally(() => (this.looking = undefined));
    return this.looking;
  }

  private async lookOnce(): Promise<void> {
    if (this.watches.size === 0) return;
    const newest = await this.em
      .fork()
      .execute<{ stream: string; position: string | null }[]>(newestEntries, [
        JSON.stringify([...this.watches.keys()]),
      ]);
    for (const { stream, position } of newest)
      this.wake(stream, (watch) => watch.position < Number(position ?? 0));
  }

  private forget(stream: string, watch: Watch): void {
    const watches = this.watches.get(stream);
    watches?.delete(watch);
    if (watches?.size === 0) this.watches.delete(stream);
  }

  private hear(names: string | null): void {
    if (names === null || names === anyStream) void this.look();
    else for (const stream of names.split(',')) this.wake(stream);
  }

  private wake(stream: string, whom: (watch: Watch) => boolean = () => true): void {
    for (const watch of this.watches.get(stream) ?? []) {
      if (!whom(watch)) continue;
      watch.heard += 1;
      watch.wake();
    }
  }
}

/** One step into the index for each stream. */
const newestEntries = `
  select watched.stream, (
    select position from stream_entries entry where entry.stream = watched.stream order by position desc limit 1
  ) as position
  from json_array_elements_text(?::json) as watched (stream)`;
