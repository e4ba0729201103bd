import { countersOf, networkOf, type RateCaller } from './rate-limit.counters.js';

const limits = {
  perMinute: { default: 600, chat: 60, auth: 20, expensive: 30 },
  unlimitedPermission: 'everything',
};
const caller = (more: Partial<RateCaller> = {}): RateCaller => ({
  kind: 'customer',
  id: '7',
  permissions: new Set<string>(),
  ...more,
});
const keys = (...input: Parameters<typeof countersOf>) => countersOf(...input).map(({ key }) => key);

describe('a request counts', () => {
  it('against its caller and the class of its route', () =>
    expect(countersOf('chat', caller(), '192.0.2.1', limits)).toEqual([
      { key: 'chat:customer:7', limit: 60, policy: 'chat' },
    ]));
  it('against its address when nobody knows who calls', () =>
    expect(keys('default', undefined, '192.0.2.1', limits)).toEqual(['default:address:192.0.2.1']));
  it('against both where secrets could be guessed', () =>
    expect(keys('auth', caller(), '192.0.2.1', limits)).toEqual([
      'auth:address:192.0.2.1',
      'auth:customer:7',
    ]));
  it('against the key that it came with, whatever it asks for, and against its owner', () => {
    const key = caller({ apiKeyId: 'k', requestsPerMinute: 5 });
    expect(countersOf('chat', key, '192.0.2.1', limits)).toEqual([
      { key: 'key:k', limit: 5, policy: 'key' },
      { key: 'chat:customer:7', limit: 60, policy: 'chat' },
    ]);
    expect(keys('default', key, '192.0.2.1', limits)[0]).toBe('key:k');
  });
  it('against the app that came in for its person, and against them', () =>
    expect(keys('chat', caller({ grantId: 'g', requestsPerMinute: 5 }), '192.0.2.1', limits)).toEqual([
      'key:g',
      'chat:customer:7',
    ]));
  it('against nothing for those who are not limited, except for their key and where secrets could be guessed', () => {
    const unlimited = { permissions: new Set(['everything']) };
    expect(keys('expensive', caller(unlimited), '192.0.2.1', limits)).toEqual([]);
    expect(keys('auth', caller(unlimited), '192.0.2.1', limits)).toHaveLength(2);
    const key = caller({ ...unlimited, apiKeyId: 'k', requestsPerMinute: 5 });
    expect(keys('default', key, '192.0.2.1', limits)).toEqual(['key:k']);
  });
  it('without a permission that lifts limits for all', () =>
    expect(keys('chat', caller(), '192.0.2.1', { perMinute: limits.perMinute })).toHaveLength(1));
});

it.each([
  ['192.0.2.1', '192.0.2.1'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:DB8:1:2::9', '2001:db8:1:2'],
  ['2001:0db8:0001:0002::9', '2001:db8:1:2'],
  ['2001:db8::1', '2001:db8:0:0'],
  ['::1', '0:0:0:0'],
  ['fe80::1%eth0', 'fe80:0:0:0'],
])('the caller at %s is known by %s', (address, network) => expect(networkOf(address)).toBe(network));
