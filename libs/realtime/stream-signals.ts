// Wakes those who follow a stream when something was added to it, on any process. The database says so at the commit (a trigger on
// stream_entries); a signal that is missed costs `lookAgainMs`.
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { OPEN_DATABASE, type OpenDatabase } from '#libs/orm';

const channel = 'streams';
/** What the trigger sends when it has too many names for one signal. */
const anyStream = '*';
const lookAgainMs = 5_000;

/** For one who follows. */
export interface StreamNews {
  /** How much has been heard so far: to be taken before reading. */
  count(): number;
  /** Resolves when more than `seen` has been heard, when it is time to look anyway, or when `signal` fires. */
  after(seen: number, signal: AbortSignal): Promise<void>;
  stop(): void;
}

interface Watch {
  heard: number;
  wake: () => void;
}

@Injectable()
export class StreamSignals implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly watches = new Map<string, Set<Watch>>();
  private stopListening: (() => Promise<void>) | undefined;

  constructor(@Inject(OPEN_DATABASE) private readonly database: OpenDatabase) {}

  async onApplicationBootstrap(): Promise<void> {
    this.stopListening = await this.database.signals.listen(channel, (names) => this.hear(names));
  }

  async onApplicationShutdown(): Promise<void> {
    for (const stream of this.watches.keys()) this.wake(stream);
    await this.stopListening?.();
  }

  watch(stream: string): StreamNews {
    const watch: Watch = { heard: 0, wake: () => {} };
    const watches = this.watches.get(stream);
    if (watches) watches.add(watch);
    else this.watches.set(stream, new Set([watch]));
    return {
      count: () => watch.heard,
      after: (seen, signal) =>
        new Promise<void>((resolve) => {
          if (watch.heard > seen || signal.aborted) return resolve();
          const done = (): void => {
            clearTimeout(timer);
            signal.removeEventListener('abort', done);
            watch.wake = () => {};
            resolve();
          };
          const timer = setTimeout(done, lookAgainMs).unref();
          signal.addEventListener('abort', done);
          watch.wake = done;
        }),
      stop: () => this.forget(stream, watch),
    };
  }

  private forget(stream: string, watch: Watch): void {
    const watches = this.watches.get(stream);
    watches?.delete(watch);
    if (watches?.size === 0) this.watches.delete(stream);
  }

  private hear(names: string | null): void {
    const streams = names === null || names === anyStream ? this.watches.keys() : names.split(',');
    for (const stream of streams) this.wake(stream);
  }

  private wake(stream: string): void {
    for (const watch of this.watches.get(stream) ?? []) {
      watch.heard += 1;
      watch.wake();
    }
  }
}
