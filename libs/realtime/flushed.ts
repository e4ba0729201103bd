import { once } from 'node:events';
import type { Socket } from 'socket.io';

/**
 * Whether everything that was sent to `socket` has left the process within `ms`: then its connection has taken it. Nothing else may be sent
 * meanwhile that is worth waiting for.
 */
export async function isFlushed({ conn }: Socket, ms: number, signal: AbortSignal): Promise<boolean> {
  // Waits for one packet after the other: the transport is ready when the operating system has taken the one before.
  const { transport } = conn;
  if (transport.writable) return true;
  const inTime = AbortSignal.any([signal, AbortSignal.timeout(ms)]);
  try {
    while (!transport.writable) await once(transport, 'ready', { signal: inTime });
    return true;
  } catch {
    return signal.aborted;
  }
}
