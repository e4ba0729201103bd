import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';

/**
 * Where a request comes from, for what Fastify does not see (connections that become WebSockets). As there: the last address of X-Forwarded-For
 * that is none of a proxy in front of us.
 * @param trustedProxies addresses and CIDR ranges, comma separated; empty: the header is not read, since anybody can send it
 */
export function callerAddressBehind(trustedProxies: string): (request: IncomingMessage) => string {
  const proxies = listOf(trustedProxies);
  return ({ socket, headers }) => {
    const forwarded = [headers['x-forwarded-for'] ?? []].flat().join(',').split(',').toReversed();
    let address = socket.remoteAddress ?? '';
    for (const before of forwarded.map((each) => each.trim())) {
      if (before === '' || !isIn(proxies, address)) break;
      address = before;
    }
    return address;
  };
}

function listOf(ranges: string): BlockList {
  const list = new BlockList();
  for (const range of ranges.split(',').filter((each) => each.trim() !== '')) {
    const [address = '', bits] = range.trim().split('/');
    const family = familyOf(address);
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return list;
}

/** An IPv4 address in the form of IPv6 is found under both. */
function isIn(list: BlockList, address: string): boolean {
  return isIP(address) !== 0 && list.check(address, familyOf(address));
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4';
}
