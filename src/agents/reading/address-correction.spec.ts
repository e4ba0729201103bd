import { amendedAddress, continuedAddress, correctedAddress } from './address-correction.js';

it.each([
  ['54 Hill Road', 'sorry the house is 45, not 54', '45 Hill Road'],
  ['12 Lake View Road', 'ok but my address is 21 not 12', '21 Lake View Road'],
  ['8, 6th main, HSR', 'it is 5th main not 6th main', '8, 5th main, HSR'],
  ['B-4, Rose Park', 'not B-4, it is C-4', 'C-4, Rose Park'],
  ['flat 302, Green Glen', '303 instead of 302', 'flat 303, Green Glen'],
  ['402 Shukrawar Peth', '402 ki jagah 204', '204 Shukrawar Peth'],
])('%s: "%s"', (line, said, corrected) => expect(correctedAddress(line, said)).toBe(corrected));

it.each([
  ['54 Hill Road', 'make it 11, not 10'],
  ['54 Hill Road', 'not today'],
  ['54 Hill Road', 'the house is blue'],
  ['540 Hill Road', 'it is 45, not 54'],
])('%s keeps: "%s"', (line, said) => expect(correctedAddress(line, said)).toBeNull());

it.each([
  ['54 Hill Road', 'on the 3rd floor, 2 lifts', '54 Hill Road, 3rd floor, 2 lifts'],
  ['54 Hill Road', 'it is on the ground floor', '54 Hill Road, ground floor'],
  ['54 Hill Road, 3rd floor', '3rd floor, gate no 2', '54 Hill Road, 3rd floor, gate no 2'],
  ['54 Hill Road', 'but the house is 45', '45 Hill Road'],
  ['House no 54, Hill Road', 'house number is 45B', 'House no 45B, Hill Road'],
  ['54 Hill Road', 'flat no 302', '54 Hill Road, flat no 302'],
])('%s gets: "%s"', (line, said, amended) => expect(amendedAddress(line, said)).toBe(amended));

it.each([
  ['54 Hill Road', '7 Park Street, 2nd floor'],
  ['54 Hill Road', 'flat 5, Rose Villa'],
  ['Rose Villa, Hill Road', 'the house is 45'],
  ['54 Hill Road', 'the house is blue'],
  ['54 Hill Road', 'yes'],
])('%s is not amended by: "%s"', (line, said) => expect(amendedAddress(line, said)).toBeNull());

it.each([
  ['House 8-2-293', 'near the park, lane 4', 'House 8-2-293, near the park, lane 4'],
  ['54 Hill Road', 'opposite the temple', '54 Hill Road, opposite the temple'],
  ['54 Hill Road', '7 Park Street', null],
  ['54 Hill Road, near the park', 'near the park', null],
])('%s goes on with: "%s"', (line, said, whole) => expect(continuedAddress(line, said)).toBe(whole));
