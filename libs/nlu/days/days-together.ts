// Which days of a phrase belong together: "Monday to Wednesday" is a stretch, "Wednesday or Friday next week" two days of one week, and
// "5 December, Saturday" the same day said twice.
import { addMonths, weekStart, weekdayOf } from './calendar.js';
import type { CalendarDay } from './day-rule.js';
import type { TimePhrase } from './phrase.js';
import { WEEKDAY_WORDS } from './vocabulary.js';

const WEEK_REACH = 8; // tokens between a named week and a weekday that lies in it
const LISTING = ['or', 'and', 'ya', 'aur', ',', '/', '&'];
const JOINING = ['-', 'to', 'se', 'through', 'thru'];

/** `days` in order of place. */
export function joinDays(phrase: TimePhrase, days: readonly CalendarDay[]): CalendarDay[] {
  return joined(phrase, inNamedWeek(phrase, days));
}

/** A weekday alone, with or without a word like "this" before it. */
export function isWeekday(phrase: TimePhrase, { first, end, until }: CalendarDay): boolean {
  return until === undefined && end - first <= 2 && WEEKDAY_WORDS.includes(phrase.word(end - 1));
}

/** "next week any day but Monday", "3 hafte baad somvar ko", "Monday in two weeks": a bare weekday lies in the week beside it. */
function inNamedWeek(phrase: TimePhrase, days: readonly CalendarDay[]): CalendarDay[] {
  const kept: CalendarDay[] = [];
  for (const [k, day] of days.entries()) {
    const week = isBareWeekday(phrase, day) ? weekBeside(phrase, kept, day, days[k + 1]) : undefined;
    if (!week) {
      const spent =
        kept.length > 0 &&
        isDistance(phrase, day) &&
        kept.at(-1)!.end === day.end &&
        kept.at(-1)!.first < day.first;
      if (!spent) kept.push(day);
      continue;
    }
    const far = isDistance(phrase, week); // "in 3 weeks on Monday" is that Monday alone
    if (far && kept.includes(week)) kept.splice(kept.indexOf(week), 1);
    const inside = weekStart(week.day) + ((weekdayOf(day.day) + 6) % 7);
    const ahead = inside < week.day && week.until !== undefined ? inside + 7 : inside;
    kept.push({
      ...day,
      end: far && week.first >= day.end ? week.end : day.end,
      day: ahead,
      readings: undefined,
    });
  }
  return kept;
}

function isBareWeekday(phrase: TimePhrase, day: CalendarDay): boolean {
  return day.end === day.first + 1 && isWeekday(phrase, day);
}

function weekBeside(
  phrase: TimePhrase,
  before: readonly CalendarDay[],
  day: CalendarDay,
  next: CalendarDay | undefined,
): CalendarDay | undefined {
  const last = before.findLast((each) => namesWeek(phrase, each));
  if (last && day.first - last.end <= WEEK_REACH) return last;
  if (!next || !namesWeek(phrase, next)) return undefined;
  const listed = next.first === day.end + 1 && [...LISTING, ...JOINING].includes(phrase.text(day.end));
  return listed || (next.first === day.end && isDistance(phrase, next)) ? next : undefined;
}

/** A week as a whole, a day in a named one, or a day that many weeks away. */
function namesWeek(phrase: TimePhrase, { first, end, day, until }: CalendarDay): boolean {
  if (until !== undefined) return until - day === 6;
  return (
    end - first >= 2 &&
    phrase.tokens.slice(first, end).some(({ word }) => word === 'week' || word === 'fortnight')
  );
}

/** "in 3 weeks": the week matters, not the day that is exactly so far away. */
function isDistance(phrase: TimePhrase, day: CalendarDay): boolean {
  const { first, end, until } = day;
  return (
    until === undefined &&
    namesWeek(phrase, day) &&
    !phrase.tokens.slice(first, end).some(({ word }) => WEEKDAY_WORDS.includes(word))
  );
}

/** Two days with a word for "to" between them are one stretch; the same day said twice is one day. */
function joined(phrase: TimePhrase, days: readonly CalendarDay[]): CalendarDay[] {
  const done: CalendarDay[] = [];
  for (const day of days) {
    const last = done.at(-1);
    const one =
      last && last.until === undefined
        ? (stretched(phrase, last, day) ?? named(phrase, last, day))
        : undefined;
    const same =
      one ?? (last && isRepeated(phrase, last, day) ? { ...last, ...day, first: last.first } : undefined);
    if (same) done[done.length - 1] = same;
    else done.push(day);
  }
  return done;
}

function stretched(phrase: TimePhrase, a: CalendarDay, b: CalendarDay): CalendarDay | undefined {
  if (!isStretch(phrase, a, b)) return undefined;
  const last = b.day > a.day ? b.day : (weekdayAfter(phrase, a, b) ?? inItsYear(a.day, b.day));
  return last === undefined
    ? undefined
    : { ...a, day: sharedYear(a.day, last), end: b.end, until: b.until ?? last, readings: undefined };
}

/** "10 August 2028 to 12 September": the year that was said of the first. */
function inItsYear(first: number, last: number): number | undefined {
  const years = Math.ceil((first - last) / 365.25);
  const day = addMonths(last, 12 * years);
  return first - last > 31 && day > first && day - first < 92 ? day : undefined;
}

/** "Thursday to Monday", said on a Wednesday: the Monday after that Thursday. */
function weekdayAfter(phrase: TimePhrase, a: CalendarDay, b: CalendarDay): number | undefined {
  return isWeekday(phrase, b) && b.day < a.day ? b.day + 7 * Math.ceil((a.day - b.day) / 7) : undefined;
}

/** "10 August to 12 September 2028": the year is said of both. */
function sharedYear(first: number, last: number): number {
  const years = Math.floor((last - first) / 365);
  return years > 0 ? addMonths(first, 12 * years) : first;
}

function isStretch(phrase: TimePhrase, a: CalendarDay, b: CalendarDay): boolean {
  const the = phrase.text(b.first - 1) === 'the' && b.first === a.end + 2;
  if (b.first !== a.end + 1 && !the) return false;
  const between = phrase.text(a.end);
  if (between === 'and' || between === 'aur') return phrase.is(a.first - 1, 'between');
  if (!JOINING.includes(between) && !phrase.is(a.end, 'until', 'tak')) return false;
  return !phrase.tokens.slice(Math.max(0, a.first - 6), a.first).some(({ word }) => word === 'change');
}

/** "5 December, Saturday", "tomorrow (Tuesday)": the weekday names the day again. Where they disagree either may be meant. */
function named(phrase: TimePhrase, a: CalendarDay, b: CalendarDay): CalendarDay | undefined {
  const marks = phrase.tokens.slice(a.end, b.first).map(({ text }) => text);
  if (!isBareWeekday(phrase, b) || isWeekday(phrase, a) || marks.length > 1) return undefined;
  if (marks.some((mark) => mark !== ',' && mark !== '(')) return undefined;
  const apart = (weekdayOf(b.day) - weekdayOf(a.day) + 7) % 7;
  const nearest = a.day + (apart <= 3 ? apart : apart - 7);
  const end = phrase.text(b.end) === ')' ? b.end + 1 : b.end;
  return { ...a, end, ...(apart !== 0 && { readings: [{ day: a.day }, { day: nearest }], confidence: 0.6 }) };
}

/** "today in one hour": the same day in two ways, side by side. */
function isRepeated(phrase: TimePhrase, a: CalendarDay, b: CalendarDay): boolean {
  const apart = phrase.text(a.end) === ',' ? 1 : 0;
  return b.first - a.end === apart && a.day === b.day && a.until === b.until && a.minute === undefined;
}
