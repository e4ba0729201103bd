import { correctsPincode } from './pincode-correction.js';

it.each([
  ['sorry sorry pin is 560034 not 043', '560043', '560034'],
  ['wrong pin, 400053', '400035', '400053'],
  ['411014 hai, 411041 nahi', '411041', '411014'],
  ['it is 700019 not 700018', '700018', '700019'],
  ['galti se likha, 122001', '122010', '122001'],
])('%j corrects %s', (said, before, now) => expect(correctsPincode(said, before, now)).toBe(true));

it.each([
  ['sorry, 560038', '560034', '560038'],
  ['560034', '560043', '560034'],
  ['not at my place, come to 110016', '560034', '110016'],
  ['my parents live at 400053, not 400050 wala', '560034', '400053'],
])('%j names another house than in %s', (said, before, now) =>
  expect(correctsPincode(said, before, now)).toBe(false),
);
