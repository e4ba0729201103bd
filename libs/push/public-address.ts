// Which addresses on the network may be asked in the name of a stranger: those that everybody can reach.
import ipaddr from 'ipaddr.js';

/** Not loopback, private, link-local (where clouds answer with secrets), or anything else that is set apart. */
export function isPublicAddress(address: string): boolean {
  // `process` turns IPv4 that is mapped into IPv6 back. Other ways of wrapping it (6to4, NAT64) are ranges of their own.
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast';
}
