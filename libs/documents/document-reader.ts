// From the bytes of a document that anybody may have made to Markdown. Each is read in a thread of its own, which is killed when it takes
// too long or too much memory, and always ended: what a document has cost is given back, and what it breaks is only that thread.
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { Injectable, Logger } from '@nestjs/common';
import { documentLimits, type DocumentLimits } from './document-limits.js';
import { DocumentUnreadable } from './document-unreadable.js';
import type { CheckedPdf, ReadDocument, ReadingOrder, ReadingReport } from './reading/orders.js';

/** Node.js loads it by itself, from the source as well: what it imports ends in .ts and has no syntax that makes code. */
const workerFile = new URL(`./reading/document.worker${extname(import.meta.url)}`, import.meta.url);
/** In which a hostile document can take some tens of megabytes. */
const lookEveryMs = 100;
/** Of one reader: whoever sends many documents at once waits for themselves. */
const threadsAtOnce = 2;
const mebibyte = 1024 * 1024;
const logger = new Logger('DocumentReader');

export interface ReadingOptions {
  /** Its reason is thrown when it fires. */
  signal?: AbortSignal;
  /** Hears how far it is. @param percent 0 … 100 */
  tell?: (percent: number) => void;
  limits?: Partial<DocumentLimits>;
}

type Bytes = Uint8Array<ArrayBuffer>;

@Injectable()
export class DocumentReader {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  /**
   * What the bytes are is found out from them alone.
   * @param bytes belong to the reader from then on: they move to its thread
   * @throws DocumentUnreadable
   */
  read(bytes: Bytes, options: ReadingOptions = {}): Promise<ReadDocument> {
    return this.done<ReadDocument>('read', bytes, options);
  }

  /**
   * Whether it is a PDF that is whole, open to everybody, and does nothing but show its pages: no scripts, no forms of programs, no files within,
   * no actions that leave it, nothing behind its end. A scan is as good as text.
   * @param bytes belong to the reader from then on
   * @throws DocumentUnreadable
   */
  checkPdf(bytes: Bytes, options: ReadingOptions = {}): Promise<CheckedPdf> {
    return this.done<CheckedPdf>('check', bytes, options);
  }

  private async done<Result>(
    task: ReadingOrder['task'],
    bytes: Bytes,
    { signal, tell, limits: own }: ReadingOptions,
  ): Promise<Result> {
    const limits = { ...documentLimits, ...own };
    if (bytes.length === 0) throw new DocumentUnreadable('empty', limits);
    if (bytes.length > limits.bytes) throw new DocumentUnreadable('too_large', limits);
    await this.turn();
    try {
      signal?.throwIfAborted();
      return await inThread<Result>({ task, bytes, limits }, signal, tell);
    } finally {
      this.running -= 1;
      this.waiting.shift()?.();
    }
  }

  /** The others wait, in the order in which they came. */
  private async turn(): Promise<void> {
    while (this.running >= threadsAtOnce) await new Promise<void>((go) => this.waiting.push(go));
    this.running += 1;
  }
}

async function inThread<Result>(
  order: ThreadOrder,
  signal?: AbortSignal,
  tell?: ReadingOptions['tell'],
): Promise<Result> {
  const thread = new ReadingThread<Result>(order, tell);
  const stop = (): void => thread.giveUp(signal!.reason);
  signal?.addEventListener('abort', stop, { once: true });
  try {
    return await thread.result;
  } finally {
    signal?.removeEventListener('abort', stop);
    await thread.end();
  }
}

interface ThreadOrder extends ReadingOrder {
  bytes: Bytes;
  limits: DocumentLimits;
}

class ReadingThread<Result> {
  readonly result: Promise<Result>;
  /** Ends it with that error, unless it has ended. */
  readonly giveUp: (error: unknown) => void;
  private readonly worker: Worker;
  private readonly timers: NodeJS.Timeout[];
  private readonly limits: DocumentLimits;

  constructor(order: ThreadOrder, tell: (percent: number) => void = () => {}) {
    const { promise, resolve, reject } = Promise.withResolvers<Result>();
    const { limits } = order;
    this.result = promise;
    this.giveUp = reject;
    this.limits = limits;
    const worker = startedWith(order, limits);
    this.worker = worker;
    worker.on('message', (report: ReadingReport) => {
      if (report.is === 'reading') tell(report.percent);
      else if (report.is === 'done') resolve(report.result as Result);
      else {
        if (report.fault) logger.warn({ fault: report.fault }, `a document is ${report.reason}`);
        reject(new DocumentUnreadable(report.reason, limits));
      }
    });
    worker.on('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? this.refusal('too_much_memory') : error),
    );
    worker.once('exit', () =>
      reject(new Error('The thread that reads a document has ended without a word.')),
    );
    this.timers = [
      setTimeout(() => reject(this.refusal('too_slow')), limits.seconds * 1_000),
      setInterval(() => void this.look(), lookEveryMs),
    ];
  }

  /** Its memory is given back when this resolves. */
  async end(): Promise<void> {
    this.timers.forEach((timer) => clearTimeout(timer));
    await this.worker.terminate();
  }

  /** Buffers lie outside of the heap, where no limit of the thread holds. */
  private async look(): Promise<void> {
    try {
      const { used_heap_size: heap, external_memory: outside } = await this.worker.getHeapStatistics();
      if (heap + outside > this.limits.memoryMb * mebibyte) this.giveUp(this.refusal('too_much_memory'));
    } catch {
      // It has ended meanwhile.
    }
  }

  private refusal(reason: 'too_slow' | 'too_much_memory'): DocumentUnreadable {
    return new DocumentUnreadable(reason, this.limits);
  }
}

function startedWith(workerData: ReadingOrder, { heapMb }: DocumentLimits): Worker {
  const { buffer, byteLength } = workerData.bytes;
  // A part of something larger would take all of it along.
  const isWhole = byteLength === buffer.byteLength;
  return new Worker(workerFile, {
    workerData,
    transferList: isWhole ? [buffer as ArrayBuffer] : [],
    name: 'document reader',
    resourceLimits: { maxOldGenerationSizeMb: heapMb, maxYoungGenerationSizeMb: 32 },
    // What libraries print about broken files is nobody's business.
    stdout: true,
    stderr: true,
  });
}
