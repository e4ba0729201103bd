// When the customer would like the visit, as far as a message says.
import type { Entity } from '#libs/nlu';
import { addDays } from '#libs/time';
import { noWish, type BookingTask, type EndedTask, type Wish } from './task.js';

/** How sure a clock time must be where no time was asked for: a bare number is none. */
const clearTime = 0.6;
/** "Any time", "the earliest", "asap": no wish but a slot. A closed set of set phrases, so a pattern will do. */
const anyTime =
  /\b(?:any ?time|whenever|earliest|soonest|first available|asap|urgent(?:ly)?|emergency|(?:come|very) fast|quick(?:ly)?|as soon as possible|right now|immediately|kabhi bhi|jaldi|abhi|turant)\b|कभी भी|जल्दी|अभी|तुरंत/iu;
const saysSameTime = /\b(?:same|usi) (?:time|timing|samay|waqt)\b/i;
const sameDay = /^(?:on )?(?:the )?same day$/i;

/** @param said what was said about the booking, without the address */
export function wishIn(said: string, entities: readonly Entity[], task: BookingTask): Wish {
  const minimum = task.asked === 'when' || task.offered.length > 0 ? 0 : clearTime;
  const date = daysIn(entities);
  const time = entities.findLast((entity) => entity.type === 'time' && entity.confidence >= minimum);
  const range = entities.findLast((entity) => entity.type === 'time_range');
  // "The same day" is the day that was talked about; without one it is today.
  const sameAsBefore = date && sameDay.test(date.text) && task.wish.date !== null;
  const sameTime = saysSameTime.test(said) ? task.earlierTime : null;
  return {
    ...noWish,
    ...(date && !sameAsBefore && { date: date.value, until: date.until ?? null }),
    ...(sameTime && { time: sameTime }),
    ...(time?.type === 'time' && { time: time.value, otherTimes: time.alternatives }),
    ...(!time && range?.type === 'time_range' && { from: range.from ?? null, to: range.to ?? null }),
    earliest: anyTime.test(said) || (date !== undefined && /\bnow$/i.test(date.text)),
  };
}

type DateEntity = Extract<Entity, { type: 'date' }>;

/** The day that was said last; days in a row ("Saturday or Sunday") are one stretch. */
function daysIn(entities: readonly Entity[]): DateEntity | undefined {
  const dates = entities.filter((entity) => entity.type === 'date');
  const last = dates.at(-1);
  const inARow = dates.every(
    ({ value, until }, index) => !until && (index === 0 || value === addDays(dates[index - 1]!.value, 1)),
  );
  return last && inARow && dates.length > 1 ? { ...last, value: dates[0]!.value, until: last.value } : last;
}

/** A new day keeps the wished time of the day, and a new time the day. */
export function mergedWish(before: Wish, said: Wish): Wish {
  const day = said.date ? { date: said.date, until: said.until } : { date: before.date, until: before.until };
  const saysWhenInTheDay = said.time !== null || said.from !== null || said.to !== null || said.earliest;
  return saysWhenInTheDay ? { ...said, ...day } : { ...before, ...day };
}

const daysShown = 2;

/** "When can you come?" @param today YYYY-MM-DD in the business time zone, as everywhere here */
export function nextDays(today: string): Wish {
  return { ...noWish, date: today, until: addDays(today, daysShown - 1) };
}

/** "Any other time?": of the day that was talked about. */
export function otherTimes(task: BookingTask, today: string): BookingTask {
  const { date, until } = task.wish;
  return { ...task, slot: null, offered: [], wish: date ? { ...noWish, date, until } : nextDays(today) };
}

/** What is asked for after a booking is for the same place and day, unless something else is said. */
export function carriedOver(last: EndedTask | null, today: string): Partial<BookingTask> {
  if (!last) return {};
  const { pincode, address, date, time: earlierTime } = last;
  return {
    pincode,
    address,
    earlierTime,
    wish: { ...noWish, date: date !== null && date >= today ? date : null },
  };
}
