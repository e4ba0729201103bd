// The days and times that a message wishes for: of several, which are alternatives, which are told ("called yesterday, today it is worse,
// send someone tomorrow"), and which are ruled out.
import type { Entity, UnreadTime } from '#libs/nlu';
import { addDays } from '#libs/time';
import type { TimeExclusion, WishDoubt } from './time-preference.js';

export type DateEntity = Extract<Entity, { type: 'date' }>;
type TimeEntity = Extract<Entity, { type: 'time' }>;
type WhenEntity = Extract<Entity, { type: 'date' | 'time' | 'time_range' }>;

/** Between alternatives. */
const joins =
  /^[\s,/]*(?:(?:or|ya|and|aur|&|else|even|maybe|also|on|at|the|around|by|in|is|both|fine|ok|या|और)(?![\p{L}\p{M}])[\s,/]*)*$/iu;
const clause = /[,;.!?\n।]|(?<![\p{L}\p{M}])(?:but|so|and|lekin|aur|isliye|लेकिन|और)(?![\p{L}\p{M}])/giu;
const tells =
  /(?<![\p{L}\p{M}])(?:since|was|were|got|gone|went|stopped|started|called|came|broke|broken|worse|happened|noticed|bought|fell|burst|leaked|tripped|visited|repaired|not working|kharab|band ho|hua|hui|tha|thi|the|gaya|gayi|aaya|aayi|se|से|था|थी|हुआ|गया|आया)(?![\p{L}\p{M}])/iu;
const asks =
  /(?<![\p{L}\p{M}])(?:send|come|need|want|book|visit|schedule|please|pls|available|prefer|suits?|works for|fix it|aao|aana|aaiye|bhej\w*|chahiye|karwana|kar do|make it|भेज\S*|चाहिए|आना)(?![\p{L}\p{M}])/iu;

/** "Any other time?" wishes for what is not on offer yet. */
const asksForOthers = /^(?:any |some )?(?:other|another|different|alternate|koi aur|dusra|doosra) /i;
/** Means the one of next week, which the offer names by its date: it is not asked about. */
const ofNextWeek = /^(?:on )?next \p{L}+$/iu;

/** The days that are wished for; several are alternatives. Days that are over or only told are none. */
export function wishedDays(text: string, entities: readonly Entity[], today: string): DateEntity[] {
  const dates = entities.filter((entity): entity is DateEntity => entity.type === 'date');
  const told = (date: DateEntity): boolean => isTold(text, date, entities);
  const open = dates.filter(
    (date) => !(told(date) && (dates.length > 1 || (date.until ?? date.value) <= today)),
  );
  const ahead = open.filter(({ value, until }) => (until ?? value) >= today);
  return lastJoined(text, ahead.length > 0 ? ahead : open, entities);
}

export function wishedTimes(text: string, entities: readonly Entity[], minimum: number): TimeEntity[] {
  const times = entities.filter(
    (entity): entity is TimeEntity => entity.type === 'time' && entity.confidence >= minimum,
  );
  return lastJoined(text, times, entities);
}

/** Whether days follow one another: then they are one stretch. */
export function areInARow(dates: readonly DateEntity[]): boolean {
  return dates.every(
    ({ value, until }, index) => !until && (index === 0 || value === addDays(dates[index - 1]!.value, 1)),
  );
}

/** The last of the values and those that are joined to it: "Monday, Wednesday or Friday". A bare correction has been taken out before. */
function lastJoined<E extends Entity>(text: string, values: readonly E[], entities: readonly Entity[]): E[] {
  const joined: E[] = values.slice(-1);
  for (const value of values.slice(0, -1).toReversed()) {
    const next = joined[0]!;
    if (value.end > next.start || !joins.test(between(text, value.end, next.start, entities))) break;
    joined.unshift(value);
  }
  // "Tomorrow 9 am, tomorrow 9 am ok?" names one.
  return joined.filter(
    (value, index) => joined.findIndex((other) => valueOf(other) === valueOf(value)) === index,
  );
}

function valueOf(entity: Entity): string {
  return 'value' in entity ? `${entity.value} ${'until' in entity ? (entity.until ?? '') : ''}` : entity.text;
}

/** Without other facts: "Saturday 11 am or Sunday 3 pm". */
function between(text: string, from: number, to: number, entities: readonly Entity[]): string {
  return entities
    .filter(({ start, end, type }) => start >= from && end <= to && type !== 'pincode')
    .toReversed()
    .reduce(
      (rest, { start, end }) => `${rest.slice(0, start - from)} ${rest.slice(end - from)}`,
      text.slice(from, to),
    );
}

function isTold(text: string, { start, end }: DateEntity, entities: readonly Entity[]): boolean {
  const inside = (index: number): boolean => entities.some((each) => index >= each.start && index < each.end);
  const borders = [...text.matchAll(clause)].filter(({ index }) => !inside(index));
  const from = borders.findLast(({ index }) => index < start)?.index ?? 0;
  const to = borders.find(({ index }) => index >= end)?.index ?? text.length;
  const said = `${text.slice(from, start)} | ${text.slice(end, to)}`;
  return tells.test(said) && !asks.test(said);
}

/** "Not this Friday but the next": the day a week after the one that is ruled out; null where none is meant. */
export function nextAfterExcluded(text: string, excluded: readonly Entity[]): string | null {
  const [day, ...more] = excluded.filter((entity): entity is DateEntity => entity.type === 'date');
  if (!day || more.length > 0 || day.until) return null;
  return /^\s*,?\s*(?:but|rather)?\s*(?:on\s+)?the (?:next|following|one after)(?: one)?(?![\p{L}\p{M}])/iu.test(
    text.slice(day.end),
  )
    ? addDays(day.value, 7)
    : null;
}

/** What is ruled out: a day, hours of every day, or hours of one day ("not Saturday morning"). */
export function exclusionsIn(text: string, excluded: readonly Entity[]): TimeExclusion[] {
  const found: TimeExclusion[] = [];
  let day: DateEntity | null = null;
  for (const entity of excluded as readonly WhenEntity[]) {
    if (entity.type === 'date') {
      day = entity;
      found.push({ date: entity.value, until: entity.until ?? entity.value, from: null, to: null });
      continue;
    }
    const ofDay = day && /^\s*(?:at|in|the|ko|ki|,)*\s*$/i.test(text.slice(day.end, entity.start));
    const hours = entity.type === 'time' ? { from: entity.value, to: minuteAfter(entity.value) } : { from: entity.from ?? null, to: entity.to ?? null }; // prettier-ignore
    found.push(ofDay ? { ...found.pop()!, ...hours } : { date: null, until: null, ...hours });
    day = null;
  }
  return found;
}

/** Whether a visit that starts on `date` at `clock` (HH:MM) is ruled out. */
export function isExcluded(exclusions: readonly TimeExclusion[], date: string, clock: string): boolean {
  return exclusions.some(
    (each) =>
      (each.date === null || (date >= each.date && date <= each.until!)) &&
      (each.from === null || clock >= each.from) &&
      (each.to === null || clock < each.to),
  );
}

/** What of the day, or else of the time, has to be asked about before anything is offered. */
export function doubtIn(
  days: readonly DateEntity[],
  others: readonly Entity[],
  unread: readonly UnreadTime[],
): WishDoubt | null {
  const noDay = unread.find(({ reason }) => reason === 'no_such_day');
  if (noDay) return { about: 'day', text: noDay.text, reason: 'no_such_day', readings: [] };
  const uncertain = days.find(({ doubt, text }) => doubt && !ofNextWeek.test(text));
  if (uncertain)
    return { about: 'day', text: uncertain.text, reason: 'readings', readings: uncertain.doubt!.readings };
  const unknown = unread.find(({ text }) => !asksForOthers.test(text));
  const saysTime = others.length > 0;
  if (unknown && (days.length === 0 || !saysTime || unknown.reason === 'time_zone')) {
    const { text, reason } = unknown;
    return { about: reason === 'time_zone' || days.length > 0 ? 'time' : 'day', text, reason, readings: [] };
  }
  const time = others.find(({ doubt }) => doubt);
  return time ? { about: 'time', text: time.text, reason: 'readings', readings: time.doubt!.readings } : null;
}

function minuteAfter(clock: string): string {
  const minutes = Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3)) + 1;
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}
