import { assert, integer, jsonValue, property } from 'fast-check';
import { isWithinJsonLimits, jsonLimits } from './limits.js';

const nested = (levels: number, inner = '') => '['.repeat(levels) + inner + ']'.repeat(levels);
const list = (values: number) => JSON.stringify(Array.from({ length: values }, () => 1));
const members = (count: number) =>
  JSON.stringify(Object.fromEntries(Array.from({ length: count }, (_, n) => [`k${n}`, n])));

it.each([
  ['as deep as may be', nested(32), true],
  ['one level more', nested(33), false],
  ['objects in lists', `${'[{"a":'.repeat(16)}1${'}]'.repeat(16)}`, true],
  ['one object more', `{"a":${'[{"a":'.repeat(16)}1${'}]'.repeat(16)}}`, false],
  ['deep, and never closed', '['.repeat(250_000), false],
  ['deep once and flat after it', `[${nested(31)},${nested(31)}]`, true],
  ['brackets in a string', `"${'['.repeat(40_000)}"`, true],
  ['brackets after a quote in a string', JSON.stringify('"'.repeat(7) + '{'.repeat(100)), true],
  ['brackets after a string of backslashes', `["\\\\\\\\",${nested(32)}]`, false],
  ['a list as long as may be', list(4_999), true],
  ['a longer one', list(5_000), false],
  ['an object as broad as may be', members(4_999), true],
  ['a broader one', members(5_000), false],
  ['many small lists', `[${'[],'.repeat(2_500)}1]`, false],
  ['commas in a string', `"${','.repeat(40_000)}"`, true],
  ['nothing', '', true],
  ['a string that does not end', '"[[[[', true],
])('%s: %#', (_what, text, isWithin) => expect(isWithinJsonLimits(text)).toBe(isWithin));

it('counts levels as they are, whatever the text around them', () => {
  const levelsOf = (value: unknown): number =>
    typeof value === 'object' && value !== null
      ? 1 + Math.max(0, ...Object.values(value).map((each) => levelsOf(each)))
      : 0;
  assert(
    property(jsonValue({ maxDepth: 5 }), integer({ min: 26, max: 33 }), (value, around) => {
      const isWithin = around + levelsOf(value) <= jsonLimits.depth;
      expect(isWithinJsonLimits(nested(around, JSON.stringify(value)))).toBe(isWithin);
    }),
  );
});
