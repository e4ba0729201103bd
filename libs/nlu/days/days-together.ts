// Which days of a phrase belong together: "Monday to Wednesday" is a stretch, "Wednesday or Friday next week" two days of one week, and
// "5 December, Saturday" the same day said twice.
import { addMonths, partsOf, weekStart, weekdayOf } from './calendar.js';
import type { CalendarDay } from './day-rule.js';
import type { TimePhrase } from './phrase.js';
import { WEEKDAY_WORDS, wordsOf } from './vocabulary.js';

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
  const trailing = new Set<CalendarDay>(); // "wednesday afternoon next week" is that day alone
  for (const [k, day] of days.entries()) {
    if (trailing.has(day)) continue;
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
    if (week === days[k + 1] && isApart(phrase, day, week)) trailing.add(week);
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
  return listed || isApart(phrase, day, next) || (next.first === day.end && isDistance(phrase, next))
    ? next
    : undefined;
}

/** "wednesday afternoon next week", "monday at 5 pm next week": nothing but hours between a weekday and its week. */
function isApart(phrase: TimePhrase, day: CalendarDay, week: CalendarDay): boolean {
  const between = phrase.tokens.slice(day.end, week.first);
  return (
    between.length > 0 &&
    between.length < 6 &&
    week.until !== undefined &&
    between.every(
      ({ text, word, kind, counts }) =>
        HOURS.has(text) || HOURS.has(word) || kind === 'number' || counts !== undefined,
    )
  );
}

const HOURS = wordsOf(
  'at in the around : am pm oclock o clock morning afternoon evening night noon of ke ki',
);

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
      last &&
      (last.until === undefined
        ? (stretched(phrase, last, day) ?? named(phrase, last, day))
        : (inPeriod(phrase, last, day) ?? periodsJoined(phrase, last, day)));
    const same =
      one ?? (last && isRepeated(phrase, last, day) ? { ...last, ...day, first: last.first } : undefined);
    if (same) done[done.length - 1] = same;
    else done.push(day);
  }
  return done;
}

/** "January to March": from the first day of the one to the last of the other. */
function periodsJoined(phrase: TimePhrase, a: CalendarDay, b: CalendarDay): CalendarDay | undefined {
  if (b.until === undefined || !isStretch(phrase, a, b)) return undefined;
  const until = b.until > a.day ? b.until : addMonths(b.until, 12);
  return { ...a, end: b.end, until };
}

/** "next year in January", "agle saal 5 june", "next month on the 5th": the second lies in the first. */
function inPeriod(phrase: TimePhrase, a: CalendarDay, b: CalendarDay): CalendarDay | undefined {
  const length = a.until! - a.day;
  const unit = phrase.is(a.end - 1, 'year') ? 'year' : phrase.is(a.end - 1, 'month') ? 'month' : undefined;
  const between = phrase.tokens.slice(a.end, b.first).map(({ text }) => text);
  if (!unit || length < 27 || between.length > 2 || !between.every((text) => INSIDE.has(text)))
    return undefined;
  if (b.minute !== undefined || weekdayNamed(phrase, b) || (b.until !== undefined && unit === 'month'))
    return undefined;
  const months =
    (partsOf(a.day).year - partsOf(b.day).year) * 12 +
    (unit === 'month' ? partsOf(a.day).month - partsOf(b.day).month : 0);
  const day = addMonths(b.day, months);
  const until = b.until === undefined ? undefined : addMonths(b.until, months);
  return day < a.day || day > a.until!
    ? undefined
    : { ...b, first: a.first, day, ...(until !== undefined && { until }) };
}

const INSIDE = wordsOf('in on the of , mein men me ke ki ka ko');

function weekdayNamed(phrase: TimePhrase, { first, end }: CalendarDay): boolean {
  return phrase.tokens
    .slice(first, end)
    .some(({ word }) => WEEKDAY_WORDS.includes(word) || word === 'today' || word === 'tomorrow');
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
  if (between === 'and' || between === 'aur')
    return phrase.is(a.first - 1, 'between') || (phrase.is(b.end, 'ke') && phrase.is(b.end + 1, 'between'));
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
