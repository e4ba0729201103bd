import { upgradedValues } from './checkpoint-upgrade.js';

const task = { service: null, asked: 'pincode' };
const focus = { serviceId: 'ac', attributes: [], quantity: 1, pincode: null };

it('a booking that an earlier version was arranging is arranged further', () => {
  const dialogue = { task, queue: [], last: null };
  expect(upgradedValues({ text: 'hi', dialogue, focus: null })).toEqual({
    text: 'hi',
    memory: { booking: dialogue },
    stack: ['booking'],
    focus: null,
  });
});

it('what was talked about is still what "book it" means', () => {
  const dialogue = { task: null, queue: [], last: null };
  expect(upgradedValues({ dialogue, focus })).toMatchObject({
    stack: [],
    focus: { ...focus, by: 'service', isArranged: false },
  });
});

it('what this version kept stays as it is', () => {
  const values = { text: 'hi', memory: { booking: { task } }, stack: ['booking'], focus: null };
  expect(upgradedValues(values)).toBe(values);
});
