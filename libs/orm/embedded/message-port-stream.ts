// What node-postgres takes for a socket: a stream over the port of a thread.
import { Duplex } from 'node:stream';
import type { MessagePort } from 'node:worker_threads';
import { concatBytes, frameKind } from './frames.js';

const readyLength = 6;

export class MessagePortStream extends Duplex {
  private port: MessagePort | undefined;
  private askedAt: number | undefined;

  /** @param open makes the connection, or throws */
  constructor(private readonly open: () => MessagePort) {
    super();
  }

  /** Since when an answer has been waited for, on the clock of `performance`; undefined where none is. */
  get waitsSince(): number | undefined {
    return this.askedAt;
  }

  connect(): this {
    // Not at once: whoever connects listens only afterwards.
    setImmediate(() => {
      if (this.destroyed) return;
      try {
        this.port = this.open();
      } catch (error) {
        this.destroy(error as Error);
        return;
      }
      this.port.on('message', (bytes: Uint8Array) => this.hear(bytes));
      // After what was said before.
      this.port.on('close', () => setImmediate(() => this.destroy()));
      this.emit('connect');
    });
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  ref(): this {
    this.port?.ref();
    return this;
  }

  unref(): this {
    this.port?.unref();
    return this;
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.send([chunk], done);
  }

  override _writev(chunks: { chunk: Buffer }[], done: () => void): void {
    this.send(
      chunks.map(({ chunk }) => chunk),
      done,
    );
  }

  override _final(done: () => void): void {
    this.port?.close();
    setImmediate(() => this.push(null));
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.askedAt = undefined;
    this.port?.close();
    done(error);
  }

  private send(chunks: Buffer[], done: () => void): void {
    const bytes = concatBytes(chunks);
    this.askedAt ??= performance.now();
    this.port?.postMessage(bytes, [bytes.buffer]);
    done();
  }

  private hear(bytes: Uint8Array): void {
    if (bytes[bytes.length - readyLength] === frameKind.ready) this.askedAt = undefined;
    inTurn(() => this.push(bytes));
  }
}

const due: (() => void)[] = [];
/** Fewer, and the turns themselves cost more than the answers; more, and whoever is new waits for all that these answers set going. */
const heardInATurn = 4;

/**
 * A few a turn of the event loop. Node.js goes on with a port for as long as there are messages, a thousand if need be, and with what is due
 * at once until all is done; who gets an answer works on it and asks the next question. Between turns the program looks at its sockets
 * and timers.
 */
function inTurn(hear: () => void): void {
  if (due.push(hear) === 1) setImmediate(next);
}

function next(): void {
  if (due.length > heardInATurn) setImmediate(next);
  for (const hear of due.splice(0, heardInATurn)) hear();
}
