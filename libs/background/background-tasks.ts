// Work that nobody waits for: it must not delay an answer, nor make it fail. What is still waiting when the process dies is lost, so
// it is only for what somebody can ask for again.
import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { currentRequest, runInRequest } from '#libs/observability';

export interface WorkOptions {
  /** Milliseconds before each further try; as many tries are made beside the first. Default none. */
  retryAfterMs?: readonly number[];
}

interface Piece extends Required<WorkOptions> {
  name: string;
  work: () => Promise<void>;
}

/** Pieces of work that may wait. What comes on top is dropped, and the log says so. */
const mostWaiting = 1_000;
const mostAtOnce = 4;
/**
 * The answer of the caller is on its way by then, and takes as long as one that leaves no work behind: from the time that it takes nobody
 * can tell whether there was somebody to write to.
 */
const startAfterMs = 50;
/** For what is under way when the process is to end. */
const graceMs = 5_000;

@Injectable()
export class BackgroundTasks implements BeforeApplicationShutdown, OnApplicationShutdown {
  private readonly logger = new Logger('Background');
  private readonly waiting: Piece[] = [];
  private readonly underWay = new Set<Promise<void>>();
  /** Between two tries. */
  private readonly pausing = new Set<Promise<void>>();
  /** Ends the pauses between tries: the next try is made at once, and is the last. */
  private readonly ending = new AbortController();
  /** Outside of any request and transaction. */
  private readonly outside = AsyncLocalStorage.snapshot();

  /**
   * Does `work` soon, as part of the request that asks for it, but with an entity manager of its own and outside of its transaction.
   * Never throws.
   * @param name for the log: a constant, because what is worked on may be personal
   */
  run(name: string, work: () => Promise<void>, { retryAfterMs = [] }: WorkOptions = {}): void {
    if (this.waiting.length + this.pausing.size >= mostWaiting) {
      this.logger.error({ task: name }, 'dropped: too much is waiting');
      return;
    }
    const facts = currentRequest();
    const inRequest = facts ? () => runInRequest({ ...facts }, work) : work;
    this.waiting.push({ name, work: inRequest, retryAfterMs });
    this.outside(() => setTimeout(() => this.proceed(), startAfterMs).unref());
  }

  /** Resolves when nothing is waiting, under way or to be tried again. For tests, and for the end. */
  async idle(): Promise<void> {
    for (;;) {
      this.outside(() => this.proceed());
      if (this.underWay.size + this.pausing.size === 0) return;
      await Promise.all([...this.underWay, ...this.pausing]);
    }
  }

  /** While the database is still there. */
  beforeApplicationShutdown(): Promise<void> {
    this.ending.abort();
    return this.idleSoon();
  }

  /** What the last requests have left behind. */
  onApplicationShutdown(): Promise<void> {
    return this.idleSoon();
  }

  private async idleSoon(): Promise<void> {
    const enough = new AbortController();
    const late = wait(graceMs, undefined, { signal: enough.signal }).then(
      () =>
        this.logger.warn(
          { left: this.waiting.length + this.underWay.size + this.pausing.size },
          'ended before its work was done',
        ),
      () => undefined,
    );
    await Promise.race([this.idle(), late]);
    enough.abort();
  }

  private proceed(): void {
    while (this.underWay.size < mostAtOnce) {
      const next = this.waiting.shift();
      if (!next) return;
      const done = this.attempt(next).finally(() => {
        this.underWay.delete(done);
        this.proceed();
      });
      this.underWay.add(done);
    }
  }

  private async attempt({ name, work, retryAfterMs }: Piece): Promise<void> {
    try {
      await work();
    } catch (error) {
      const [pause, ...later] = this.ending.signal.aborted ? [] : retryAfterMs;
      this.tell(name, error, pause);
      if (pause !== undefined) this.tryAgain({ name, work, retryAfterMs: later }, pause);
    }
  }

  /** Its place is free meanwhile: a mail server that is away must not hold up what has nothing to do with it. */
  private tryAgain(piece: Piece, pause: number): void {
    const over = wait(pause, undefined, { signal: this.ending.signal })
      .catch(() => undefined)
      .finally(() => {
        this.pausing.delete(over);
        this.waiting.push(piece);
        this.proceed();
      });
    this.pausing.add(over);
  }

  /** Not the message: that of a mail server repeats the address, that of the database the row. */
  private tell(name: string, error: unknown, pause: number | undefined): void {
    // Object(): anything can be thrown, nothing at all included.
    const { name: type, code, responseCode, stack } = Object(error) as Record<string, unknown>;
    const frames = (typeof stack === 'string' ? stack : '')
      .split('\n')
      .filter((line) => line.trimStart().startsWith('at '));
    const facts = { task: name, type, code, responseCode };
    if (pause === undefined) this.logger.error({ ...facts, frames: frames.join('\n') }, 'failed');
    else this.logger.warn({ ...facts, retryAfterMs: pause }, 'failed, to be tried again');
  }
}
