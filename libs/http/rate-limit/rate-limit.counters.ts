// Against what a request counts. Pure: who calls what from where in, counters out.
import { isIPv6 } from 'node:net';
import type { RateClassName } from './rate-class.js';

export type LimitedClass = Exclude<RateClassName, 'none'>;

export interface RateLimits {
  /** Requests a minute. */
  perMinute: Readonly<Record<LimitedClass, number>>;
  /** Whoever holds this permission is not limited, except where secrets could be guessed. */
  unlimitedPermission?: string;
}

/** Who calls, as far as limits are concerned. */
export interface RateCaller {
  readonly kind: string;
  readonly id: string;
  readonly permissions: ReadonlySet<string>;
  readonly apiKeyId?: string;
  /** Of an app that was let in. */
  readonly grantId?: string;
  /** Of that key or app alone, over all classes. */
  readonly requestsPerMinute?: number;
}

export interface RateCounter {
  key: string;
  /** Requests a minute. */
  limit: number;
  /** What it is called to the caller. */
  policy: LimitedClass | 'key';
}

/**
 * All of them must have something left; the first that has not refuses, and those after it are not charged.
 * - a key or an app: by itself, whatever it asks for
 * - the class `auth`: by address, so that no account of their own gives an attacker a fresh allowance
 * - a person: all their tokens and keys together
 * - nobody: by address
 */
export function countersOf(
  rateClass: LimitedClass,
  caller: RateCaller | undefined,
  address: string,
  { perMinute, unlimitedPermission }: RateLimits,
): RateCounter[] {
  const limit = perMinute[rateClass];
  const byAddress = (): RateCounter => ({
    key: `${rateClass}:address:${networkOf(address)}`,
    limit,
    policy: rateClass,
  });
  if (!caller) return [byAddress()];

  const counters: RateCounter[] = [];
  const program = caller.apiKeyId ?? caller.grantId;
  if (program !== undefined && caller.requestsPerMinute !== undefined)
    counters.push({ key: `key:${program}`, limit: caller.requestsPerMinute, policy: 'key' });
  if (rateClass === 'auth') counters.push(byAddress());
  const isUnlimited = unlimitedPermission !== undefined && caller.permissions.has(unlimitedPermission);
  if (!isUnlimited || rateClass === 'auth')
    counters.push({ key: `${rateClass}:${caller.kind}:${caller.id}`, limit, policy: rateClass });
  return counters;
}

/**
 * Who has one IPv6 address has its whole /64 (RFC 6177): it counts as one caller. An IPv4 address counts alike however it is written.
 */
export function networkOf(address: string): string {
  if (!address.includes(':')) return address;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  if (mapped) return mapped[1]!;
  if (!isIPv6(address)) return address;
  const [head = '', tail] = address.split('%', 1)[0]!.toLowerCase().split('::');
  const groups = head === '' ? [] : head.split(':');
  if (tail !== undefined) {
    const rest = tail === '' ? 0 : tail.split(':').length;
    while (groups.length < 8 - rest) groups.push('0');
  }
  return groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':');
}
