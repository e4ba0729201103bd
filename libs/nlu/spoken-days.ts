// Days named from where the speaker stands: today, kal, coming Sunday, this weekend, next week, right now.
import { addMonths, monthEnd, partsOf, weekStart, weekdayOf, type WallClock } from './calendar.js';
import { dayPart } from './day-parts.js';
import type { DayReading, DayRule, Standpoint } from './day-rule.js';
import { WEEKDAYS, words } from './vocabulary.js';
import type { Phrase } from './phrase.js';
import { isPast } from './tense.js';
import { explicitDate } from './written-dates.js';

type Which = 'this' | 'next' | 'coming' | 'last';

const FIXED = new Map(Object.entries({ today: 0, tonight: 0, tomorrow: 1, yesterday: -1 }));
const SWINGING = new Map(Object.entries({ kal: 1, parson: 2, tarson: 3 })); // both ways, by the tense
const SHORT_AND_AMBIGUOUS = words('sun sat wed mangal budh');
const BEFORE_SHORT = words('on by for or to from and - / every until between change book');
const AFTER_SHORT = words(
  'ko or to - / at around after before between works morning noon afternoon evening night',
);
const WALA = words('vala vale vali wala wale wali');
const NIGHT = { from: 20 * 60, to: 23 * 60 };

export const relativeDay: DayRule = (phrase, i, now) => {
  const word = phrase.word(i);
  if (word === 'day') return dayAfter(phrase, i, now);
  if ((word === 'next' || phrase.text(i) === 'same') && phrase.text(i + 1) === 'day')
    return { end: i + 2, day: now.day + (word === 'next' ? 1 : 0), confidence: 0.8 };
  if (['this', 'last'].includes(phrase.text(i))) return partOfDay(phrase, i, now);
  if (phrase.text(i) === 'tom' && phrase.isContent(i + 1)) return undefined; // a name
  const fixed = FIXED.get(word);
  if (fixed !== undefined) {
    const hours = word === 'tonight' ? { hours: NIGHT } : {};
    return { end: i + 1, day: now.day + fixed, confidence: 0.95, ...hours };
  }
  const swinging = SWINGING.get(word);
  if (!swinging) return undefined;
  return { end: i + 1, day: now.day + (isPast(phrase, i, i + 1) ? -swinging : swinging), confidence: 0.9 };
};

/** "this evening", "last night". */
function partOfDay(phrase: Phrase, i: number, now: Standpoint): DayReading | undefined {
  const part = dayPart(phrase, i + 1);
  if (part?.from === undefined || part.to === undefined) return undefined;
  const day = phrase.text(i) === 'last' ? now.day - 1 : now.day;
  return { end: part.end, day, confidence: 0.95, hours: { from: part.from, to: part.to } };
}

function dayAfter(phrase: Phrase, i: number, now: WallClock): DayReading | undefined {
  if (phrase.is(i + 1, 'before') && phrase.is(i + 2, 'yesterday'))
    return { end: i + 3, day: now.day - 2, confidence: 0.95 };
  if (!phrase.is(i + 1, 'after')) return undefined;
  if (phrase.is(i + 2, 'tomorrow', 'kal')) return { end: i + 3, day: now.day + 2, confidence: 0.95 };
  return phrase.isContent(i + 2) ? undefined : { end: i + 2, day: now.day + 2, confidence: 0.7 };
}

/**
 * A weekday, with or without this / coming / next / last, before or after the week it lies in ("Monday next week").
 * The readings are the usual Indian ones: "this" means the nearest, today included; bare and "coming" the nearest after
 * today (today is called today); "next" the nearest after today too, unless that one is within three days and in the
 * running Monday-to-Sunday week, because then people say "this": on a Friday "next Sunday" is nine days away and
 * "next Monday" three.
 */
export const weekday: DayRule = (phrase, i, now) => {
  const week = whichWeek(phrase, i);
  const start = week
    ? phrase.is(week.end, 'ke') || phrase.text(week.end) === 'on'
      ? week.end + 1
      : week.end
    : i;
  const { which, end } = whichAt(phrase, start);
  const index = WEEKDAYS.indexOf(phrase.word(end));
  if (index < 0 || !standsAsWeekday(phrase, end, which !== undefined || week !== undefined)) return undefined;

  const dated = explicitDate(
    phrase,
    [',', 'the'].includes(phrase.text(end + 1)) ? end + 2 : end + 1,
    now,
    index,
  );
  if (dated) return dated;
  const trailing = week ?? whichWeek(phrase, phrase.text(end + 1) === 'of' ? end + 2 : end + 1);
  if (trailing && trailing.which !== 'coming') {
    const shift = { this: 0, next: 7, last: -7 }[trailing.which];
    const day = weekStart(now.day) + shift + ((index + 6) % 7);
    return { end: Math.max(end + 1, trailing.end), day, confidence: 0.9 };
  }
  const past = which === undefined && isPast(phrase, i, end + 1);
  return { end: end + 1, ...resolveWeekday(index, past ? 'last' : which, now) };
};

function whichAt(phrase: Phrase, i: number): { which?: Which | 'after next'; end: number } {
  const word = phrase.word(i);
  if (word === 'next' && phrase.text(i + 1) === 'to' && phrase.is(i + 2, 'next'))
    return { which: 'after next', end: i + 3 };
  if (word === 'this' && phrase.is(i + 1, 'coming', 'next', 'last')) return { ...whichAt(phrase, i + 1) };
  if (word === 'coming') return { which: 'coming', end: WALA.has(phrase.text(i + 1)) ? i + 2 : i + 1 };
  if (word === 'this' || word === 'next' || word === 'last') return { which: word, end: i + 1 };
  return { end: i };
}

/** "next week", "agle hafte", "is week" at token `i`. */
function whichWeek(phrase: Phrase, i: number): { which: Which; end: number } | undefined {
  const { which, end } = whichAt(phrase, i);
  if (!which || which === 'after next' || !phrase.is(end, 'week')) return undefined;
  return { which, end: end + 1 };
}

/** "sat", "sun" and "wed" are also other words: they need a cue beside them. */
function standsAsWeekday(phrase: Phrase, i: number, cued: boolean): boolean {
  if (cued || !SHORT_AND_AMBIGUOUS.has(phrase.text(i))) return true;
  const next = i + 1;
  if (phrase.length === 1 || phrase.isDigits(next) || AFTER_SHORT.has(phrase.word(next))) return true;
  return BEFORE_SHORT.has(phrase.text(i - 1)) || BEFORE_SHORT.has(phrase.word(i - 1));
}

function resolveWeekday(
  index: number,
  which: Which | 'after next' | undefined,
  now: Standpoint,
): Omit<DayReading, 'end'> {
  const ahead = (index - weekdayOf(now.day) + 7) % 7;
  const coming = now.day + (ahead || 7);
  if (which === 'last') return { day: coming - 7 - (ahead === 0 ? 7 : 0), confidence: 0.9 };
  if (which === 'coming') return { day: coming, confidence: 0.95 };
  if (which === 'this') return { day: now.day + ahead, confidence: 0.9 };
  if (which === undefined) return { day: coming, confidence: ahead === 0 ? 0.7 : 0.9 };
  const soon = ahead > 0 && ahead <= 3 && weekStart(coming) === weekStart(now.day);
  const next = soon ? coming + 7 : coming;
  return { day: which === 'next' ? next : next + 7, confidence: soon ? 0.75 : 0.85 };
}

/** This or next weekend, week, month; the end of the month. */
export const wholePeriod: DayRule = (phrase, i, now) => {
  if (phrase.is(i, 'month') && ['end', 'ke'].includes(phrase.word(i + 1))) {
    const end = phrase.text(i + 1) === 'end' ? i + 2 : i + 3;
    const ends = ['end', 'aakhir', 'akhir', 'ant'].includes(phrase.text(end - 1));
    return ends ? { end, day: monthEnd(now.day), confidence: 0.7 } : undefined;
  }
  const { which, end } = whichAt(phrase, i);
  const split = phrase.is(end, 'week') && phrase.text(end + 1) === 'end';
  if (phrase.is(end, 'weekend') || split) return weekend(which, end + (split ? 2 : 1), now);
  if (!which || which === 'after next') return undefined;
  if (phrase.is(end, 'month') && phrase.text(end + 1) === 'end')
    return { end: end + 2, day: monthEnd(addMonths(now.day, which === 'next' ? 1 : 0)), confidence: 0.7 };
  if (phrase.is(end, 'week')) {
    const monday = weekStart(now.day) + { this: 0, next: 7, coming: 7, last: -7 }[which];
    return { end: end + 1, day: which === 'this' ? now.day : monday, until: monday + 6, confidence: 0.8 };
  }
  if (!phrase.is(end, 'month')) return undefined;
  const inMonth = addMonths(now.day, { this: 0, next: 1, coming: 1, last: -1 }[which]);
  const first = inMonth - partsOf(inMonth).date + 1;
  return { end: end + 1, day: which === 'this' ? now.day : first, until: monthEnd(inMonth), confidence: 0.7 };
};

function weekend(which: Which | 'after next' | undefined, end: number, now: Standpoint): DayReading {
  if (weekdayOf(now.day) === 0 && (which === undefined || which === 'this'))
    return { end, day: now.day, until: now.day, confidence: 0.7 };
  const { day } = resolveWeekday(6, which ?? 'this', now);
  return { end, day, until: day + 1, confidence: 0.85 };
}

/** As soon as possible is today; the clock time stays open. */
export const immediate: DayRule = (phrase, i, now) => {
  const today = (end: number, confidence = 0.9): DayReading => ({ end, day: now.day, confidence });
  const [a, b] = [phrase.text(i), phrase.text(i + 1)];
  if (phrase.is(i, 'asap')) return today(i + 1);
  if (a === 'right' && (b === 'now' || b === 'away')) return today(i + 2);
  if (a === 'as' && b === 'soon' && phrase.text(i + 2) === 'as')
    return today(i + (phrase.isContent(i + 3) ? 3 : 4));
  if (a === 'jaldi' && b === 'se' && phrase.text(i + 2) === 'jaldi') return today(i + 3);
  if (a === 'earliest' && phrase.text(i - 1) === 'the' && phrase.text(i - 2) === 'at')
    return today(i + 1, 0.7);
  if (!phrase.is(i, 'now')) return undefined;
  if (a !== 'now') return ['tak', 'bhi', 'abhi', 'nahi', 'to', 'ke'].includes(b) ? undefined : today(i + 1);
  return isRequestForNow(phrase, i) ? today(i + 1, 0.7) : undefined;
};

/** "come now", "now please", "can someone come now?"; not "but now it is stuck" nor "what does it cost now?". */
function isRequestForNow(phrase: Phrase, i: number): boolean {
  if (phrase.is(i - 1, 'until', 'from', 'after', 'by')) return false;
  if (phrase.is(i + 1, 'please') || phrase.length === 1) return true;
  if (!phrase.isBreak(i + 1) || phrase.text(i + 1) === ',' || i === 0) return false;
  const before = phrase.tokens.slice(Math.max(0, i - 5), i);
  return (
    phrase.text(i + 1) !== '?' ||
    before.some(({ text }) => ['come', 'send', 'available', 'someone'].includes(text))
  );
}
