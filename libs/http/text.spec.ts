import { codeText, nameText, plainText } from './text.js';

const name = nameText({ min: 1, max: 120 });
const line = plainText({ max: 120 });
const note = plainText({ max: 1000, lineBreaks: true });

it('keeps what is typed trimmed and composed', () => {
  expect(line.parse('  cafe\u0301 12½  ')).toBe('café 12½');
  expect(name.parse(' Ａｓｈａ Rao ')).toBe('Asha Rao');
  expect(note.parse('gate code 1\r\n\tring twice')).toBe('gate code 1\r\n\tring twice');
});

it('takes scripts that need invisible joiners, and emoji', () => {
  for (const text of ['क्‍ष', 'ന്‍', '👩‍🔧 आशा']) expect(line.parse(text)).toBe(text.normalize('NFC'));
});

it.each([
  ['NUL', 'a\0b'],
  ['an escape sequence', '\u001b[2J'],
  ['half a character', 'a\ud800'],
])('refuses %s everywhere', (_what, text) => {
  for (const schema of [name, line, note, codeText({ max: 40 })])
    expect(schema.safeParse(text).success).toBe(false);
});

it('takes line breaks only where they belong', () => {
  for (const schema of [name, line]) expect(schema.safeParse('one\ntwo').success).toBe(false);
});

it('judges a name by what it becomes', () => {
  expect(name.safeParse('ﷺ'.repeat(120)).success).toBe(false);
  expect(name.safeParse('＜script＞').success).toBe(false);
  expect(name.safeParse('\u3000').success).toBe(false);
});

it('leaves brackets out of what is a place', () => {
  expect(plainText({ max: 40, brackets: false }).safeParse('<b>12').success).toBe(false);
});

it('looks at nothing but the length of what is too long', () => {
  const { error } = name.safeParse('\u0301\u0316'.repeat(50_000) + '\0');
  expect(error!.issues.map((issue) => issue.code)).toEqual(['too_big']);
});
