// Connects only where a request of a stranger may go. The check is on the very addresses that are connected to, at that moment: a name that
// leads somewhere else a second later (DNS rebinding), and a redirect, gain nothing.
import { isIP, type LookupFunction } from 'node:net';
import { callbackify } from 'node:util';
import { buildConnector } from 'undici';
import type { AddressRefusal } from './address.js';
import { AddressRefused } from './errors.js';
import type { ResolveHost } from './resolver.js';

const connectTimeoutMs = 10_000;
/** Then the next address of the name is tried. The usual 250 ms are less than a way around the world and back. */
const perAddressMs = 2_500;

/** For `connect` of an undici dispatcher. */
export function guardedConnector(resolve: ResolveHost, refusal: AddressRefusal): buildConnector.connector {
  const connect = buildConnector({
    lookup: guardedLookup(resolve, refusal),
    timeout: connectTimeoutMs,
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: perAddressMs,
    // Said here, the environment cannot switch it off (NODE_TLS_REJECT_UNAUTHORIZED).
    rejectUnauthorized: true,
    allowH2: false,
  });
  return (options, callback) => {
    // An address is connected to without a look-up.
    const kind = isIP(options.hostname) ? refusal(options.hostname) : null;
    if (kind !== null) queueMicrotask(() => callback(new AddressRefused(kind), null));
    else connect(options, callback);
  };
}

/** One address that is not allowed spoils them all: nobody means a name to lead both here and there. */
function guardedLookup(resolve: ResolveHost, refusal: AddressRefusal): LookupFunction {
  // Asked for all addresses, because of `autoSelectFamily`.
  return callbackify(async (hostname: string, _all: unknown) => {
    const addresses = await resolve(hostname);
    const kind = addresses.map(refusal).find((each) => each !== null);
    if (kind) throw new AddressRefused(kind);
    return addresses.map((address) => ({ address, family: isIP(address) }));
  }) as LookupFunction;
}
