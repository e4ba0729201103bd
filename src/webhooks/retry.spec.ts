import { nextDelayMs, retryAfterSecondsOf, retryDelaysSeconds } from './retry.js';

const now = new Date('2026-11-20T04:30:00Z');

it('waits longer each time, never less than the schedule, and at most a tenth more', () => {
  const schedule = [5, 300, 1_800, 7_200, 18_000, 36_000, 36_000];
  expect(retryDelaysSeconds).toEqual(schedule);
  for (const [retries, seconds] of schedule.entries()) {
    const delays = Array.from({ length: 200 }, () => nextDelayMs(retries, 0)!);
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(seconds * 1_000);
    expect(Math.max(...delays)).toBeLessThanOrEqual(seconds * 1_100);
    expect(new Set(delays).size).toBeGreaterThan(1);
  }
  expect(nextDelayMs(schedule.length, 0)).toBeNull();
});

it('waits as long as the receiver asks, where that is longer, but not for ever', () => {
  const atLeast = (retries: number, retryAfter: number) =>
    Math.min(...Array.from({ length: 200 }, () => nextDelayMs(retries, retryAfter)!));
  expect(atLeast(0, 120)).toBeGreaterThanOrEqual(120_000);
  expect(atLeast(1, 120)).toBeGreaterThanOrEqual(300_000);
  expect(nextDelayMs(0, 1e9)).toBeLessThanOrEqual(24 * 3_600_000 * 1.1);
  expect(nextDelayMs(0, Infinity)).toBeGreaterThanOrEqual(24 * 3_600_000);
  expect(nextDelayMs(0, Infinity)).toBeLessThanOrEqual(24 * 3_600_000 * 1.1);
  expect(nextDelayMs(7, 120)).toBeNull();
});

it.each([
  [undefined, 0],
  ['120', 120],
  ['0', 0],
  ['Fri, 20 Nov 2026 04:31:30 GMT', 90],
  ['Fri, 20 Nov 2026 04:00:00 GMT', 0],
  ['-5', 0],
  ['soon', 0],
  ['99999999999999', 99_999_999_999_999],
  ['9'.repeat(400), Infinity],
  ['', 0],
])('reads %s as %s seconds', (header, seconds) => {
  expect(retryAfterSecondsOf(header, now)).toBe(seconds);
});
