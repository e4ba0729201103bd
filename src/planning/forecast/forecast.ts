// What will be asked for in a week, out of what was asked for in the weeks before. Pure.
//
// The method is a seasonal average with shrinkage. A series is one subcategory of services in one group of pincodes; its season is the week, hour
// by hour. How often a visit began in a certain hour of the week is a Poisson count with few observations (a handful of weeks), so its
// average alone is mostly noise. It is drawn towards what would be expected if the series followed the city: the mean of the series
// a week, spread over the hours as all visits of the city are. This is the posterior mean of a gamma-Poisson model whose prior is worth
// `priorWeeks` weeks (Gelman et al., Bayesian Data Analysis, 3rd ed., section 2.6). The sum over a week stays the mean of the series.
import { addDays, weekdayOf, type LocalDate } from '#libs/time';

/** Visits of a series that began on a day within an hour. */
export interface SeriesCount {
  series: string;
  day: LocalDate;
  hour: number;
  visits: number;
}

/** Whole weeks, each from a Monday. */
export interface HistoryWeeks {
  /** A Monday. */
  first: LocalDate;
  weeks: number;
}

/** Expected visits that begin in an hour of the week. */
export interface ExpectedVisits {
  series: string;
  /** Monday 1 … Sunday 7. */
  weekday: number;
  hour: number;
  visits: number;
}

/** How well the method did on the last weeks, which it was not shown. */
export interface ForecastAccuracy {
  heldOutWeeks: number;
  /** Visits in those weeks. */
  visits: number;
  /** Mean over the hours of the week and series of |expected − counted|, of those that had any visit at all. */
  meanAbsoluteError: number;
  /** The same of the simplest forecast: as many as in the same hour of the last week that was shown. */
  naiveMeanAbsoluteError: number;
  /** |expected − counted| over the weeks in all, as a part of the counted; null where nothing was. */
  totalError: number | null;
}

/** What the expectation from the city is worth, in weeks. */
export const priorWeeks = 4;
export const heldOutWeeks = 4;
const hoursOfWeek = 7 * 24;

const slotOf = (weekday: number, hour: number): number => (weekday - 1) * 24 + hour;

/** @param counts those outside of the weeks are left out. @returns only hours in which something is expected, by series and hour */
export function forecastWeek(counts: readonly SeriesCount[], history: HistoryWeeks): ExpectedVisits[] {
  if (history.weeks < 1) return [];
  const { bySeries, ofCity, total } = tally(counts, history);
  if (total === 0) return [];
  return [...bySeries]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([series, slots]) => {
      const weekly = slots.reduce((sum, visits) => sum + visits, 0) / history.weeks;
      return slots.flatMap((visits, slot) => {
        const prior = weekly * (ofCity[slot]! / total);
        const expected = (visits + priorWeeks * prior) / (history.weeks + priorWeeks);
        if (expected === 0) return [];
        return { series, weekday: Math.floor(slot / 24) + 1, hour: slot % 24, visits: expected };
      });
    });
}

/** Forecasts the last weeks of the history from those before them; null where there are too few. */
export function forecastAccuracy(
  counts: readonly SeriesCount[],
  history: HistoryWeeks,
): ForecastAccuracy | null {
  const shown = history.weeks - heldOutWeeks;
  if (shown < heldOutWeeks) return null;
  const boundary = addDays(history.first, 7 * shown);
  const expected = expectedBySlot(forecastWeek(counts, { first: history.first, weeks: shown }));
  const lastWeek = tally(counts, { first: addDays(boundary, -7), weeks: 1 }).bySeries;
  const held = Array.from({ length: heldOutWeeks }, (_, week) =>
    tally(counts, { first: addDays(boundary, 7 * week), weeks: 1 }),
  );
  const series = new Set([...expected.keys(), ...held.flatMap(({ bySeries }) => [...bySeries.keys()])]);
  let [cells, error, naive] = [0, 0, 0];
  for (const each of series)
    for (let slot = 0; slot < hoursOfWeek; slot++) {
      const guess = expected.get(each)?.[slot] ?? 0;
      const actual = held.map(({ bySeries }) => bySeries.get(each)?.[slot] ?? 0);
      if (guess === 0 && actual.every((visits) => visits === 0)) continue;
      const before = lastWeek.get(each)?.[slot] ?? 0;
      cells += heldOutWeeks;
      error += actual.reduce((sum, visits) => sum + Math.abs(guess - visits), 0);
      naive += actual.reduce((sum, visits) => sum + Math.abs(before - visits), 0);
    }
  const visits = held.reduce((sum, { total }) => sum + total, 0);
  const guessed = heldOutWeeks * [...expected.values()].flat().reduce((sum, each) => sum + each, 0);
  return {
    heldOutWeeks,
    visits,
    meanAbsoluteError: cells === 0 ? 0 : rounded(error / cells),
    naiveMeanAbsoluteError: cells === 0 ? 0 : rounded(naive / cells),
    totalError: visits === 0 ? null : rounded(Math.abs(guessed - visits) / visits),
  };
}

/** Provider-hours that are taken in an hour of the week. */
export interface ExpectedLoad {
  series: string;
  weekday: number;
  hour: number;
  /** How many providers are busy at once, on average. */
  load: number;
}

/**
 * Spreads visits over the hours that they take. Minutes are counted from the beginning of the hour in which a visit begins.
 * @param minutesOf of a visit of the series, travel included
 */
export function loadOf(
  expected: readonly ExpectedVisits[],
  minutesOf: (series: string) => number,
): ExpectedLoad[] {
  const bySeries = new Map<string, number[]>();
  for (const { series, weekday, hour, visits } of expected) {
    const slots = bySeries.get(series) ?? Array.from({ length: hoursOfWeek }, () => 0);
    bySeries.set(series, slots);
    let left = minutesOf(series);
    for (let slot = slotOf(weekday, hour); left > 0; slot = (slot + 1) % hoursOfWeek) {
      slots[slot]! += (visits * Math.min(left, 60)) / 60;
      left -= 60;
    }
  }
  return [...bySeries].flatMap(([series, slots]) =>
    slots.flatMap((load, slot) =>
      load === 0 ? [] : { series, weekday: Math.floor(slot / 24) + 1, hour: slot % 24, load: rounded(load) },
    ),
  );
}

function tally(counts: readonly SeriesCount[], { first, weeks }: HistoryWeeks) {
  const end = addDays(first, 7 * weeks);
  const bySeries = new Map<string, number[]>();
  const ofCity = Array.from({ length: hoursOfWeek }, () => 0);
  let total = 0;
  const weekdays = new Map<LocalDate, number>();
  for (const { series, day, hour, visits } of counts) {
    if (day < first || day >= end) continue;
    const weekday = weekdays.get(day) ?? weekdayOf(day);
    weekdays.set(day, weekday);
    const slots = bySeries.get(series) ?? Array.from({ length: hoursOfWeek }, () => 0);
    bySeries.set(series, slots);
    slots[slotOf(weekday, hour)]! += visits;
    ofCity[slotOf(weekday, hour)]! += visits;
    total += visits;
  }
  return { bySeries, ofCity, total };
}

function expectedBySlot(expected: readonly ExpectedVisits[]): Map<string, number[]> {
  const bySeries = new Map<string, number[]>();
  for (const { series, weekday, hour, visits } of expected) {
    const slots = bySeries.get(series) ?? Array.from({ length: hoursOfWeek }, () => 0);
    slots[slotOf(weekday, hour)] = visits;
    bySeries.set(series, slots);
  }
  return bySeries;
}

function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
