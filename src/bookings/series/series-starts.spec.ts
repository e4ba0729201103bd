import { seriesStarts, visitsAtMost, type Frequency } from './series-starts.js';

const zone = 'Asia/Kolkata';
const starts = (
  first: string,
  frequency: Frequency,
  limit: { count?: number; until?: string },
  timeZone = zone,
) => seriesStarts(new Date(first), frequency, limit, timeZone).map((start) => start.toISOString());

it('counts months from the first day, not from the one before', () => {
  expect(starts('2027-12-31T10:00:00+05:30', 'monthly', { count: 5 })).toEqual(
    ['2027-12-31', '2028-01-31', '2028-02-29', '2028-03-31', '2028-04-30'].map(
      (day) => `${day}T04:30:00.000Z`,
    ),
  );
});

it('takes the day from the business time zone, at both ends of it', () => {
  // Half past midnight in India is the day before in UTC.
  expect(starts('2027-01-31T00:30:00+05:30', 'monthly', { count: 2 })).toEqual([
    '2027-01-30T19:00:00.000Z',
    '2027-02-27T19:00:00.000Z',
  ]);
  expect(starts('2027-01-01T23:30:00+05:30', 'weekly', { until: '2027-01-15' })).toHaveLength(3);
  expect(starts('2027-01-01T23:30:00+05:30', 'weekly', { until: '2027-01-14' })).toHaveLength(2);
});

it('stays at the same time of the day where clocks are changed', () => {
  expect(starts('2027-03-20T10:00:00+01:00', 'fortnightly', { count: 2 }, 'Europe/Berlin')).toEqual([
    '2027-03-20T09:00:00.000Z',
    '2027-04-03T08:00:00.000Z',
  ]);
});

it('ends, whatever is asked for', () => {
  expect(starts('2027-01-01T10:00:00+05:30', 'weekly', { until: '9999-12-31' })).toHaveLength(
    visitsAtMost + 1,
  );
  expect(starts('2027-01-01T10:00:00+05:30', 'weekly', { until: '2020-01-01' })).toHaveLength(1);
});
