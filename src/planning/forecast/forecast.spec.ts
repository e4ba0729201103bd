import { addDays } from '#libs/time';
import { forecastAccuracy, forecastWeek, loadOf, type SeriesCount } from './forecast.js';

/** A Monday. */
const first = '2026-08-31';
const sum = (values: readonly { visits: number }[]) =>
  values.reduce((total, { visits }) => total + visits, 0);
/** In each of the weeks, so many days after its Monday. */
const weekly = (weeks: number, series: string, day: number, hour: number, visits = 1): SeriesCount[] =>
  Array.from({ length: weeks }, (_, week) => ({ series, day: addDays(first, 7 * week + day), hour, visits }));

describe('forecastWeek', () => {
  it('expects what has come every week, when it has come', () => {
    expect(forecastWeek(weekly(8, 'ac', 1, 10, 3), { first, weeks: 8 })).toEqual([
      { series: 'ac', weekday: 2, hour: 10, visits: 3 },
    ]);
  });

  it('expects in a week as much as there was in a week on average, however it spreads it', () => {
    const counts = [...weekly(8, 'ac', 1, 10, 3), ...weekly(8, 'ac', 5, 9), ...weekly(3, 'tap', 0, 18)];
    const expected = forecastWeek(counts, { first, weeks: 8 });
    expect(sum(expected.filter(({ series }) => series === 'ac'))).toBeCloseTo(4);
    expect(sum(expected.filter(({ series }) => series === 'tap'))).toBeCloseTo(3 / 8);
  });

  it('draws what is rare towards the hours of the city', () => {
    const counts = [...weekly(8, 'ac', 1, 10, 5), { series: 'tap', day: first, hour: 18, visits: 1 }];
    const taps = forecastWeek(counts, { first, weeks: 8 }).filter(({ series }) => series === 'tap');
    const at = (weekday: number, hour: number) =>
      taps.find((each) => each.weekday === weekday && each.hour === hour)!.visits;
    // A third of the weight is the city's, nearly all of whose visits are on Tuesdays at ten.
    expect(at(2, 10)).toBeCloseTo((4 * (1 / 8) * (40 / 41)) / 12);
    expect(at(1, 18)).toBeGreaterThan(at(2, 10));
  });

  it('leaves out what is older or newer than the history, and knows nothing of nothing', () => {
    const later = { series: 'ac', day: addDays(first, 56), hour: 9, visits: 9 };
    expect(forecastWeek([later, { ...later, day: '2026-08-30' }], { first, weeks: 8 })).toEqual([]);
    expect(forecastWeek([], { first, weeks: 0 })).toEqual([]);
  });
});

describe('forecastAccuracy', () => {
  it('is perfect where every week is the same', () => {
    expect(forecastAccuracy(weekly(12, 'ac', 1, 10, 3), { first, weeks: 12 })).toEqual({
      heldOutWeeks: 4,
      visits: 12,
      meanAbsoluteError: 0,
      naiveMeanAbsoluteError: 0,
      totalError: 0,
    });
  });

  it('does not look at the weeks that it is measured on', () => {
    const counts = weekly(12, 'ac', 1, 10, 3).map((count, week) =>
      week < 8 ? count : { ...count, visits: 0 },
    );
    const burst = weekly(12, 'ac', 4, 20, 100).slice(8);
    expect(forecastAccuracy([...counts, ...burst], { first, weeks: 12 })).toMatchObject({
      visits: 400,
      totalError: 0.97,
    });
  });

  it('beats last week where weeks differ by chance', () => {
    // Every other week nothing: the average errs by half as much as "as last week" does.
    const counts = weekly(12, 'ac', 1, 10, 2).filter((_, week) => week % 2 === 0);
    const { meanAbsoluteError, naiveMeanAbsoluteError } = forecastAccuracy(counts, { first, weeks: 12 })!;
    expect(meanAbsoluteError).toBe(1);
    expect(naiveMeanAbsoluteError).toBe(1);
    const noisy = [3, 0, 1, 0, 2, 0, 1, 3, 1, 1, 0, 2].map((visits, week) => ({
      series: 'ac',
      day: addDays(first, 7 * week),
      hour: 9,
      visits,
    }));
    const noise = forecastAccuracy(noisy, { first, weeks: 12 })!;
    expect(noise.meanAbsoluteError).toBeLessThan(noise.naiveMeanAbsoluteError);
  });

  it('is not told of a short history', () => {
    expect(forecastAccuracy(weekly(7, 'ac', 1, 10), { first, weeks: 7 })).toBeNull();
  });
});

describe('loadOf', () => {
  it('takes the hours that a visit lasts, into the next day and from Sunday to Monday', () => {
    const sunday = { series: 'ac', weekday: 7, hour: 23, visits: 2 };
    expect(loadOf([sunday], () => 90)).toEqual([
      { series: 'ac', weekday: 1, hour: 0, load: 1 },
      { series: 'ac', weekday: 7, hour: 23, load: 2 },
    ]);
  });
});
