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

it.each([
  ['a zero-width space', '\u200b'],
  ['a word joiner', '\u2060\u2060'],
  ["Hangul's fillers", '\u3164\u115f\uffa0'],
  ["Braille's blank", '\u2800\u2800\u2800'],
  ['soft hyphens', '\u00ad\u00ad'],
  ['variation selectors', '\ufe0f\u{e0100}'],
  ['tags', '\u{e0041}\u{e0042}'],
  ['a mark with nothing under it', '\u0301'],
])('refuses %s alone where something is to be read', (_what, text) => {
  for (const schema of [
    name,
    plainText({ min: 1, max: 120 }),
    plainText({ min: 1, max: 120, lineBreaks: true }),
  ])
    expect(schema.safeParse(text).success).toBe(false);
  expect(line.safeParse(text).success).toBe(true);
});

it.each([
  'आशा राव',
  'ಆಶಾ',
  'அ',
  'عائشہ',
  '李',
  'O’Neill',
  '7-Eleven',
  '☀️',
  '👩\u200d🔧',
  'न\u200d',
  'क्\u200cष',
])('takes the name %s', (text) => expect(name.safeParse(text).data).toBe(text.normalize('NFKC')));

it.each(['\u202eoaR ahsA', 'Asha\u2066 Rao', 'Asha\u200f', '\u061cAsha', '\u202aAsha\u202c'])(
  'refuses the name %j, which turns around what stands beside it',
  (text) => {
    expect(name.safeParse(text).error!.issues[0]!.message).toBe(
      'must not contain characters that turn the line around',
    );
  },
);

it('takes what turns a line around out of other texts', () => {
  expect(line.parse('call \u202a+91 98123 45670\u202c')).toBe('call +91 98123 45670');
  expect(note.parse('gate \u202e4321\u2066!\u2069')).toBe('gate 4321!');
  expect(line.parse('שלום\u200f!')).toBe('שלום\u200f!');
});
