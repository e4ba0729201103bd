// When a message is sent again that did not arrive: the schedule that Standard Webhooks gives as an example, in part.
import { randomInt } from 'node:crypto';

const [minute, hour] = [60, 3_600];
export const retryDelaysSeconds: readonly number[] = [
  5,
  5 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  10 * hour,
];

/** A receiver may ask for more patience than the schedule has, up to this. */
export const longestRetryAfterSeconds = 24 * hour;

/** Per mille: those that failed together do not come back together. */
const mostJitter = 100;

/**
 * @param retries that were made already
 * @param retryAfterSeconds what the receiver asked for; 0 if nothing
 * @returns milliseconds; null when it is not tried again
 */
export function nextDelayMs(retries: number, retryAfterSeconds: number): number | null {
  const seconds = retryDelaysSeconds[retries];
  if (seconds === undefined) return null;
  const wanted = Math.max(seconds, Math.min(retryAfterSeconds, longestRetryAfterSeconds));
  return Math.round(wanted * (1_000 + randomInt(mostJitter + 1)));
}

/** Of an answer: seconds, however many, or a date (RFC 9110, section 10.2.3). 0 when it says nothing that can be understood. */
export function retryAfterSecondsOf(header: string | undefined, now: Date): number {
  if (header === undefined) return 0;
  if (/^\d+$/.test(header.trim())) return Number(header);
  const at = Date.parse(header);
  return Number.isNaN(at) ? 0 : Math.max(0, Math.ceil((at - now.getTime()) / 1_000));
}
