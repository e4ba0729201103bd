// Where a request may go that somebody else chose. What is not an address of the public internet is ours, or of nobody.
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Of IPv6, all that was ever given out for ordinary use. What is outside of it stays refused, whatever it becomes. */
const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3');
/** Translates to IPv4 (RFC 6052): it leads where the last four bytes say. */
const nat64 = ipaddr.IPv6.parseCIDR('64:ff9b::/96');
/** Looks public and is not: at it a cloud answers its own machines. */
const platform = [ipaddr.IPv4.parseCIDR('168.63.129.16/32')];

/** Link-local is not among them: there the credentials of a cloud machine can be had. */
const near: ReadonlySet<string> = new Set(['private', 'loopback', 'uniqueLocal']);

/**
 * What kind of an address it is: `public`, or why it is none of the public internet (`loopback`, `private`, `linkLocal`, …).
 * @param text as the URL parser and the resolver write addresses, without brackets
 */
export function kindOf(text: string): string {
  if (isIP(text) === 0) return 'unknown';
  // IPv4 in the form of IPv6 (::ffff:10.0.0.1) becomes IPv4.
  const address = ipaddr.process(text);
  const range = address.range();
  if (address instanceof ipaddr.IPv4) {
    if (range !== 'unicast') return range;
    return platform.some((each) => address.match(each)) ? 'platform' : 'public';
  }
  if (address.match(nat64)) return kindOf(address.toByteArray().slice(-4).join('.'));
  if (range !== 'unicast') return range;
  return address.match(globalUnicast) ? 'public' : 'reserved';
}

/** Why nothing may be sent to an address: what kind it is; null when it may. */
export type AddressRefusal = (address: string) => string | null;

export const refusalUnlessPublic: AddressRefusal = (address) => {
  const kind = kindOf(address);
  return kind === 'public' ? null : kind;
};

/** For development: this machine and its network as well. */
export const refusalUnlessNear: AddressRefusal = (address) => {
  const kind = kindOf(address);
  return kind === 'public' || near.has(kind) ? null : kind;
};

/** Names that only the machine itself or its network knows. */
export function isLocalName(hostname: string): boolean {
  const name = hostname.toLowerCase().replace(/\.$/, '');
  return !name.includes('.') || /\.(?:localhost|local|internal|home\.arpa)$/.test(name);
}

/** Where other protocols are spoken that take a request of ours for commands of theirs. Below 1024 only the ports of the web are open. */
const portsOfOthers: ReadonlySet<number> = new Set([
  1719, 1720, 1723, 2049, 3306, 3659, 4045, 4190, 5060, 5061, 5432, 6000, 6379, 6566, 6665, 6666, 6667, 6668,
  6669, 6679, 6697, 9200, 9300, 10080, 11211, 27017,
]);

/** @param port as in a URL: empty for that of its scheme */
export function isOpenPort(port: string): boolean {
  const number = Number(port);
  if (port === '' || number === 80 || number === 443) return true;
  return number >= 1024 && !portsOfOthers.has(number);
}
