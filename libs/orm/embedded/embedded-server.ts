// The embedded database as a server: it runs in a thread of its own and speaks the protocol of PostgreSQL, so that drivers, pools and LISTEN
// work with it as with any other, and a long statement does not hold up anything but other statements.
import { once } from 'node:events';
import { extname } from 'node:path';
import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads';
import { setTimeout as wait } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { BacklogReading } from '../statement-backlog.js';
import type { ServerConnection } from '../database-heartbeat.js';
import { MessagePortStream } from './message-port-stream.js';
import type { WorkerOrder, WorkerReport, ServerData, WasmSource } from './worker-orders.js';

/** Node.js loads it by itself, from the source as well: see frames.ts. */
const workerFile = new URL(`./embedded-server.worker${extname(import.meta.url)}`, import.meta.url);

/** Between two looks at what runs. */
const lookMs = 250;
const stopped = 'it has stopped, and is opened again';
const [firstPauseMs, longestPauseMs] = [100, 5_000];

/** An error as PostgreSQL has it when a server goes down: callers know it for what it is. */
export class EmbeddedServerDown extends Error {
  readonly code = '57P01';
  readonly severity = 'FATAL';

  constructor(reason: string) {
    super(`The embedded database is away: ${reason}`);
    this.name = 'EmbeddedServerDown';
  }
}

export class EmbeddedServer {
  private readonly logger = new Logger('Database');
  private readonly streams = new Set<MessagePortStream>();
  /** Odd while a request is done. */
  private readonly pulse = new Int32Array(new SharedArrayBuffer(4));
  private worker: Worker | undefined;
  private isClosing = false;
  private downBecause = stopped;
  private starting: Promise<void> | undefined;
  private release = (): void => {};
  private readonly watch: NodeJS.Timeout;

  private constructor(
    private readonly source: WasmSource,
    readonly statementLimitMs: number,
  ) {
    // Looks are counted, not time: a pause of this process is none of the statement's.
    let [running, looks] = [0, 0];
    this.watch = setInterval(() => {
      const pulse = Atomics.load(this.pulse, 0);
      looks = pulse === running ? looks + 1 : 0;
      running = pulse;
      if (pulse % 2 !== 0 && looks * lookMs >= this.statementLimitMs) this.cutOff();
    }, lookMs).unref();
  }

  /**
   * @param statementLimitMs of a statement, which cannot be interrupted: the thread is ended then and the database opened again, as after
   *   kill -9 of a server. Whoever waits gets {@link EmbeddedServerDown}.
   * @throws what PGlite throws where the directory cannot be opened
   */
  static async open(source: WasmSource, statementLimitMs: number): Promise<EmbeddedServer> {
    const server = new EmbeddedServer(source, statementLimitMs);
    try {
      await server.start();
    } catch (error) {
      clearInterval(server.watch);
      throw error;
    }
    return server;
  }

  /** When the directory is needed no longer. */
  onClosed(release: () => void): void {
    this.release = release;
  }

  /** For node-postgres. */
  get connection(): ServerConnection {
    return {
      connectionString: 'postgres://postgres@embedded/postgres',
      ssl: false,
      stream: () => this.stream(),
    };
  }

  /** How many connections wait for an answer, the one that is being served aside; and for how long the first of them has. */
  backlog(): BacklogReading {
    const since = [...this.streams]
      .map(({ waitsSince }) => waitsSince)
      .filter((at) => at !== undefined)
      .sort((one, other) => one - other);
    // It came first.
    if (this.isRunning) since.shift();
    return { waiting: since.length, oldestMs: since.length > 0 ? performance.now() - since[0]! : 0 };
  }

  /** All of it, as a tar file. */
  async dump(): Promise<Uint8Array> {
    const worker = this.worker!;
    this.tell(worker, { is: 'dump' });
    const [report] = (await once(worker, 'message')) as [WorkerReport & { is: 'dump' }];
    return report.bytes;
  }

  /** What is still under way is given up; a statement that runs is waited for, for as long as one may take. */
  async close(): Promise<void> {
    this.isClosing = true;
    this.downBecause = 'it is closed';
    await this.starting;
    const { worker } = this;
    if (worker) {
      const ended = new Promise((resolve) => worker.once('exit', resolve));
      if ('directory' in this.source) this.tell(worker, { is: 'close' });
      // What is in memory only is gone anyway.
      else void worker.terminate();
      await ended;
    }
    clearInterval(this.watch);
    this.release();
  }

  private get isRunning(): boolean {
    return Atomics.load(this.pulse, 0) % 2 !== 0;
  }

  private stream(): MessagePortStream {
    const stream = new MessagePortStream(() => this.connect());
    this.streams.add(stream);
    stream.once('close', () => this.streams.delete(stream));
    return stream;
  }

  private connect(): MessagePort {
    if (!this.worker || this.isClosing) throw new EmbeddedServerDown(this.downBecause);
    const { port1, port2 } = new MessageChannel();
    this.tell(this.worker, { is: 'connect', port: port2 });
    return port1;
  }

  private tell(worker: Worker, order: WorkerOrder): void {
    worker.postMessage(order, order.is === 'connect' ? [order.port] : []);
  }

  /** @throws what the thread has met where it could not open the database */
  private start(): Promise<void> {
    Atomics.store(this.pulse, 0, 0);
    const data: ServerData = { source: this.source, pulse: this.pulse };
    const worker = new Worker(workerFile, { workerData: data, name: 'embedded database' });
    let error = new Error('its thread has ended');
    worker.on('error', (reason: Error) => (error = reason));
    return new Promise((resolve, reject) => {
      worker.once('message', (report: WorkerReport) => {
        if (report.is === 'failed') return reject(new Error(report.reason));
        this.worker = worker;
        resolve();
      });
      worker.once('exit', () => {
        reject(error);
        if (this.worker === worker) this.hasEnded(error);
      });
    });
  }

  private hasEnded(error: Error): void {
    this.worker = undefined;
    if (!this.isClosing) {
      this.logger.error({ err: error }, `the embedded database has stopped: ${this.downBecause}`);
      if ('directory' in this.source) this.starting = this.restart();
    }
    for (const stream of this.streams) stream.destroy(new EmbeddedServerDown(this.downBecause));
  }

  /** As often as it takes. */
  private async restart(): Promise<void> {
    for (let pause = firstPauseMs; !this.isClosing; pause = Math.min(pause * 2, longestPauseMs)) {
      try {
        await this.start();
        this.downBecause = stopped;
        return this.logger.log('the embedded database is open again');
      } catch (error) {
        this.logger.error({ err: error }, 'the embedded database cannot be opened');
        await wait(pause, undefined, { ref: false });
      }
    }
  }

  private cutOff(): void {
    this.downBecause = `a statement took longer than ${this.statementLimitMs / 1000} s, and it is opened again`;
    void this.worker?.terminate();
  }
}
