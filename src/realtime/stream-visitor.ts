// One socket, and who is behind it.
import { admitByRate } from '#libs/http';
import type { Socket } from 'socket.io';
import type { Actor } from '../access/actor.js';

/** What other processes may know of a socket. */
export interface SocketFacts {
  who: 'customer' | 'staff';
}

type None = Record<string, never>;

/** The guard looks for who calls where it looks in a request. */
export type ActingSocket = Socket<any, any, None, SocketFacts> & { actor?: Actor }; // oxlint-disable-line typescript/no-explicit-any

const secondMs = 1_000;
/** In a row: whoever goes on when told to wait is not a client of ours. */
const refusalsBorne = 200;
/** In which a client that is sent away must have gone. */
const leaveMs = 1_000;

export class StreamVisitor {
  /** By the name that the client gave to the stream. */
  readonly subscriptions = new Map<string, AbortController>();
  private arrival: number | undefined;
  private refusals = 0;

  constructor(
    readonly socket: ActingSocket,
    private current: Actor,
  ) {
    this.actor = current;
  }

  get actor(): Actor {
    return this.current;
  }

  set actor(actor: Actor) {
    this.current = actor;
    this.socket.actor = actor;
  }

  /** @returns whether one more message may come now */
  mayTalk(perSecond: number): boolean {
    const [{ allowed }, arrival] = admitByRate(this.arrival, performance.now(), perSecond, secondMs);
    this.arrival = arrival;
    this.refusals = allowed ? 0 : this.refusals + 1;
    if (this.refusals > refusalsBorne) this.cut();
    return allowed;
  }

  /** For good: its program does not come back by itself. */
  sendAway(): void {
    this.stopAll();
    this.socket.disconnect(true);
    setTimeout(() => this.cut(), leaveMs).unref();
  }

  /** At once, with whatever it has not taken. Its program comes back by itself. */
  cut(): void {
    this.stopAll();
    this.socket.conn.request.socket.destroy();
  }

  stopAll(): void {
    for (const subscription of this.subscriptions.values()) subscription.abort();
    this.subscriptions.clear();
  }
}
