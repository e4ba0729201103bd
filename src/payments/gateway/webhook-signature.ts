// Whether a message is of whoever shares a secret with us: Standard Webhooks 1.0.0, over the bytes as they came.
import { createHmac, timingSafeEqual } from 'node:crypto';

/** How far the time in a message may be from ours, in both directions. */
const toleranceSeconds = 5 * 60;

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/**
 * @param secret as both sides have it: `whsec_` and base64
 * @param now the package that signs (src/webhooks) reads the machine's clock when it verifies; here the program's clock decides
 */
export function isSignedBy(secret: string, headers: Headers, body: Buffer, now: Date): boolean {
  const [id, timestamp, signatures] = ['id', 'timestamp', 'signature'].map(
    (name) => headers[`webhook-${name}`],
  );
  if (typeof id !== 'string' || typeof timestamp !== 'string' || typeof signatures !== 'string') return false;
  if (!/^\d{1,12}$/.test(timestamp)) return false;
  if (Math.abs(now.getTime() / 1000 - Number(timestamp)) > toleranceSeconds) return false;
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest();
  // Several while a secret is being changed.
  return signatures.split(' ').some((each) => {
    const given = Buffer.from(each.replace(/^v1,/, ''), 'base64');
    return each.startsWith('v1,') && given.length === expected.length && timingSafeEqual(given, expected);
  });
}
