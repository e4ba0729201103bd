// Counts what a server sends. Nobody needs hundreds of messages a second: a server that floods is cut off before it costs more than that.
import type { Transport } from '@modelcontextprotocol/client';
import { ConnectionFault } from './connection-fault.js';

/** In each window; progress of calls that run side by side is far below. */
const mostMessages = 500;
const windowMs = 5_000;

type Hear = NonNullable<Transport['onmessage']>;

export class MessageMeter {
  /** Why the connection was cut off. */
  fault: ConnectionFault | null = null;
  private isStopped = false;
  private count = 0;
  private begun = performance.now();

  /** Stands between `transport` and whoever listens to it, from now on. */
  constructor(private readonly transport: Transport) {
    let hear: Hear | undefined;
    // On the very object: the protocol's client knows the transports that start processes by their class.
    Object.defineProperty(transport, 'onmessage', {
      get: () => {
        const heard = hear;
        return heard && ((...message: Parameters<Hear>) => this.isHeard() && heard(...message));
      },
      set: (next: Hear | undefined) => {
        hear = next;
      },
    });
  }

  /** Nothing that still comes is heard. */
  stop(): void {
    this.isStopped = true;
  }

  private isHeard(): boolean {
    if (this.isStopped || this.fault) return false;
    const now = performance.now();
    if (now - this.begun > windowMs) [this.begun, this.count] = [now, 0];
    this.count += 1;
    if (this.count <= mostMessages) return true;
    this.fault = new ConnectionFault(
      'FLOODED',
      `The server sent more than ${mostMessages} messages within seconds.`,
    );
    void this.transport.close().catch(() => undefined);
    return false;
  }
}
