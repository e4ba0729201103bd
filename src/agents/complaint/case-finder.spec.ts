import { referenceOf } from './case-finder.js';

it.each([
  ['status of CP-4M8T2X please', 'CP-4M8T2X'],
  ['cp-4m8t2x ka kya hua', 'CP-4M8T2X'],
  ['CP QANZRT', null],
  ['CP-QANZRT', 'CP-QANZRT'],
  ['cp 4m8t2x', 'CP-4M8T2X'],
  ['a cp please help', null],
  ['CP-4M8T2XYZ', null],
  ['BK-4M8T2X', null],
])('%s: %s', (text, reference) => expect(referenceOf(text)).toBe(reference));
