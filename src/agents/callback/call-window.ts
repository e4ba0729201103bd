// From what a customer says of when to the window in which we call. Calls need no free slot: any time within the calling hours will do.
import { addDays, instantAt, localDate } from '#libs/time';
import { hasWish, type TimePreference, type WishDoubt } from '../reading/time-preference.js';
import { isExcluded } from '../reading/time-preference-values.js';

/** ISO instants; null on both sides where any time suits: as soon as somebody is free. */
export interface CallWindow {
  from: string | null;
  to: string | null;
}

export type CallTime =
  | { kind: 'window'; window: CallWindow }
  | { kind: 'doubt'; doubt: WishDoubt }
  /** Why it is no time to call. `hours`: outside the calling hours. */
  | { kind: 'nothing'; why: 'no_wish' | 'past' | 'too_far' | 'hours' };

/** When people may be called, HH:MM in the business time zone: earlier and later they sleep. */
export const callingHours = { from: '09:00', to: '21:00' } as const;
/** Days ahead, at most. */
export const callDaysAhead = 30;
/** "At five" is this long. */
const minutesOfTime = 60;
/** A window that has begun begins anew on the next of these, so that the same wish a moment later is the same window. */
const stepMs = 15 * 60_000;
/** Of a time without a day. */
const daysTried = 8;

/** Clock times of a window within one day, HH:MM. */
interface Hours {
  from: string;
  to: string;
}

/** @param zone IANA: of the days and clock times of `wish` */
export function callTimeOf(wish: TimePreference, now: Date, zone: string): CallTime {
  if (wish.doubt) return { kind: 'doubt', doubt: wish.doubt };
  if (!hasWish(wish)) return { kind: 'nothing', why: 'no_wish' };
  const today = localDate(now, zone);
  const { date, until, earliest } = wish;
  if (earliest && (date ?? today) === today) return { kind: 'window', window: { from: null, to: null } };
  const hours = hoursWished(wish);
  if (hours.length === 0) return { kind: 'nothing', why: 'hours' };
  if (date !== null && (until ?? date) < today) return { kind: 'nothing', why: 'past' };
  const days = daysWished(wish, today).filter((day) => day >= today);
  for (const day of days.filter((each) => each <= addDays(today, callDaysAhead)))
    for (const each of hours) {
      const window = isExcluded(wish.not, day, each.from) ? null : windowLeft(day, each, now, zone);
      if (window) return { kind: 'window', window };
    }
  return {
    kind: 'nothing',
    why: days.some((day) => day > addDays(today, callDaysAhead)) ? 'too_far' : 'past',
  };
}

/** In the order in which they are tried: where am and pm were left open, both readings. Empty where none is within the calling hours. */
function hoursWished({ time, otherTimes, alsoTimes, from, to }: TimePreference): Hours[] {
  const wished: Hours[] =
    time === null
      ? [{ from: from ?? callingHours.from, to: to ?? callingHours.to }]
      : [time, ...otherTimes, ...alsoTimes].map((clock) => ({
          from: clock,
          to: later(clock, minutesOfTime),
        }));
  return wished
    .map((hours) => ({
      from: hours.from > callingHours.from ? hours.from : callingHours.from,
      to: hours.to < callingHours.to ? hours.to : callingHours.to,
    }))
    .filter((hours) => hours.from < hours.to);
}

/** Of a stretch of days each; without a day the next ones. */
function daysWished({ date, until, otherDates }: TimePreference, today: string): string[] {
  if (date === null) return Array.from({ length: daysTried }, (_, index) => addDays(today, index));
  const days = [date, ...otherDates].toSorted();
  if (until === null) return days;
  const stretch: string[] = [];
  for (
    let day = date > today ? date : today;
    day <= until && stretch.length <= callDaysAhead;
    day = addDays(day, 1)
  )
    stretch.push(day);
  return stretch;
}

/** Null where it is over. */
function windowLeft(day: string, { from, to }: Hours, now: Date, zone: string): CallWindow | null {
  const begins = instantAt(day, minutesOf(from), zone).getTime();
  const ends = instantAt(day, minutesOf(to), zone).getTime();
  const left = now.getTime() > begins ? Math.ceil(now.getTime() / stepMs) * stepMs : begins;
  return left < ends ? { from: new Date(left).toISOString(), to: new Date(ends).toISOString() } : null;
}

const minutesOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

/** Never beyond the end of the day. */
function later(clock: string, minutes: number): string {
  const at = Math.min(minutesOf(clock) + minutes, 24 * 60 - 1);
  return `${String(Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}`;
}
