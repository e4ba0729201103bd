// Whatever an argument says, it stays in its place: the host, the path, the names of the query, the headers and the form of the body are those
// that were written down.
import { assert, oneof, property, string } from 'fast-check';
import { toolInputSchema } from '../tool-input.js';
import { httpAction } from './http-action.js';
import { httpFaults, renderRequest } from './http-request.js';

const input = toolInputSchema.parse({
  properties: {
    city: { type: 'string', maxLength: 4_000 },
    days: { type: 'integer' },
    tags: { type: 'array', items: { type: 'string' } },
    constructor: { type: 'string' },
  },
  required: ['city'],
});
const host = 'api.weather.example';
const action = (members: object) =>
  httpAction.parse({ kind: 'http', url: `https://${host}/v1/x`, ...members });
const faults = (members: object) => httpFaults(action(members), input).map(({ message }) => message);
const secrets = { KEY: 'k3y-of-weather' };

describe('an address', () => {
  it.each([
    'https://api.weather.example',
    'https://api.weather.example/',
    'https://api.weather.example:8443/v1/{{input.city}}/now',
    'https://api.weather.example/a%20b/~c;d=e',
  ])('may be %s', (url) => expect(faults({ url })).toEqual([]));

  it.each([
    'https://allowed.example@evil.example/',
    'https://user:pass@api.weather.example/',
    '//evil.example/x',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'https://{{input.city}}/',
    'https://api.{{input.city}}.example/',
    'https://api.weather.example:{{input.days}}/',
    '{{input.city}}://api.weather.example/',
    'https:{{input.city}}',
    'https://API.weather.example/',
    'https://api.weather.example./',
    'https://api..weather.example/',
    'https://api。weather。example/',
    'https://xn--/',
    'https://аpi.weather.example/',
    'https://0x7f.1/',
    'https://2130706433/',
    'https://api.weather.example:443/',
    'https://api.weather.example:99999/',
    'https://api.weather.example\\@evil.example/',
    'https://api.weather.example /',
    ' https://api.weather.example/',
    'https://api.weather.example\t/',
    'https://api.weather.example/v1?city={{input.city}}',
    'https://api.weather.example/v1#x',
    'https://api.weather.example/v1/../admin',
    'https://api.weather.example/v1/%2e%2E/admin',
    'https://api.weather.example/v1/.',
    'https://api.weather.example/v1/%zz',
    'https://api.weather.example/v1/ü',
    'https://api.weather.example/{{input.nobody}}',
    'https://api.weather.example/{{input.days}}',
    'https://api.weather.example/{{input.tags}}',
    'https://api.weather.example/{{secret.KEY}}',
    'https://api.weather.example/{{city}}',
    'https://api.weather.example/{{input.city',
    'https://api.weather.example/{{input.__proto__}}',
  ])('must not be %j', (url) => expect(faults({ url })).not.toEqual([]));

  it('keeps its host and the number of its parts, whatever stands in it', () => {
    const one = action({ url: `https://${host}/v1/{{input.city}}/a{{input.city}}b/end` });
    const texts = oneof(string(), string({ unit: 'grapheme' })).filter((city) => !/^(?:\.{0,2})$/.test(city));
    assert(
      property(texts, (city) => {
        const url = new URL(renderRequest(one, { city }, {}).url);
        expect([url.host, url.username, url.search, url.hash]).toEqual([host, '', '', '']);
        const [, version, first, second, end, ...more] = url.pathname.split('/');
        expect([version, end, more]).toEqual(['v1', 'end', []]);
        expect([decodeURIComponent(first!), decodeURIComponent(second!)]).toEqual([city, `a${city}b`]);
      }),
    );
  });

  it.each(['', '.', '..', undefined])('takes no part that is %j', (city) =>
    expect(() => renderRequest(action({ url: `https://${host}/v1/{{input.city}}/x` }), { city }, {})).toThrow(
      'TOOL_VALUE_REFUSED',
    ),
  );

  it('takes no dots that come together out of what is written and what is given', () =>
    expect(() =>
      renderRequest(action({ url: `https://${host}/v1/.{{input.city}}/x` }), { city: '.' }, {}),
    ).toThrow('TOOL_VALUE_REFUSED'));
});

describe('a query', () => {
  it('has the names that were written, each with what was given', () => {
    const one = action({ query: { q: '{{input.city}}', units: 'x {{input.city}}', k: '{{secret.KEY}}' } });
    assert(
      property(string({ unit: 'grapheme' }), (city) => {
        const { searchParams } = new URL(renderRequest(one, { city }, secrets).url);
        expect([...searchParams]).toEqual([
          ['q', city],
          ['units', `x ${city}`],
          ['k', secrets.KEY],
        ]);
      }),
    );
  });

  it('repeats a list, and leaves out what was left out', () => {
    const one = action({
      query: { tag: '{{input.tags}}', days: '{{input.days}}', c: '{{input.constructor}}' },
    });
    expect(new URL(renderRequest(one, { tags: ['a&b=c', 'd'] }, {}).url).search).toBe('?tag=a%26b%3Dc&tag=d');
  });
});

describe('headers', () => {
  it('take secrets, and arguments that are visible ASCII', () => {
    const headers = { Authorization: 'Bearer {{secret.KEY}}', 'x-city': 'in {{input.city}}' };
    expect(faults({ headers })).toEqual([]);
    expect(renderRequest(action({ headers }), { city: 'Pune' }, secrets).headers).toEqual({
      authorization: 'Bearer k3y-of-weather',
      'x-city': 'in Pune',
    });
  });

  it.each(['a\r\nx-admin: 1', 'a\nb', 'a\0b', 'पुणे', 'a\u0085b'])('take no %j', (city) =>
    expect(() => renderRequest(action({ headers: { 'x-city': '{{input.city}}' } }), { city }, {})).toThrow(
      'TOOL_VALUE_REFUSED',
    ),
  );

  it.each(['Host', 'content-length', 'Transfer-Encoding', 'connection', 'proxy-authorization', 'Upgrade'])(
    'cannot be %s',
    (name) => expect(faults({ headers: { [name]: 'x' } })).not.toEqual([]),
  );

  it('that let somebody in come from a secret, and from nothing that a colleague can read', () =>
    expect(faults({ headers: { 'X-Api-Key': 'k3y', authorization: 'Bearer {{input.city}}' } })).toEqual([
      'must come from a secret',
      'must come from a secret',
    ]));

  it('are no form that breaks the request', () =>
    expect(() => action({ headers: { 'x-a': 'b\r\nx-c: d' } })).toThrow('control characters'));
});

describe('a body', () => {
  it('has the form that was written, and values of the types that were given', () => {
    const body = {
      city: '{{input.city}}',
      text: 'in {{input.city}}!',
      days: '{{input.days}}',
      tags: '{{input.tags}}',
      fixed: [1, { a: null }],
    };
    const one = action({ method: 'POST', body });
    assert(
      property(string({ unit: 'grapheme' }), (city) => {
        const sent = JSON.parse(renderRequest(one, { city, days: 3, tags: [city] }, {}).body!);
        expect(sent).toEqual({ city, text: `in ${city}!`, days: 3, tags: [city], fixed: [1, { a: null }] });
      }),
    );
    expect(JSON.parse(renderRequest(one, { city: '{{secret.KEY}}' }, secrets).body!)).toEqual({
      city: '{{secret.KEY}}',
      text: 'in {{secret.KEY}}!',
      fixed: [1, { a: null }],
    });
  });

  it('holds no secrets, and is not sent with GET', () =>
    expect(faults({ body: { key: '{{secret.KEY}}' } })).toEqual([
      'is not sent with GET',
      'secrets stand only in headers and in the query',
    ]));

  it('that is nested without end or too large is refused', () => {
    const nested = JSON.parse('['.repeat(12) + ']'.repeat(12));
    expect(() => action({ method: 'POST', body: nested })).toThrow('10 deep');
    expect(() => action({ method: 'POST', body: 'x'.repeat(17_000) })).toThrow('16,000');
  });
});

describe('what a tool takes', () => {
  it.each([
    ['a pattern', { properties: { a: { type: 'string', pattern: '^(a+)+$' } } }],
    ['a reference', { properties: { a: { $ref: '#' } } }],
    ['nesting', { properties: { a: { type: 'object', properties: {} } } }],
    ['lists of lists', { properties: { a: { type: 'array', items: { type: 'array' } } } }],
    ['choices among schemas', { properties: { a: { anyOf: [] } } }],
    [
      'more than thirty',
      {
        properties: Object.fromEntries(Array.from({ length: 31 }, (_, at) => [`p${at}`, { type: 'string' }])),
      },
    ],
    [
      'a list without end',
      { properties: { a: { type: 'array', items: { type: 'string' }, maxItems: 1e9 } } },
    ],
    ['a text without end', { properties: { a: { type: 'string', maxLength: 1e9 } } }],
    ['something required that is not there', { required: ['a'] }],
    ['a name that begins with a sign', { properties: { __proto__x: { type: 'string' } } }],
  ])('has no %s', (_, schema) => expect(toolInputSchema.safeParse(schema).success).toBe(false));
});
