import { normaliseText, tokeniseText } from './text.js';

test.each([
  ['5pm', ['5', 'pm']],
  ['p.m. A/C', ['pm', 'ac']],
  ["don't, o'clock", ['dont', ',', 'oclock']],
  ["tomorrow's we're", ['tomorrow', 'we']],
  ['₹1,20,000', ['₹', '120000']],
  ['10–12', ['10', '-', '12']],
  ['１０ ＡＭ', ['10', 'am']],
  ['५६००३४', ['560034']],
  ['कल सुबह', ['kal', 'subah']],
])('tokens of %s', (text, expected) => {
  expect(tokeniseText(text).map((token) => token.text)).toEqual(expected);
});

test('tokens remember where they stood', () => {
  const text = '😀 Kal, ९ बजे';
  expect(tokeniseText(text).map(({ start, end }) => text.slice(start, end))).toEqual([
    '😀',
    'Kal',
    ',',
    '९',
    'बजे',
  ]);
});

test.each([
  ['रविवार', 'ravivaar'],
  ['सोमवार', 'somvaar'],
  ['मंगलवार', 'mangalvaar'],
  ['शाम', 'shaam'],
  ['परसों', 'parson'],
  ['साढ़े', 'saadhe'],
  ['हज़ार', 'hajaar'],
  ['नवंबर', 'navambar'],
  ['ग्यारह', 'gyaarah'],
])('%s reads %s', (word, expected) => {
  expect(normaliseText(word)).toBe(expected);
});

test('normalised text is plain, lower case, single-spaced', () => {
  expect(normaliseText('  Ｋal\u00a0 ‘Subah’ ९ ')).toBe("kal 'subah' 9");
});
