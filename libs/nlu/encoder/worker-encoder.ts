// Asks the thread that encodes sentences. It is started with the first ask, ended when nothing was asked for a while, and started anew
// when it has crashed; whoever asks waits no longer than its signal says, and can always go on without.
import { createHash } from 'node:crypto';
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { Logger } from '@nestjs/common';
import { BoundedMap } from '#libs/cache';
import { encoderDimensions, encoderName } from './encoder-files.js';
import type { EncoderData, EncoderOrder, EncoderReport } from './encoder-orders.js';
import { EncoderUnavailable, SentenceEncoder } from './sentence-encoder.js';

/** Node.js loads it by itself, from the source as well: what it imports ends in .ts and has no syntax that makes code. */
const workerFile = new URL(`./encoder.worker${extname(import.meta.url)}`, import.meta.url);

const mostTogether = 32;
/** Beyond it the thread is so far behind that n-grams are the better answer. */
const mostWaiting = 512;
const mostKept = 2_000;
const unloadAfterMs = 5 * 60_000;
/** Of crashes in a row: then something is wrong with this machine, not with a text. */
const mostCrashes = 3;
/** Weights and scratch memory lie outside of it. */
const heap = { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 8 };

/** A text that somebody waits for. */
interface Awaited {
  key: string;
  text: string;
  vector: Promise<Float32Array>;
  resolve(vector: Float32Array): void;
  reject(error: EncoderUnavailable): void;
  /** At 0 nobody does any longer. */
  askers: number;
}

export interface WorkerEncoderOptions {
  unloadAfterMs?: number;
  /** The thread's code. */
  file?: URL;
}

export class WorkerEncoder extends SentenceEncoder {
  readonly name = encoderName;
  readonly dimensions = encoderDimensions;
  private readonly logger = new Logger('SentenceEncoder');
  private readonly kept = new BoundedMap<string, Float32Array>(mostKept);
  private readonly awaited = new Map<string, Awaited>();
  /** Not given to the thread yet, in the order of asking. */
  private waiting: Awaited[] = [];
  private underWay: Awaited[] = [];
  private worker: Worker | undefined;
  private isReady = false;
  private crashes = 0;
  private unloading: NodeJS.Timeout | undefined;
  private why: string | undefined;

  /** @param folder of the package that has the weights */
  constructor(
    private readonly folder: string,
    private readonly options: WorkerEncoderOptions = {},
  ) {
    super();
  }

  get missing(): string | undefined {
    return this.why;
  }

  /** Whether the weights are in memory now. */
  get isLoaded(): boolean {
    return this.isReady;
  }

  async embed(texts: readonly string[], signal?: AbortSignal): Promise<Float32Array[]> {
    if (this.why) throw new EncoderUnavailable(this.why);
    if (signal?.aborted) throw new EncoderUnavailable('the time is up');
    if (this.waiting.length + texts.length > mostWaiting && this.waiting.length > 0)
      throw new EncoderUnavailable('too many texts are waiting');
    const asked = texts.map((text) => this.ask(text));
    const all = Promise.all(asked.map((each) => ('vector' in each ? each.vector : each)));
    this.next();
    if (!signal) return all;
    const { promise: timeIsUp, reject } = Promise.withResolvers<never>();
    const giveUp = (): void => {
      this.leave(asked.filter((each) => 'vector' in each));
      reject(new EncoderUnavailable('the time is up'));
    };
    signal.addEventListener('abort', giveUp, { once: true });
    try {
      return await Promise.race([all, timeIsUp]);
    } finally {
      signal.removeEventListener('abort', giveUp);
    }
  }

  /** Nothing can be asked from then on. */
  async close(): Promise<void> {
    this.why = 'it is closed';
    await this.unload();
    this.fail(this.why);
  }

  /** What is known of the text: its vector, or that it is waited for. */
  private ask(text: string): Float32Array | Awaited {
    // What customers write is not kept, not even here.
    const key = createHash('sha256').update(text).digest('base64');
    const known = this.kept.get(key) ?? this.awaited.get(key);
    if (known) {
      if ('vector' in known) known.askers++;
      return known;
    }
    const { promise: vector, resolve, reject } = Promise.withResolvers<Float32Array>();
    const awaited: Awaited = { key, text, vector, resolve, reject, askers: 1 };
    // Its askers may all have left before it fails.
    vector.catch(() => {});
    this.awaited.set(key, awaited);
    this.waiting.push(awaited);
    return awaited;
  }

  private leave(asked: readonly Awaited[]): void {
    for (const each of asked) each.askers--;
    const [left, stay] = [[] as Awaited[], [] as Awaited[]];
    for (const each of this.waiting) (each.askers > 0 ? stay : left).push(each);
    for (const { key } of left) this.awaited.delete(key);
    this.waiting = stay;
  }

  /** Gives the thread what waits, unless it is busy; starts it when it does not run. */
  private next(): void {
    if (this.waiting.length === 0 || this.underWay.length > 0) return;
    clearTimeout(this.unloading);
    this.worker ??= this.start();
    // While somebody waits the process stays for the answer.
    this.worker.ref();
    if (!this.isReady) return;
    this.underWay = this.waiting.splice(0, mostTogether);
    const order: EncoderOrder = { texts: this.underWay.map(({ text }) => text) };
    this.worker.postMessage(order);
  }

  private start(): Worker {
    const workerData: EncoderData = { folder: this.folder };
    const worker = new Worker(this.options.file ?? workerFile, {
      workerData,
      name: 'sentence encoder',
      resourceLimits: heap,
    });
    let crash = new Error('its thread has ended');
    worker.on('message', (report: EncoderReport) => {
      if (this.worker === worker) this.hear(report);
    });
    worker.on('error', (error: Error) => (crash = error));
    worker.once('exit', () => {
      if (this.worker === worker) this.hasCrashed(crash);
    });
    return worker;
  }

  private hear(report: EncoderReport): void {
    if (report.is === 'failed') {
      this.why = report.reason;
      this.logger.warn(`no sentence encoder, n-grams stand alone: ${report.reason}`);
      void this.unload();
      return this.fail(report.reason);
    }
    if (report.is === 'ready') this.isReady = true;
    else {
      this.crashes = 0;
      const done = this.underWay;
      this.underWay = [];
      done.forEach(({ key, resolve }, at) => {
        const vector = report.vectors[at]!;
        this.kept.set(key, vector);
        this.awaited.delete(key);
        resolve(vector);
      });
    }
    this.next();
    if (this.underWay.length === 0) this.rest();
  }

  /** Nothing is asked: the thread keeps no process alive, and goes when that stays so. */
  private rest(): void {
    this.worker?.unref();
    clearTimeout(this.unloading);
    const after = this.options.unloadAfterMs ?? unloadAfterMs;
    this.unloading = setTimeout(() => void this.unload(), after).unref();
  }

  private async unload(): Promise<void> {
    clearTimeout(this.unloading);
    const { worker } = this;
    this.worker = undefined;
    this.isReady = false;
    await worker?.terminate();
  }

  private hasCrashed(error: Error): void {
    this.worker = undefined;
    this.isReady = false;
    this.logger.error({ err: error }, 'the sentence encoder has stopped');
    if (++this.crashes >= mostCrashes) this.why = 'its thread has crashed again and again';
    this.fail('its thread has crashed');
  }

  private fail(reason: string): void {
    const all = [...this.underWay, ...this.waiting];
    this.underWay = [];
    this.waiting = [];
    this.awaited.clear();
    for (const { reject } of all) reject(new EncoderUnavailable(reason));
  }
}
