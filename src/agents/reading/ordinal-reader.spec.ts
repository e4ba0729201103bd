import { ordinalIn } from './ordinal-reader.js';

it.each([
  ['the first one', 0],
  ['2nd', 1],
  ['option 3', 2],
  ['pehla wala', 0],
  ['दूसरा', 1],
  ['last', 3],
  ['the sixth', null],
  ['my first floor flat is on the second cross road', null],
  ['5 pm', null],
])('%s of four', (said, position) => {
  expect(ordinalIn(said, 4, false)).toBe(position);
});

it('takes a bare number for a position only where positions were shown', () => {
  expect(ordinalIn('3', 4, true)).toBe(2);
  expect(ordinalIn('3', 4, false)).toBeNull();
});
