import { SecretBox } from '#libs/secrets';
import { isOurs, newKey, newPrefix, prefixOf } from './api-key.form.js';

const secrets = new SecretBox('x'.repeat(32));

describe('the form of a key', () => {
  const prefix = newPrefix();
  const key = newKey(secrets, prefix);

  it('shows its prefix, and never comes twice', () => {
    expect(key).toMatch(new RegExp(`^hsk_${prefix}_`));
    expect(prefixOf(key)).toBe(prefix);
    expect(new Set(Array.from({ length: 100 }, () => newKey(secrets, prefix))).size).toBe(100);
  });

  it('shows a slip in any of its characters, without a look at the database', () => {
    expect(isOurs(secrets, key)).toBe(true);
    const slips = [...key].map(
      (letter, at) => key.slice(0, at) + (letter === 'a' ? 'b' : 'a') + key.slice(at + 1),
    );
    expect(slips.filter((slip) => prefixOf(slip) !== undefined && isOurs(secrets, slip))).toEqual([]);
  });

  it('can be made by nobody else', () => {
    const another = newKey(new SecretBox('y'.repeat(32)), prefix);
    expect([prefixOf(another), isOurs(secrets, another)]).toEqual([prefix, false]);
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
