import { nextHour, quietUntil } from './quiet-hours.js';

const india = 'Asia/Kolkata';
const berlin = 'Europe/Berlin';
const night = { from: 22 * 60, to: 8 * 60 };
const until = (now: string, quiet: { from: number; to: number } | null, zone: string) =>
  quietUntil(new Date(now), quiet, zone)?.toISOString() ?? null;

describe('quiet hours', () => {
  it.each([
    ['before them', '2026-11-20T21:59:59+05:30', null],
    ['from their first moment', '2026-11-20T22:00:00+05:30', '2026-11-21T02:30:00.000Z'],
    ['in the evening', '2026-11-20T23:15:00+05:30', '2026-11-21T02:30:00.000Z'],
    ['after midnight', '2026-11-21T00:01:00+05:30', '2026-11-21T02:30:00.000Z'],
    ['in their last moment', '2026-11-21T07:59:59.999+05:30', '2026-11-21T02:30:00.000Z'],
    ['when they are over', '2026-11-21T08:00:00+05:30', null],
  ])('across midnight: %s', (_, now, end) => expect(until(now, night, india)).toBe(end));

  it.each([
    ['before', '2026-11-20T12:59:00+05:30', null],
    ['in', '2026-11-20T13:30:00+05:30', '2026-11-20T08:30:00.000Z'],
    ['after', '2026-11-20T14:00:00+05:30', null],
  ])('within a day: %s', (_, now, end) =>
    expect(until(now, { from: 13 * 60, to: 14 * 60 }, india)).toBe(end),
  );

  it('are none where none were chosen', () =>
    expect(until('2026-11-21T00:01:00+05:30', null, india)).toBeNull());

  it('end by the clock on the wall in the night in which summer time begins, and in that in which it ends', () => {
    // 29 March 2026: 8 o'clock is 6:00 UTC, seven hours after 22:00.
    expect(until('2026-03-28T22:30:00+01:00', night, berlin)).toBe('2026-03-29T06:00:00.000Z');
    // 25 October 2026: 8 o'clock is 7:00 UTC again.
    expect(until('2026-10-24T22:30:00+02:00', night, berlin)).toBe('2026-10-25T07:00:00.000Z');
  });

  it('end with the jump where the clock jumps over their end', () => {
    // At 2:00 it is 3:00.
    expect(until('2026-03-29T01:30:00+01:00', { from: 0, to: 150 }, berlin)).toBe('2026-03-29T01:00:00.000Z');
    expect(until('2026-03-29T03:00:00+02:00', { from: 0, to: 150 }, berlin)).toBeNull();
  });

  it('end the first time where their end comes twice', () => {
    // From 2:00 to 3:00 the clock goes twice.
    expect(until('2026-10-25T01:30:00+02:00', { from: 0, to: 150 }, berlin)).toBe('2026-10-25T00:30:00.000Z');
    expect(until('2026-10-25T02:10:00+01:00', { from: 0, to: 150 }, berlin)).toBe('2026-10-25T01:30:00.000Z');
  });
});

describe('the next digest', () => {
  it('is today or tomorrow, by the clock on the wall', () => {
    expect(nextHour(new Date('2026-11-20T08:59:00+05:30'), 9, india)).toEqual(
      new Date('2026-11-20T03:30:00Z'),
    );
    expect(nextHour(new Date('2026-11-20T09:00:00+05:30'), 9, india)).toEqual(
      new Date('2026-11-21T03:30:00Z'),
    );
    expect(nextHour(new Date('2026-03-28T09:00:00+01:00'), 9, berlin)).toEqual(
      new Date('2026-03-29T07:00:00Z'),
    );
  });
});
