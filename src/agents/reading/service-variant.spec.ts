import { personIn, variantFor } from './service-variant.js';

const service = (name: string) => ({ id: name, name, category: 'Salon' });
const catalogue = [
  "Women's haircut & styling",
  "Men's haircut",
  'Massage for women',
  'Massage for men',
  'Hair colour & spa for women',
  "Men's hair colour",
  'Facial at home',
  'Waxing at home',
].map(service);

it.each([
  ['a haircut for my husband', 'man'],
  ['for my son please', 'man'],
  ['haircut, my father needs it', 'man'],
  ["my brother's hair", 'man'],
  ['papa ke liye', 'man'],
  ['pati ka haircut', 'man'],
  ['मेरे पति के लिए', 'man'],
  ['massage for my wife', 'woman'],
  ['for an old lady', 'woman'],
  ['mummy ke liye massage', 'woman'],
  ['माँ के लिए', 'woman'],
  ['my husband is at home then', null],
  ['ask for Ravi, my son will open', null],
  ['for my wife and for my husband', null],
])('%s', (text, person) => expect(personIn(text)).toBe(person));

it.each([
  ["Women's haircut & styling", 'for my husband', "Men's haircut"],
  ["Men's haircut", 'for my daughter', "Women's haircut & styling"],
  ['Massage for women', 'papa ke liye', 'Massage for men'],
  ['Hair colour & spa for women', 'for my dad', "Men's hair colour"],
  ["Men's haircut", 'for my husband', null],
  ['Waxing at home', 'for my husband', null],
])('%s, %s', (name, text, expected) =>
  expect(variantFor(service(name), text, catalogue)?.name ?? null).toBe(expected),
);
