// Who has the one session: one connection at a time, from the first word of a request or a transaction to its end, in the order in which they
// asked. Whoever has been served goes to the end of the line.
import type { MessagePort } from 'node:worker_threads';
import type { PGlite } from '@electric-sql/pglite';
import { EmbeddedConnection } from './embedded-connection.ts';
import { EmbeddedSession } from './embedded-session.ts';

export class SessionLine {
  readonly #session: EmbeddedSession;
  readonly #welcome: Uint8Array;
  readonly #connections = new Set<EmbeddedConnection>();
  /** In the order of asking. */
  readonly #waiting = new Set<EmbeddedConnection>();
  #holder: EmbeddedConnection | undefined;
  #lastHolder: EmbeddedConnection | undefined;
  #silence: NodeJS.Timeout | undefined;
  #count = 0;

  /**
   * @param pulse is odd while a request is done
   * @param welcome what PGlite itself has said to a first connection
   */
  constructor(pglite: PGlite, pulse: Int32Array, welcome: Uint8Array) {
    this.#welcome = welcome;
    this.#session = new EmbeddedSession(pglite, pulse, (notification) => {
      for (const connection of this.#connections) connection.tell(notification);
    });
  }

  /** @param port gives what the client sends, and takes what it is to get */
  accept(port: MessagePort): void {
    const connection = new EmbeddedConnection(port, this.#session, this.#welcome, ++this.#count);
    this.#connections.add(connection);
    port.on('message', (bytes: Uint8Array) => {
      connection.take(bytes);
      if (connection !== this.#holder && connection.hasWork) this.#waiting.add(connection);
      this.#serve();
    });
    port.on('close', () => {
      this.#remove(connection);
      this.#serve();
    });
  }

  #serve(): void {
    while ((this.#holder ??= this.#next())) if (!this.#isDone(this.#holder)) break;
  }

  /** Who has waited for longest. */
  #next(): EmbeddedConnection | undefined {
    for (const next of this.#waiting) {
      this.#waiting.delete(next);
      if (!this.#connections.has(next)) next.leave();
      else if (next === this.#lastHolder || next.begin() !== 'over') return (this.#lastHolder = next);
      else this.#remove(next);
    }
    return undefined;
  }

  /** Works for the one who has the session, as long as there is something to do. @returns whether it is free again */
  #isDone(holder: EmbeddedConnection): boolean {
    // Nothing new of the one who has it: it is another one who has come, and waits.
    if (!holder.hasWork) return false;
    clearTimeout(this.#silence);
    let step = holder.step();
    while (step === 'waits' && holder.hasWork) step = holder.step();
    if (step === 'waits') {
      if (holder.idleLimitMs) this.#silence = setTimeout(() => this.#giveUp(holder), holder.idleLimitMs);
      return false;
    }
    if (step === 'over') this.#remove(holder);
    else if (holder.hasWork) this.#waiting.add(holder);
    this.#holder = undefined;
    return true;
  }

  /** PostgreSQL does the same, in the same words. */
  #giveUp(silent: EmbeddedConnection): void {
    silent.end('25P03', 'terminating connection due to idle-in-transaction timeout');
    this.#remove(silent);
    this.#serve();
  }

  #remove(connection: EmbeddedConnection): void {
    if (!this.#connections.delete(connection)) return;
    if (connection === this.#holder) {
      clearTimeout(this.#silence);
      this.#session.giveUp();
      this.#holder = undefined;
    }
    // What is left of it is removed when it is its turn: not in the middle of what another one does.
    this.#waiting.add(connection);
  }
}
