import { otherPlaceAmong } from './place-mention.js';

it.each([
  ["the ac at my mother's house", 'other'],
  ['for my parents place', 'other'],
  ['papa ke ghar ka geyser', 'other'],
  ['मम्मी के घर का पंखा', 'other'],
  ['in the new flat', 'other'],
  ['different address please', 'other'],
  ['the office ac, come to my office', 'office'],
  ['office mein lagwana hai', 'office'],
] as const)('"%s" is another place', (text, place) => expect(otherPlaceAmong(text)).toBe(place));

it.each([
  'my mother will be at home',
  'ac repair for my mother',
  'hum dono office mein rehte hain, shaam ko aana',
  'after office hours please',
  'my brother is a plumber',
  'clean the house',
  'mere ghar par',
])('"%s" names no other place', (text) => expect(otherPlaceAmong(text)).toBeNull());
