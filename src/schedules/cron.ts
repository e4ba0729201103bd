// Times that come again and again, as a cron expression says them on the clock of a zone. Where the clock is put forward, what falls into
// the gap is due right after it, once; where it is put back, a time of day that comes twice is due the first time only.
import { CronExpressionParser } from 'cron-parser';
import { IANAZone } from 'luxon';

/** Longer than any clock is put back: whoever begins to count within the repeated hour must know of the first. */
const backMs = 3 * 3_600_000;
const firstWindowMs = 3_600_000;

const months = 'jan feb mar apr may jun jul aug sep oct nov dec';
const weekdays = 'sun mon tue wed thu fri sat';
/** By field: its highest number, and its names. */
const fields = [
  { highest: 59, names: '' },
  { highest: 23, names: '' },
  { highest: 31, names: 'l' },
  { highest: 12, names: months },
  { highest: 7, names: weekdays },
] as const;

/** What is wrong with `expression`, for people; null when it can be used. */
export function faultOf(expression: string): string | null {
  const parts = expression.trim().split(/\s+/);
  if (parts.length !== fields.length)
    return 'must have five fields: minute, hour, day of month, month, weekday';
  const at = fields.findIndex((field, index) => !isField(parts[index]!, field));
  if (at >= 0) return `field ${at + 1} is not one: ${parts[at]!.slice(0, 20)}`;
  try {
    CronExpressionParser.parse(expression);
    return null;
  } catch {
    return 'describes no time that ever comes';
  }
}

/** Numbers, names, ranges, lists and steps: what every cron knows. What this parser knows beyond that is nobody's habit. */
function isField(text: string, { highest, names }: (typeof fields)[number]): boolean {
  return text.split(',').every((item) => {
    const [range = '', step = '1', ...rest] = item.split('/');
    const ends = range === '*' ? [] : range.split('-');
    const isValue = (value: string): boolean =>
      /^\d{1,2}$/.test(value) ? Number(value) <= highest : names.split(' ').includes(value.toLowerCase());
    return rest.length === 0 && /^[1-9]\d?$/.test(step) && ends.length <= 2 && ends.every(isValue);
  });
}

export class Cron {
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
