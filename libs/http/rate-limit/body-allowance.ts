// How much a caller may send in large bodies. Limits per minute count requests, and a request with a large body costs many times what another
// does, whatever is answered: by the time it is known who has sent it, it has been read.
import type { IncomingMessage } from 'node:http';
import { BoundedMap } from '#libs/cache';

/** Of what people send by hand, hardly anything is larger: what is not is free. */
const smallBytes = 16 * 1024;
/** Of a body of which it is not said how long it is: it may be as long as bodies may be, and mostly is short. */
const unsaidBytes = 64 * 1024;
/** What may come at once, and how fast it grows again: a few pictures, then one in two seconds. */
const burstBytes = 8 * 1024 * 1024;
const bytesPerSecond = 1024 * 1024;
const callersRemembered = 10_000;

export class BodyAllowance {
  /** When all that a caller has sent would be made up for, in milliseconds on the clock that is given. */
  private readonly dueAt = new BoundedMap<string, number>(callersRemembered);

  /**
   * Counts a body by what its headers say.
   * @param now milliseconds, on a clock that is never set back
   * @returns whether it may come; what may not is not counted
   */
  take(caller: string, { headers }: Pick<IncomingMessage, 'headers'>, now: number): boolean {
    const bytes =
      headers['transfer-encoding'] === undefined ? Number(headers['content-length'] ?? 0) : unsaidBytes;
    if (!(bytes > smallBytes)) return true;
    const due = Math.max(this.dueAt.get(caller) ?? now, now) + (bytes / bytesPerSecond) * 1000;
    if (due - now > (burstBytes / bytesPerSecond) * 1000) return false;
    this.dueAt.set(caller, due);
    return true;
  }
}
