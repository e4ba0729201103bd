import { newKey, newPrefix, prefixOf } from './api-key.form.js';

describe('the form of a key', () => {
  const prefix = newPrefix();
  const key = newKey(prefix);

  it('shows its prefix, and never comes twice', () => {
    expect(key).toMatch(new RegExp(`^hsk_${prefix}_`));
    expect(prefixOf(key)).toBe(prefix);
    expect(new Set(Array.from({ length: 100 }, () => newKey(prefix))).size).toBe(100);
  });

  it('shows a slip in any of its characters', () => {
    const slips = [...key].map(
      (letter, at) => key.slice(0, at) + (letter === 'x' ? 'y' : 'x') + key.slice(at + 1),
    );
    expect(slips.filter((slip) => prefixOf(slip) !== undefined)).toEqual([]);
  });

  it.each([
    ['nothing', ''],
    ['the mark alone', 'hsk_'],
    ['a key and more', `${key}x`],
    ['a key and a line break', `${key}\n`],
    ['a key cut short', key.slice(0, -1)],
    ['a key in capitals', key.toUpperCase()],
  ])('is not that of %s', (_, text) => expect(prefixOf(text)).toBeUndefined());
});
