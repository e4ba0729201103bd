// Half past six, morning or evening? Settles the readings that a time without am/pm leaves open.
import { clockText } from '../days/calendar.js';
import type { DayPart } from './day-parts.js';
import type { DayStandpoint } from '../days/day-rule.js';
import type { TimeRangeValue } from '../entities/entity.js';

type Business = Pick<DayStandpoint, 'opens' | 'closes'>;

const DAYTIME = { opens: 8 * 60, closes: 19 * 60 };

/**
 * The likeliest reading (minutes since midnight) and the other ones. A part of the day decides outright; else the reading
 * within business hours and not before `earliest`; else the one in daytime (08-19); else the later one.
 */
export function settleTime(
  minutes: readonly number[],
  part: DayPart | undefined,
  business: Business,
  earliest: number,
): { minute: number; others: number[] } {
  if (minutes.length === 1) return { minute: minutes[0]!, others: [] };
  if (part?.centre !== undefined) return { minute: nearestReading(minutes, part.centre), others: [] };
  const open = minutes.filter((minute) => isWithin(minute, business));
  const ahead = open.filter((minute) => minute > earliest);
  const likely = ahead.length > 0 ? ahead : open;
  const minute = likely.find((candidate) => isWithin(candidate, DAYTIME)) ?? likely[0] ?? minutes.at(-1)!;
  return { minute, others: minutes.filter((other) => other !== minute) };
}

/** The stretch with both ends settled, the second after the first ("11-1" is 11:00 to 13:00). */
export function settleStretch(
  { from, to, part }: { from?: number[]; to?: number[]; part?: DayPart },
  business: Business,
  earliest: number,
): TimeRangeValue {
  if (!from && !to) return range(part?.from, part?.to);
  if (!from) {
    const closing = to!.filter((minute) => minute > business.opens); // "by 8" is not by opening time
    return range(undefined, settleTime(closing.length > 0 ? closing : to!, part, business, earliest).minute);
  }
  if (!to) return range(settleTime(from, part, business, earliest).minute, undefined);
  const [start, end] = likeliestPair(from, to, part, business, earliest);
  return range(start, end);
}

/** Of all readings in the right order: inside business hours, by the part of the day, still ahead, short, in daytime; in that order. */
function likeliestPair(
  from: number[],
  to: number[],
  part: DayPart | undefined,
  business: Business,
  earliest: number,
): [number, number] {
  const ends = to[0] === 0 && to.length === 1 ? [720, 1439] : to; // "10-12 am" ends at noon, "10 pm to 12 am" with the day
  const pairs = from.flatMap((start) =>
    ends.filter((end) => end > start).map((end): [number, number] => [start, end]),
  );
  const cost = ([start, end]: [number, number]): number => {
    const outside =
      part?.centre === undefined ? Number(!isWithin(start, business)) + Number(!isWithin(end, business)) : 0;
    const away = part?.centre === undefined ? 0 : distance(start, part.centre);
    const gone = start < earliest ? 1 : 0;
    return outside * 1e5 + away * 100 + gone * 1e4 + (end - start) + (isWithin(start, DAYTIME) ? 0 : 1);
  };
  return pairs.reduce(
    (best, pair) => (cost(pair) < cost(best) ? pair : best),
    pairs[0] ?? [from[0]!, ends[0]!],
  );
}

function range(from: number | undefined, to: number | undefined): TimeRangeValue {
  return {
    type: 'time_range',
    ...(from === undefined ? {} : { from: clockText(from) }),
    ...(to === undefined ? {} : { to: clockText(to) }),
  };
}

/** The reading closest to a time of day, round the clock. */
export function nearestReading(minutes: readonly number[], centre: number): number {
  return minutes.reduce((best, minute) =>
    distance(minute, centre) < distance(best, centre) ? minute : best,
  );
}

/** Minutes between two times on the dial of 24 hours. */
function distance(a: number, b: number): number {
  const apart = Math.abs(a - b);
  return Math.min(apart, 1440 - apart);
}

function isWithin(minute: number, { opens, closes }: Business): boolean {
  return minute >= opens && minute <= closes;
}
