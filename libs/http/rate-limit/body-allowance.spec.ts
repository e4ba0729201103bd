import { BodyAllowance } from './body-allowance.js';

const sized = (bytes: number) => ({ headers: { 'content-length': String(bytes) } });
const megabyte = 1024 * 1024;

/** Which of `count` bodies may come. */
function taken(allowance: BodyAllowance, count: number, bytes = megabyte, now = 0, caller = 'a'): number {
  return Array.from({ length: count }, () => allowance.take(caller, sized(bytes), now)).filter(Boolean)
    .length;
}

it('lets so much of large bodies come at once, and of each caller', () => {
  const allowance = new BodyAllowance();
  expect(taken(allowance, 20)).toBe(8);
  expect(taken(allowance, 20, megabyte, 0, 'b')).toBe(8);
});

it('grows again with time, and is charged nothing for what was refused', () => {
  const allowance = new BodyAllowance();
  expect(taken(allowance, 1_000)).toBe(8);
  expect(taken(allowance, 20, megabyte, 2_000)).toBe(2);
  expect(taken(allowance, 20, megabyte, 60_000)).toBe(8);
});

it('leaves small bodies alone, and requests without one', () => {
  const allowance = new BodyAllowance();
  taken(allowance, 20);
  expect(taken(allowance, 1_000, 16 * 1024)).toBe(1_000);
  expect(allowance.take('a', { headers: {} }, 0)).toBe(true);
});

it('counts what does not say how long it is', () => {
  const allowance = new BodyAllowance();
  const chunked = { headers: { 'transfer-encoding': 'chunked' } };
  const may = Array.from({ length: 200 }, () => allowance.take('a', chunked, 0));
  expect(may.filter(Boolean)).toHaveLength(128);
});
