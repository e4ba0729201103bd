import { CronTimes, faultOf } from './cron-times.js';

const iso = (times: (Date | null)[]) => times.map((time) => time?.toISOString().slice(0, 16));
const after = (cron: string, zone: string, from: string, count = 3) =>
  iso(new CronTimes(cron, zone).following(new Date(from), count));

describe('a time of day', () => {
  it('is meant in the zone', () => {
    expect(after('15 2 * * *', 'Asia/Kolkata', '2026-11-20T04:30Z', 2)).toEqual([
      '2026-11-20T20:45',
      '2026-11-21T20:45',
    ]);
  });

  it.each([
    ['Europe/Berlin', '2026-03-28T12:00Z', ['2026-03-29T01:30', '2026-03-30T00:30', '2026-03-31T00:30']],
    ['America/New_York', '2026-03-07T12:00Z', ['2026-03-08T07:30', '2026-03-09T06:30', '2026-03-10T06:30']],
  ])('that is left out when the clock is put forward comes right after, once: %s', (zone, from, expected) => {
    expect(after('30 2 * * *', zone, from)).toEqual(expected);
    // Whoever asks in the hour after the gap, of which cron-parser by itself has forgotten it.
    const within = new Date(new Date(`${expected[0]}Z`).getTime() - 60_000).toISOString();
    expect(after('30 2 * * *', zone, within, 1)).toEqual([expected[0]]);
  });

  it.each([
    [
      'Europe/Berlin',
      '30 2 * * *',
      '2026-10-24T12:00Z',
      ['2026-10-25T00:30', '2026-10-26T01:30', '2026-10-27T01:30'],
    ],
    [
      'America/New_York',
      '30 1 * * *',
      '2026-10-31T12:00Z',
      ['2026-11-01T05:30', '2026-11-02T06:30', '2026-11-03T06:30'],
    ],
  ])('that comes twice when it is put back is due once: %s', (zone, cron, from, expected) => {
    expect(after(cron, zone, from)).toEqual(expected);
    for (const minutes of [0, 1, 29, 30, 45, 60]) {
      const within = new Date(new Date(`${expected[0]}Z`).getTime() + minutes * 60_000).toISOString();
      expect(after(cron, zone, within, 1)).toEqual([expected[1]]);
    }
  });

  it('that comes every half hour goes on every half hour', () => {
    const steps = after('*/30 * * * *', 'Europe/Berlin', '2026-10-24T23:30Z', 6);
    expect(steps).toEqual([
      '2026-10-25T00:00',
      '2026-10-25T00:30',
      '2026-10-25T01:00',
      '2026-10-25T01:30',
      '2026-10-25T02:00',
      '2026-10-25T02:30',
    ]);
  });
});

describe('the last times', () => {
  const last = (cron: string, count: number, since: string, until: string) =>
    iso(new CronTimes(cron, 'Europe/Berlin').last(count, new Date(since), new Date(until)));

  it('are those up to now, both ends included', () => {
    expect(last('0 * * * *', 24, '2026-11-20T01:00Z', '2026-11-20T03:00Z')).toEqual([
      '2026-11-20T01:00',
      '2026-11-20T02:00',
      '2026-11-20T03:00',
    ]);
  });

  it('are as many as are wanted, of however many there were', () => {
    expect(last('* * * * *', 2, '2020-01-01T00:00Z', '2026-11-20T03:00Z')).toEqual([
      '2026-11-20T02:59',
      '2026-11-20T03:00',
    ]);
  });

  it('pass over the second of two equal times of day, and keep the one that fell into the gap', () => {
    expect(last('30 2 * * *', 9, '2026-10-24T00:30Z', '2026-10-25T12:00Z')).toEqual([
      '2026-10-24T00:30',
      '2026-10-25T00:30',
    ]);
    expect(last('30 2 * * *', 9, '2026-03-28T01:30Z', '2026-03-29T12:00Z')).toEqual([
      '2026-03-28T01:30',
      '2026-03-29T01:30',
    ]);
  });
});

describe('an expression', () => {
  it.each([
    '* * * * *',
    '*/5 9-17 * * mon-fri',
    '0 0 1,15 JAN *',
    '0 0 L * *',
    '30 2 * * 7',
    '*/59 */23 */31 */12 *',
    '10-50/20 * * * *',
    '5/15 * * * *',
    '0 0 1,L * *',
    '0 8 * jun-AUG 5-7',
    '07 * * * *',
  ])('can be %s', (expression) => expect(faultOf(expression)).toBeNull());

  it.each([
    '',
    '@daily',
    '* * * *',
    '0 0 0 * * *',
    'H * * * *',
    '60 * * * *',
    '*/0 * * * *',
    '5-1 * * * *',
    '0 0 30 2 *',
    '0 0 * * fri#2',
    '1--2 * * * *',
    '* * * * * ; drop',
    '0 24 * * *',
    '0 0 0 * *',
    'L * * * *',
    '1,,2 * * * *',
    '*-5 * * * *',
    '*/5/5 * * * *',
    '0 0 L-3 * *',
    '0 0 L/2 * *',
    '1e1 * * * *',
    '-5 * * * *',
  ])('cannot be %s', (expression) => expect(faultOf(expression)).toEqual(expect.any(String)));

  it.each([
    ['*/90 * * * *', 'field 1 (minute): a step of 90 is beyond 59'],
    ['*/60 * * * *', 'field 1 (minute): a step of 60 is beyond 59'],
    ['0 */24 * * *', 'field 2 (hour): a step of 24 is beyond 23'],
    ['0 0 */32 * *', 'field 3 (day of month): a step of 32 is beyond 31'],
    ['0 0 1 */13 *', 'field 4 (month): a step of 13 is beyond 12'],
    ['0 0 * * */8', 'field 5 (weekday): a step of 8 is beyond 7'],
    ['10-20/15 * * * *', 'field 1 (minute): a step of 15 is beyond the range 10-20'],
    ['*/0 * * * *', 'field 1 (minute): a step of 0 never gets on'],
    ['5-70 * * * *', 'field 1 (minute): 70 is not between 0 and 59'],
    ['61 * * * *', 'field 1 (minute): 61 is not between 0 and 59'],
    ['0 0 0 * *', 'field 3 (day of month): 0 is not between 1 and 31'],
    ['0 0 * 0 *', 'field 4 (month): 0 is not between 1 and 12'],
    ['0 0 * * 8', 'field 5 (weekday): 8 is not between 0 and 7'],
    ['50-10 * * * *', 'field 1 (minute): the range 50-10 runs backwards'],
    ['0 0 * * fri-sun', 'field 5 (weekday): the range fri-sun runs backwards'],
    ['0 0 * nov-feb *', 'field 4 (month): the range nov-feb runs backwards'],
    ['0 0 * mon *', 'field 4 (month): cannot be read: mon'],
    ['0 0 1,15,1 * *', 'names the value 1 more than once'],
    ['0 0 * * mon-fri,3', 'names the value 3 more than once'],
    ['0 0 31 4,6 *', 'describes no time that ever comes'],
  ])('that says something else than it means is refused with the reason: %s', (expression, fault) =>
    expect(faultOf(expression)).toBe(fault),
  );
});
