// When the customer would like the visit, as far as a message says.
import type { Entity, UnreadTime } from '#libs/nlu';
import { addDays } from '#libs/time';
import { noWish, type TimeExclusion, type TimePreference } from './time-preference.js';
import { echoIn } from './visit-echo.js';
import {
  areInARow,
  doubtIn,
  exclusionsIn,
  nextAfterExcluded,
  wishedDays,
  wishedTimes,
  type DateEntity,
} from './time-preference-values.js';

/** How sure a clock time must be where no time was asked for: a bare number is none. */
const clearTime = 0.6;
/** "Any time", "the earliest", "asap": no wish but a slot. A closed set of set phrases, so a pattern will do. */
const anyTime =
  /(?<!\b(?:not|no|nahi) )\b(?:any ?time|any (?:slot|hour)|whenever|earliest|soonest|first available|asap|urgent(?:ly)?|emergency|(?:come|very) fast|quick(?:ly)?|as soon as possible|right now|immediately|kabhi bhi|(?:koi|kisi) bhi (?:time|samay|waqt|slot)|jaldi|(?<!\bha(?:i|in) )abhi(?! (?:nahi|nhi|mat))|turant)\b|कभी भी|(?:कोई|किसी) भी (?:समय|टाइम|वक्त|वक़्त)|जल्दी|अभी(?! नहीं)|तुरंत/iu;
/** Beside one of these, such words add nothing. */
const besideAnyTime =
  /(?<![\p{L}\p{M}])(?:at|is|it|fine|ok|okay|good|works?|will|do|would|for|me|please|pls|chalega|theek|thik|hai|ji|ठीक|है|चलेगा|जी)(?![\p{L}\p{M}])/giu;

/** What a message about when is read beside. */
export interface TimeContext {
  /** Whether a time was asked for: then a bare number is one. */
  isAsked: boolean;
  /** What was wished for before. */
  wish: TimePreference;
  /** What "the same time" means (HH:MM), and "the same day" where no day was wished for (YYYY-MM-DD). */
  earlierTime: string | null;
  earlierDate: string | null;
}

/** What a message says about when. */
export interface SaidWhen {
  /** The whole message: what stands between the values tells how they belong together. */
  text: string;
  /** Without the address and asides, as all of these. */
  said: string;
  entities: readonly Entity[];
  excluded: readonly Entity[];
  unread: readonly UnreadTime[];
  /** YYYY-MM-DD in the business time zone, as everywhere here. */
  today: string;
}

/** Whether the whole message says that any time will do, or the earliest. */
export function saysOnlyAnyTime(text: string): boolean {
  return anyTime.test(text) && !/[\p{L}\p{N}]/u.test(text.replace(anyTime, '').replaceAll(besideAnyTime, ''));
}

export function wishIn(
  { text, said, entities, excluded, unread, today }: SaidWhen,
  { isAsked, wish, earlierTime, earlierDate }: TimeContext,
): TimePreference {
  const minimum = isAsked ? 0 : clearTime;
  const echo = echoIn(said);
  const dates = wishedDays(text, entities, today).filter(
    ({ start, end }) => !echo.span || end <= echo.span.start || start >= echo.span.end,
  );
  const times = wishedTimes(text, entities, minimum);
  const range = entities.findLast((entity) => entity.type === 'time_range');
  const [date, time] = [dates[0], times[0]];
  // "The same day" is the day that was talked about, or that of the other visit; without either it is today.
  const saysDay = date !== undefined && !(echo.day && echoIn(date.text).day);
  const sameDate = echo.day && !saysDay ? (wish.date ?? earlierDate) : null;
  const next = date ? null : nextAfterExcluded(text, excluded);
  const sameTime = echo.time ? earlierTime : null;
  return {
    ...noWish,
    ...(date && sameDate === null && daysOf(dates)),
    ...(sameDate !== null && sameDate !== wish.date && { date: sameDate }),
    ...(next && { date: next }),
    ...(sameTime && { time: sameTime }),
    ...(time && {
      time: time.value,
      otherTimes: time.alternatives,
      alsoTimes: times.slice(1).map(({ value }) => value),
    }),
    ...(!time && range?.type === 'time_range' && { from: range.from ?? null, to: range.to ?? null }),
    earliest: anyTime.test(said) || (date !== undefined && /\bnow$/i.test(date.text)),
    not: exclusionsIn(text, excluded),
    doubt: next ? null : doubtIn(dates, [...times, ...(range ? [range] : [])], unread),
  };
}

/** Days in a row ("Saturday or Sunday") are one stretch; others are alternatives. */
function daysOf(dates: readonly DateEntity[]): Pick<TimePreference, 'date' | 'until' | 'otherDates'> {
  const [first, last] = [dates[0]!, dates.at(-1)!];
  if (dates.length === 1) return { date: first.value, until: first.until ?? null, otherDates: [] };
  if (areInARow(dates)) return { date: first.value, until: last.value, otherDates: [] };
  return { date: first.value, until: null, otherDates: dates.slice(1).map(({ value }) => value) };
}

/**
 * A new day keeps the wished time of the day, and a new time the day. What is ruled out stays so until it is asked for by name; what is
 * in doubt stays so until the same is said again.
 */
export function mergedWish(before: TimePreference, said: TimePreference): TimePreference {
  const dayOf = ({ date, until, otherDates }: TimePreference) => ({ date, until, otherDates });
  const not = [...before.not.filter((each) => !isAskedFor(each, said)), ...said.not];
  const saysDay = said.date !== null;
  const saysHour = said.time !== null || said.from !== null || said.to !== null;
  const settled = before.doubt?.about === 'day' ? saysDay : saysHour;
  const doubt = said.doubt ?? (settled || said.earliest ? null : before.doubt);
  const day = dayOf(saysDay ? said : before);
  const merged =
    saysHour || said.earliest ? { ...said, ...day, not, doubt } : { ...before, ...day, not, doubt };
  return withoutExcluded(merged);
}

/** "Not Saturday" … "ok, Saturday then". */
function isAskedFor({ date, until, from }: TimeExclusion, { date: day, time }: TimePreference): boolean {
  if (date !== null) return day !== null && day >= date && day <= until!;
  return time !== null && from === time;
}

/** A wish for what is ruled out is none. */
function withoutExcluded(wish: TimePreference): TimePreference {
  const whole = wish.not.filter(({ date, from, to }) => date !== null && from === null && to === null);
  const isOut = (day: string): boolean => whole.some(({ date, until }) => day >= date! && day <= until!);
  const [date = null, ...otherDates] = [wish.date, ...wish.otherDates].filter((day) => day !== null && (wish.until !== null || !isOut(day))); // prettier-ignore
  return { ...wish, date, until: date === null ? null : wish.until, otherDates: otherDates as string[] };
}

const daysShown = 2;

/** "When can you come?" */
export function nextDays(today: string, not: readonly TimeExclusion[] = []): TimePreference {
  return { ...noWish, not: [...not], date: today, until: addDays(today, daysShown - 1) };
}
