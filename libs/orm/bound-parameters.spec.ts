import { raw } from '@mikro-orm/core';
import { bindParameters } from './bound-parameters.js';

const at = new Date('2026-11-30T04:30:00.137Z');

it('sends texts and instants apart, and leaves in the text what has a type of its own', () => {
  expect(
    bindParameters('select * from t where a = ? and b > ? and c = ? and d is ?', ["o'clock", at, 7, null]),
  ).toEqual({
    text: 'select * from t where a = $1 and b > $2 and c = 7 and d is null',
    parameters: ["o'clock", '2026-11-30T04:30:00.137Z'],
  });
});

it('counts those of lists, objects and fragments in the order of the text', () => {
  const fragment = raw('lower(?)', ['x']);
  expect(
    bindParameters('update t set doc = ?, n = ?, w = ? where id in (?) and k = \\? ', [
      { a: [1, 'b'] },
      fragment,
      'y',
      ['p', 'q'],
    ]),
  ).toEqual({
    text: 'update t set doc = $1, n = lower($2), w = $3 where id in ($4, $5) and k = ? ',
    parameters: ['{"a":[1,"b"]}', 'x', 'y', 'p', 'q'],
  });
});

it.each([
  ['a statement that takes no parameters', 'set local timezone to ?', ['UTC']],
  ['nothing to send', 'select ?', [1]],
  ['no values', 'select 1', []],
  ['far too many', `select 1 where 'a' in (?)`, [Array.from({ length: 1_001 }, String)]],
])('leaves %s to the ORM', (_what, text, values) => expect(bindParameters(text, values)).toBeUndefined());
