// Times that come again and again, as a cron expression says them on the clock of a zone. Where the clock is put forward, what falls into
// the gap is due right after it, once; where it is put back, a time of day that comes twice is due the first time only.
import { CronExpressionParser } from 'cron-parser';
import { IANAZone } from 'luxon';
import { hourMs } from '#libs/time';

/** Longer than any clock is put back: whoever begins to count within the repeated hour must know of the first. */
const backMs = 3 * hourMs;
const firstWindowMs = hourMs;

interface Field {
  name: string;
  lowest: number;
  highest: number;
  /** Of its values, from the lowest on. */
  names: readonly string[];
}

const months = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const weekdays = 'sun mon tue wed thu fri sat'.split(' ');
const fields: readonly Field[] = [
  { name: 'minute', lowest: 0, highest: 59, names: [] },
  { name: 'hour', lowest: 0, highest: 23, names: [] },
  { name: 'day of month', lowest: 1, highest: 31, names: [] },
  { name: 'month', lowest: 1, highest: 12, names: months },
  { name: 'weekday', lowest: 0, highest: 7, names: weekdays },
];

/** What is wrong with `expression`, for people; null when it can be used. */
export function faultOf(expression: string): string | null {
  const parts = expression.trim().split(/\s+/);
  if (parts.length !== fields.length)
    return 'must have five fields: minute, hour, day of month, month, weekday';
  for (const [index, field] of fields.entries()) {
    const fault = faultOfField(parts[index]!, field);
    if (fault) return `field ${index + 1} (${field.name}): ${fault}`;
  }
  try {
    CronExpressionParser.parse(expression);
    return null;
  } catch (error) {
    // "mon,1", "1-5,3": harmless, but the parser will not have it, and only its message tells.
    const twice = /duplicate values found: (\S+)/.exec(String(error))?.[1];
    return twice ? `names the value ${twice} more than once` : 'describes no time that ever comes';
  }
}

/**
 * Numbers, names, ranges, lists and steps: what every cron knows. What this parser knows beyond that is nobody's habit; and what it lets
 * through although it says something else than it means, such as a step that is longer than the field, is refused.
 */
function faultOfField(text: string, field: Field): string | null {
  for (const item of text.split(',')) {
    const fault = faultOfItem(item, field);
    if (fault) return fault;
  }
  return null;
}

function faultOfItem(item: string, field: Field): string | null {
  // The last day of the month, by itself.
  if (field.name === 'day of month' && /^l$/i.test(item)) return null;
  const [range = '', step, ...rest] = item.split('/');
  const [from, to, ...more] = range.split('-');
  if (rest.length > 0 || more.length > 0 || (from === '*' && to !== undefined)) return notOne(item);
  const ends = range === '*' ? [] : [from!, ...(to === undefined ? [] : [to])];
  const numbers = ends.map((end) => numberOf(end, field));
  if (numbers.some((number) => number === null)) return notOne(item);
  const [first = field.lowest, last = field.highest] = numbers as number[];
  const outside = (numbers as number[]).find((number) => number < field.lowest || number > field.highest);
  if (outside !== undefined) return `${outside} is not between ${field.lowest} and ${field.highest}`;
  if (first > last) return `the range ${range.slice(0, 20)} runs backwards`;
  return step === undefined ? null : faultOfStep(step, first, last, to === undefined ? null : range);
}

/** @param range as it was written; null where it is the rest of the field */
function faultOfStep(step: string, first: number, last: number, range: string | null): string | null {
  if (!/^\d{1,9}$/.test(step)) return notOne(step);
  if (Number(step) === 0) return 'a step of 0 never gets on';
  const longest = range === null ? last : last - first;
  if (Number(step) <= longest) return null;
  return `a step of ${Number(step)} is beyond ${range === null ? last : `the range ${range}`}`;
}

/** Null when it is none. */
function numberOf(text: string, { lowest, names }: Field): number | null {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  const index = names.indexOf(text.toLowerCase());
  return index < 0 ? null : lowest + index;
}

const notOne = (text: string): string => `cannot be read: ${text.slice(0, 20)}`;

export class CronTimes {
  private readonly zone: IANAZone;

  /** @throws Error unless {@link faultOf} finds none, and for an unknown zone */
  constructor(
    private readonly expression: string,
    zone: string,
  ) {
    this.zone = IANAZone.create(zone);
    if (!this.zone.isValid) throw new Error(`There is no time zone ${zone}.`);
    CronExpressionParser.parse(expression);
  }

  /** The first `count` times after `after`, in order. */
  following(after: Date, count: number): Date[] {
    const times: Date[] = [];
    for (const time of this.from(after)) {
      times.push(time);
      if (times.length === count) break;
    }
    return times;
  }

  next(after: Date): Date | null {
    return this.following(after, 1)[0] ?? null;
  }

  /**
   * The last `count` times up to `until` and none before `since`, in order: in time, however many there were in all.
   * @param since itself included
   */
  last(count: number, since: Date, until: Date): Date[] {
    for (let span = firstWindowMs; ; span *= 2) {
      const begin = Math.max(since.getTime(), until.getTime() - span);
      const times = this.between(new Date(begin - 1), until);
      if (times.length >= count || begin === since.getTime()) return times.slice(-count);
    }
  }

  private between(after: Date, until: Date): Date[] {
    const times: Date[] = [];
    for (const time of this.from(after)) {
      if (time > until) break;
      times.push(time);
    }
    return times;
  }

  private *from(after: Date): Generator<Date> {
    const earlier = new Date(after.getTime() - backMs);
    const wasMoved = this.zone.offset(earlier.getTime()) !== this.zone.offset(after.getTime());
    const currentDate = wasMoved ? earlier : after;
    const times = CronExpressionParser.parse(this.expression, { currentDate, tz: this.zone.name });
    while (times.hasNext()) {
      const time = times.next().toDate();
      if (time > after) yield time;
    }
  }
}
