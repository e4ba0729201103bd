import { z } from 'zod';
import { queryNumber } from './query-number.js';

const schema = z.strictObject({ limit: queryNumber(z.int().min(1).max(100)).default(20) });

it.each([
  ['7', 7],
  ['007', 7],
  ['100', 100],
  ['7.0', 7],
  [undefined, 20],
  [7, 7],
])('reads %j as %j', (limit, number) => expect(schema.parse({ limit })).toEqual({ limit: number }));

it.each([
  '0x10',
  '0b11',
  '0o7',
  '1e1',
  '1E1',
  '',
  ' ',
  ' 7',
  '7 ',
  '+7',
  '7.',
  '.7',
  '7.5',
  '1_0',
  '७',
  '-1',
  '101',
])('refuses %j', (limit) => expect(schema.safeParse({ limit }).success).toBe(false));

it.each([['7', '8'], [true], [null], [['7']]])('refuses what is no text: %j', (...limit) =>
  expect(schema.safeParse({ limit: limit.length > 1 ? limit : limit[0] }).success).toBe(false),
);

it('reads fractions where they are asked for', () => {
  expect(queryNumber(z.number()).parse('-4.25')).toBe(-4.25);
  expect(queryNumber(z.number()).safeParse('9'.repeat(400)).success).toBe(false);
});
