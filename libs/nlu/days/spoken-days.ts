// Days named from where the speaker stands: today, kal, coming Sunday, Monday next week, right now. Whole weeks are in periods.ts.
import { weekStart, weekdayOf, type WallClock } from './calendar.js';
import { dayPart } from '../times/day-parts.js';
import type { DayReading, DayRule, DayStandpoint } from './day-rule.js';
import { whichAt, type WhichPeriod } from './period-words.js';
import { whichWeek } from './periods.js';
import { WEEKDAY_WORDS, wordsOf } from './vocabulary.js';
import type { TimePhrase } from './phrase.js';
import { isPast } from './tense.js';
import { explicitDate } from './written-dates.js';

const FIXED = new Map(Object.entries({ today: 0, tonight: 0, tomorrow: 1, yesterday: -1 }));
const SWINGING = new Map(Object.entries({ kal: 1, parson: 2, tarson: 3 })); // both ways, by the tense
const SHORT_AND_AMBIGUOUS = wordsOf('sun sat wed mangal budh som shani shukr');
const BEFORE_SHORT = wordsOf('on by for or to from and - / every until between change book');
const AFTER_SHORT = wordsOf(
  'ko or to - / at around after before between works morning noon afternoon evening night',
);
/** Hindi weekdays without their second half, which are names of people and stars as well. */
const SHORT_IN_HINDI = wordsOf('mangal budh som shani shukr');
const BESIDE_SHORT_IN_HINDI = wordsOf('nahi nahin chahiye ke wala wale hi theek balki');
const LATE_NIGHT = { from: 22 * 60, to: 23 * 60 + 45 };
const NIGHT = { from: 20 * 60, to: 23 * 60 };

export const relativeDay: DayRule = (phrase, i, now) => {
  const word = phrase.word(i);
  const isLoan = phrase.text(i) === 'de' && phrase.is(i + 2, 'tomorrow'); // डे आफ्टर टुमारो; elsewhere दे is to give
  if (word === 'day' || isLoan) return dayAfter(phrase, i, now);
  if ((word === 'next' || phrase.text(i) === 'same') && ['day', 'din'].includes(phrase.text(i + 1)))
    return { end: i + 2, day: now.day + (word === 'next' ? 1 : 0), confidence: 0.8 };
  const rest = restOfDay(phrase, i);
  if (rest) return { end: rest, day: now.day, confidence: 0.8 };
  if (
    ['this', 'last'].includes(phrase.text(i)) ||
    (phrase.is(i, 'this') && phrase.is(i + 1, 'evening', 'morning', 'afternoon', 'night'))
  )
    return partOfDay(phrase, i, now);
  if (phrase.text(i) === 'tom' && phrase.isContent(i + 1)) return undefined; // a name
  const fixed = FIXED.get(word);
  if (fixed !== undefined) {
    const night = phrase.text(i - 1) === 'late' ? LATE_NIGHT : NIGHT;
    const hours = word === 'tonight' ? { hours: night } : {};
    return { end: i + 1, day: now.day + fixed, confidence: 0.95, ...hours };
  }
  const swinging = SWINGING.get(word);
  if (!swinging) return undefined;
  return { end: i + 1, day: now.day + (isPast(phrase, i, i + 1) ? -swinging : swinging), confidence: 0.9 };
};

/** "the rest of the day", "this day". */
function restOfDay(phrase: TimePhrase, i: number): number | undefined {
  if (phrase.text(i) === 'this' && phrase.text(i + 1) === 'day') return i + 2;
  if (phrase.text(i) !== 'rest' || phrase.text(i + 1) !== 'of') return undefined;
  const at = phrase.text(i + 2) === 'the' ? i + 3 : i + 2;
  return phrase.text(at) === 'day' ? at + 1 : undefined;
}

/** "this evening", "is shaam", "last night". */
function partOfDay(phrase: TimePhrase, i: number, now: DayStandpoint): DayReading | undefined {
  const part = dayPart(phrase, i + 1);
  if (part?.from === undefined || part.to === undefined) return undefined;
  const day = phrase.text(i) === 'last' ? now.day - 1 : now.day;
  return {
    end: part.end,
    day,
    confidence: 0.95,
    hours: { from: part.from, to: part.to, centre: part.centre },
  };
}

function dayAfter(phrase: TimePhrase, i: number, now: WallClock): DayReading | undefined {
  if (phrase.is(i + 1, 'before') && phrase.is(i + 2, 'yesterday'))
    return { end: i + 3, day: now.day - 2, confidence: 0.95 };
  if (!phrase.is(i + 1, 'after')) return undefined;
  if (phrase.is(i + 2, 'tomorrow', 'kal')) return { end: i + 3, day: now.day + 2, confidence: 0.95 };
  return phrase.isContent(i + 2) ? undefined : { end: i + 2, day: now.day + 2, confidence: 0.7 };
}

/**
 * A weekday, with or without this / coming / next / last, before or after the week it lies in ("Monday next week").
 * "This" means the nearest, today included; bare and "coming" the nearest after today (today is called today). "Next" is the one of
 * next week; where a nearer one is still to come, people mean either, so both are readings.
 */
export const readWeekday: DayRule = (phrase, i, now) => {
  const week = weekBefore(phrase, i);
  const start = week
    ? phrase.is(week.end, 'ke') || phrase.text(week.end) === 'on'
      ? week.end + 1
      : week.end
    : i;
  const { which, end } = whichAt(phrase, start);
  const index = WEEKDAY_WORDS.indexOf(phrase.word(end));
  if (index < 0 || !standsAsWeekday(phrase, end, which !== undefined || week !== undefined)) return undefined;

  const mark = [',', 'the', '.'].includes(phrase.text(end + 1)) ? end + 2 : end + 1;
  const dated = explicitDate(phrase, phrase.text(mark) === 'the' ? mark + 1 : mark, now, index);
  if (dated) return dated;
  const trailing =
    week ??
    whichWeek(
      phrase,
      ['of', ',', 'from', 'in', 'ko', 'ke'].includes(phrase.text(end + 1)) ? end + 2 : end + 1,
    );
  if (trailing && trailing.which !== 'coming') {
    const shift = { this: 0, next: 7, last: -7 }[trailing.which];
    const day = weekStart(now.day) + shift + ((index + 6) % 7);
    return { end: Math.max(end + 1, trailing.end), day, confidence: 0.9 };
  }
  const past = which === undefined && isPast(phrase, i, end + 1);
  return { end: end + 1, ...resolveWeekday(index, past ? 'last' : which, now) };
};

/** "next week Monday", "agle hafte ke somvar"; "next week's Monday". */
function weekBefore(phrase: TimePhrase, i: number): { which: WhichPeriod; end: number } | undefined {
  const week = whichWeek(phrase, i);
  return week && phrase.text(week.end) === ',' ? { ...week, end: week.end + 1 } : week;
}

/** "sat", "sun" and "wed" are also other words: they need a cue beside them. */
function standsAsWeekday(phrase: TimePhrase, i: number, cued: boolean): boolean {
  if (cued || !SHORT_AND_AMBIGUOUS.has(phrase.text(i))) return true;
  const next = i + 1;
  if (
    phrase.length === 1 ||
    (phrase.length === 2 && phrase.isBreak(next)) ||
    phrase.isDigits(next) ||
    AFTER_SHORT.has(phrase.word(next))
  )
    return true;
  const isHindi = SHORT_IN_HINDI.has(phrase.text(i));
  if (isHindi && [i - 1, next].some((at) => BESIDE_SHORT_IN_HINDI.has(phrase.text(at)))) return true;
  return BEFORE_SHORT.has(phrase.text(i - 1)) || BEFORE_SHORT.has(phrase.word(i - 1));
}

function resolveWeekday(
  index: number,
  which: WhichPeriod | 'after next' | undefined,
  now: DayStandpoint,
): Omit<DayReading, 'end'> {
  const ahead = (index - weekdayOf(now.day) + 7) % 7;
  const coming = now.day + (ahead || 7);
  if (which === 'last') return { day: coming - 7 - (ahead === 0 ? 7 : 0), confidence: 0.9 };
  if (which === 'coming') return { day: coming, confidence: 0.95 };
  if (which === 'this') return { day: now.day + ahead, confidence: 0.9 };
  if (which === undefined) return { day: coming, confidence: ahead === 0 ? 0.7 : 0.9 };
  const nearer = which === 'next' && weekStart(coming) === weekStart(now.day);
  if (which === 'after next') return { day: weekStart(now.day) + 14 + ((index + 6) % 7), confidence: 0.75 };
  if (!nearer) return { day: coming, confidence: 0.85 };
  return { day: coming + 7, readings: [{ day: coming }, { day: coming + 7 }], confidence: 0.75 };
}

/** As soon as possible is today; the clock time stays open. */
export const readImmediate: DayRule = (phrase, i, now) => {
  const today = (end: number, confidence = 0.9): DayReading => ({ end, day: now.day, confidence });
  const [a, b] = [phrase.text(i), phrase.text(i + 1)];
  if (phrase.is(i, 'asap')) return today(i + 1);
  if (a === 'right' && (b === 'now' || b === 'away')) return today(i + 2);
  if (a === 'as' && b === 'soon' && phrase.text(i + 2) === 'as')
    return today(i + (phrase.isContent(i + 3) ? 3 : 4));
  if (a.startsWith('jald') && b === 'se' && phrase.text(i + 2).startsWith('jald')) return today(i + 3);
  if (a === 'jitni' && b === 'jaldi')
    return today(['ho', 'sake'].includes(phrase.text(i + 3)) ? i + 4 : i + 2);
  if (
    a === 'earliest' &&
    phrase.text(i - 1) === 'the' &&
    phrase.text(i - 2) === 'at' &&
    !isTimeBound(phrase, i - 3)
  )
    return today(i + 1, 0.7);
  if (!phrase.is(i, 'now')) return undefined;
  // "Warranty mein hai abhi" tells how things are; "abhi chahiye" asks for it.
  if (
    a !== 'now' &&
    ['hai', 'hain', 'he', 'h', 'hun', 'hoon'].includes(phrase.text(i - 1)) &&
    phrase.isBreak(i + 1)
  )
    return undefined;
  if (a !== 'now') return ['tak', 'bhi', 'abhi', 'nahi', 'to', 'ke'].includes(b) ? undefined : today(i + 1);
  return isRequestForNow(phrase, i) ? today(i + 1, 0.7) : undefined;
};

/** "11 am at the earliest" bounds the time; "at the earliest" alone is as soon as possible. */
function isTimeBound(phrase: TimePhrase, i: number): boolean {
  return (
    phrase.isDigits(i) ||
    phrase.is(i, 'am', 'pm', 'oclock', 'noon') ||
    phrase.number(i) !== undefined ||
    phrase.owner(i) === 'date'
  );
}

/** "come now", "now please", "can someone come now?"; not "but now it is stuck" nor "what does it cost now?". */
function isRequestForNow(phrase: TimePhrase, i: number): boolean {
  if (phrase.is(i - 1, 'until', 'from', 'after', 'by')) return false;
  if (phrase.is(i + 1, 'please') || phrase.length === 1) return true;
  if (!phrase.isBreak(i + 1) || phrase.text(i + 1) === ',' || i === 0) return false;
  const before = phrase.tokens.slice(Math.max(0, i - 5), i);
  return (
    phrase.text(i + 1) !== '?' ||
    before.some(({ text }) => ['come', 'send', 'available', 'someone'].includes(text))
  );
}
