// How much of what is needed the shifts of a week cover. Pure. Two things are needed: load, the provider-hours that visits are expected to take,
// of which each provider gives one an hour; and presence, that somebody can be booked at all, which one provider gives for all of their skills.
import { addDays, type LocalDate } from '#libs/time';
import type { ExpectedLoad } from '../forecast/forecast.js';

/** A subcategory of services in a group of pincodes: what is needed, and what a provider can give. */
export type SeriesKey = string;

export interface WeekNeed {
  /** Monday. */
  week: LocalDate;
  load: readonly ExpectedLoad[];
  /** Series in which somebody ought to be there during the open hours. */
  present: readonly SeriesKey[];
  openFromHour: number;
  openToHour: number;
  /** How many ought to be there. */
  leastPresent: number;
}

/** One who can be planned: which series they serve. */
export interface Coverer {
  id: string;
  series: readonly SeriesKey[];
}

export interface PlannedWork {
  providerId: string;
  day: LocalDate;
  fromMinute: number;
  toMinute: number;
}

/** What is left uncovered of a series on a day, hours in a row joined. */
export interface UncoveredDemand {
  series: SeriesKey;
  day: LocalDate;
  fromHour: number;
  toHour: number;
  /** Provider-hours of load that nobody takes. */
  missingHours: number;
  /** Whether fewer are there than ought to be. */
  lacksPresence: boolean;
}

/** Less is noise of the forecast. Provider-hours. */
const negligible = 0.05;
const hoursOfWeek = 7 * 24;

/** What a provider who works another hour would give. */
export interface HourGain {
  load: number;
  presence: number;
}

/** What is still needed, hour by hour of the week; filled up shift by shift. Equal shifts in an equal order leave the same. */
export class Coverage {
  private readonly unmet = new Map<SeriesKey, number[]>();
  private readonly absent = new Map<SeriesKey, number[]>();
  private readonly order: ReadonlyMap<string, readonly SeriesKey[]>;
  private readonly days: ReadonlyMap<LocalDate, number>;

  constructor(
    private readonly need: WeekNeed,
    coverers: readonly Coverer[],
  ) {
    for (const { series, weekday, hour, load } of need.load)
      this.hoursIn(this.unmet, series)[(weekday - 1) * 24 + hour]! += load;
    for (const series of need.present)
      for (let day = 0; day < 7; day++)
        this.hoursIn(this.absent, series).fill(
          need.leastPresent,
          day * 24 + need.openFromHour,
          day * 24 + need.openToHour,
        );
    const able = new Map<SeriesKey, number>();
    for (const { series } of coverers) for (const each of series) able.set(each, (able.get(each) ?? 0) + 1);
    // Whoever can do what few can does that first.
    const scarceFirst = (a: SeriesKey, b: SeriesKey) => able.get(a)! - able.get(b)! || (a < b ? -1 : 1);
    this.order = new Map(coverers.map(({ id, series }) => [id, series.toSorted(scarceFirst)]));
    this.days = new Map(Array.from({ length: 7 }, (_, index) => [addDays(need.week, index), index]));
  }

  /** @returns what the shift would cover of what is still needed; only whole hours count */
  gain(shift: PlannedWork): HourGain {
    return this.walk(shift, false);
  }

  take(shift: PlannedWork): void {
    this.walk(shift, true);
  }

  /** By series, day and hour. */
  uncovered(): UncoveredDemand[] {
    const keys = [...new Set([...this.unmet.keys(), ...this.absent.keys()])].toSorted();
    return keys.flatMap((series) =>
      Array.from({ length: 7 }, (_, day) => this.uncoveredOn(series, day)).flat(),
    );
  }

  private uncoveredOn(series: SeriesKey, day: number): UncoveredDemand[] {
    const gaps: UncoveredDemand[] = [];
    for (let hour = 0; hour < 24; hour++) {
      const missing = this.unmet.get(series)?.[day * 24 + hour] ?? 0;
      const lacksPresence = (this.absent.get(series)?.[day * 24 + hour] ?? 0) > 0;
      if (missing < negligible && !lacksPresence) continue;
      const last = gaps.at(-1);
      if (last?.toHour === hour && last.lacksPresence === lacksPresence) {
        last.toHour = hour + 1;
        last.missingHours += missing;
      } else {
        const on = addDays(this.need.week, day);
        gaps.push({
          series,
          day: on,
          fromHour: hour,
          toHour: hour + 1,
          missingHours: missing,
          lacksPresence,
        });
      }
    }
    return gaps.map((gap) => ({ ...gap, missingHours: Math.round(gap.missingHours * 100) / 100 }));
  }

  private walk({ providerId, day, fromMinute, toMinute }: PlannedWork, take: boolean): HourGain {
    const series = this.order.get(providerId) ?? [];
    const index = this.days.get(day);
    const gain = { load: 0, presence: 0 };
    if (index === undefined) return gain;
    for (let hour = Math.ceil(fromMinute / 60); (hour + 1) * 60 <= toMinute; hour++) {
      const slot = index * 24 + hour;
      let capacity = 1;
      for (const each of series) {
        const unmet = this.unmet.get(each);
        const taken = Math.min(capacity, unmet?.[slot] ?? 0);
        gain.load += taken;
        capacity -= taken;
        const absent = this.absent.get(each);
        const present = absent && absent[slot]! > 0 ? 1 : 0;
        gain.presence += present;
        if (!take) continue;
        if (taken > 0) unmet![slot]! -= taken;
        if (present > 0) absent![slot]! -= 1;
      }
    }
    return gain;
  }

  private hoursIn(map: Map<SeriesKey, number[]>, series: SeriesKey): number[] {
    const hours = map.get(series) ?? Array.from({ length: hoursOfWeek }, () => 0);
    map.set(series, hours);
    return hours;
  }
}

/** What `shifts` leave uncovered, whoever has planned them. */
export function uncoveredBy(
  need: WeekNeed,
  coverers: readonly Coverer[],
  shifts: readonly PlannedWork[],
): UncoveredDemand[] {
  const coverage = new Coverage(need, coverers);
  const inOrder = (a: PlannedWork, b: PlannedWork) =>
    a.day.localeCompare(b.day) || a.fromMinute - b.fromMinute || (a.providerId < b.providerId ? -1 : 1);
  for (const shift of shifts.toSorted(inOrder)) coverage.take(shift);
  return coverage.uncovered();
}
