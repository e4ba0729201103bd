import { isLocalName, isOpenPort, kindOf, refusalUnlessNear, refusalUnlessPublic } from './index.js';

describe('an address', () => {
  it.each([
    ['8.8.8.8'],
    ['93.184.216.34'],
    ['172.15.255.255'],
    ['172.32.0.1'],
    ['100.63.255.255'],
    ['100.128.0.1'],
    ['223.255.255.255'],
    ['2606:4700:4700::1111'],
    ['2a00:1450:4001:82f::200e'],
    ['::ffff:8.8.8.8'],
    ['64:ff9b::808:808'],
  ])('%s is public', (address) => {
    expect([kindOf(address), refusalUnlessPublic(address), refusalUnlessNear(address)]).toEqual([
      'public',
      null,
      null,
    ]);
  });

  it.each([
    ['127.0.0.1', 'loopback'],
    ['127.255.255.254', 'loopback'],
    ['::1', 'loopback'],
    ['::ffff:127.0.0.1', 'loopback'],
    ['10.0.0.1', 'private'],
    ['172.16.0.1', 'private'],
    ['172.31.255.255', 'private'],
    ['192.168.1.1', 'private'],
    ['::ffff:10.0.0.1', 'private'],
    ['64:ff9b::a00:1', 'private'],
    ['fc00::1', 'uniqueLocal'],
    ['fd00:ec2::254', 'uniqueLocal'],
    ['fd20:ce::254', 'uniqueLocal'],
  ])('%s is near (%s): for development only', (address, kind) => {
    expect([kindOf(address), refusalUnlessPublic(address), refusalUnlessNear(address)]).toEqual([
      kind,
      kind,
      null,
    ]);
  });

  it.each([
    ['169.254.169.254', 'linkLocal'],
    ['169.254.0.1', 'linkLocal'],
    ['fe80::1', 'linkLocal'],
    ['fe80::1%eth0', 'linkLocal'],
    ['::ffff:169.254.169.254', 'linkLocal'],
    ['64:ff9b::a9fe:a9fe', 'linkLocal'],
    ['168.63.129.16', 'platform'],
    ['100.64.0.1', 'carrierGradeNat'],
    ['100.100.100.200', 'carrierGradeNat'],
    ['100.127.255.255', 'carrierGradeNat'],
    ['0.0.0.0', 'unspecified'],
    ['0.1.2.3', 'unspecified'],
    ['::', 'unspecified'],
    ['224.0.0.1', 'multicast'],
    ['239.255.255.255', 'multicast'],
    ['ff02::1', 'multicast'],
    ['255.255.255.255', 'broadcast'],
    ['240.0.0.1', 'reserved'],
    ['192.0.0.192', 'reserved'],
    ['192.0.2.1', 'reserved'],
    ['198.51.100.1', 'reserved'],
    ['203.0.113.1', 'reserved'],
    ['2001:db8::1', 'reserved'],
    ['3fff::1', 'reserved'],
    ['198.18.0.1', 'reserved'],
    ['198.19.255.255', 'reserved'],
    ['2001:2::1', 'benchmarking'],
    ['192.88.99.1', 'reserved'],
    ['fec0::1', 'deprecatedSiteLocal'],
    ['100::1', 'discard'],
    // IPv4 in the clothes of IPv6, whatever is inside.
    ['::7f00:1', 'reserved'],
    ['::a00:1', 'reserved'],
    ['::808:808', 'reserved'],
    ['::ffff:0:127.0.0.1', 'rfc6145'],
    ['2002:7f00:1::', '6to4'],
    ['2002:a00:1::1', '6to4'],
    ['2001:0:4136:e378:8000:63bf:3fff:fdd2', 'teredo'],
    ['64:ff9b:1::a00:1', 'rfc6052'],
    // Never given out.
    ['4000::1', 'reserved'],
    ['1::1', 'reserved'],
    ['5f00::1', 'segmentRouting'],
    // No address at all.
    ['example.com', 'unknown'],
    ['127.1', 'unknown'],
    ['2130706433', 'unknown'],
    ['0x7f.0.0.1', 'unknown'],
    ['', 'unknown'],
  ])('%s is not public, nor near (%s)', (address, kind) => {
    expect([kindOf(address), refusalUnlessPublic(address), refusalUnlessNear(address)]).toEqual([
      kind,
      kind,
      kind,
    ]);
  });
});

it.each(['localhost', 'LOCALHOST.', 'db', 'a.localhost', 'printer.local', 'metadata.google.internal'])(
  'takes %s for a name of the inside',
  (name) => expect(isLocalName(name)).toBe(true),
);

it.each(['example.com', 'localhost.example.com', 'internal.example.com.'])(
  'takes %s for a name of the outside',
  (name) => expect(isLocalName(name)).toBe(false),
);

it('opens the ports of the web, and those that belong to nobody', () => {
  const ports = ['', '80', '443', '8080', '8443', '65535', '22', '25', '445', '6379', '5432', '11211', '0'];
  expect(ports.filter(isOpenPort)).toEqual(['', '80', '443', '8080', '8443', '65535']);
});
