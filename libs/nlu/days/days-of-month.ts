// Days of the month without the month: on the 3rd, 3rd ko, 26 ko, 3 tarikh, the 5th of next month. Not "5th cross" or "the 3rd option".
import { addMonths, monthEnd, monthStart, nextDayOfMonth } from './calendar.js';
import type { DayRule } from './day-rule.js';
import { monthAt } from './month-names.js';
import type { PhraseAmount, TimePhrase } from './phrase.js';
import { isPast } from './tense.js';
import { wordsOf } from './vocabulary.js';
import { dateNumber, isGluedTo, namedMonth } from './written-dates.js';

const BEFORE_ORDINAL = wordsOf('on for by the from to till until or and between - date next');
const AFTER_ORDINAL = wordsOf('ko date tak se');
const CLEAR = 0.85; // an ordinal, or the word date (tarikh)
const LIKELY = 0.6; // a mere number: "26 ko", "on 26"

/** The next such day, today included; the last one when the sentence is in the past. */
export const dayOfMonth: DayRule = (phrase, i, now) => {
  const number = dayNumber(phrase, i);
  if (!number || phrase.isAddress(i, number.end) || isGluedTo(phrase, i)) return undefined;
  if (phrase.is(i, 'date') && namedMonth(phrase, i + 1, now)) return undefined;
  const { value, end, confidence } = number;
  if (monthAt(phrase, end)) return undefined; // "31st november": no such day, rather than one of another month
  const month = monthAfter(phrase, end);
  if (month) {
    const start = addMonths(monthStart(now.day), month.away);
    const day = start + value - 1;
    return day <= monthEnd(start) ? { end: month.end, day, confidence } : { end: month.end, day: undefined };
  }
  const day = nextDayOfMonth(value, now.day, isPast(phrase, i, end));
  return day === undefined ? undefined : { end, day, confidence };
};

/** A number that stands as a day at token `i`, with the word date if it is there. */
function dayNumber(phrase: TimePhrase, i: number): (PhraseAmount & { confidence: number }) | undefined {
  if (phrase.is(i, 'date')) {
    // "27 tarikh 9 baje": the number before the word is its own, and the next one is something else.
    if (phrase.isDigits(i - 1)) return undefined;
    const after = dateNumber(phrase, i + 1);
    return after && { ...after, confidence: CLEAR };
  }
  const number = dateNumber(phrase, i);
  if (!number) return undefined;
  if (phrase.is(number.end, 'date')) return { ...number, end: number.end + 1, confidence: CLEAR };
  if (phrase.ordinal(i)) {
    const stands = standsAsDate(phrase, i, number) || monthAfter(phrase, number.end);
    return stands ? { ...number, confidence: CLEAR } : undefined;
  }
  if (number.digits && phrase.text(number.end) === 'of' && monthAfter(phrase, number.end))
    return { ...number, confidence: CLEAR };
  return number.digits && isMarkedAsDay(phrase, i, number.end)
    ? { ...number, confidence: LIKELY }
    : undefined;
}

function standsAsDate(phrase: TimePhrase, i: number, ordinal: PhraseAmount): boolean {
  if (!ordinal.digits && phrase.text(i - 1) !== 'the') return false;
  const next = ordinal.end;
  if (phrase.owner(i - 2) === 'date' && ['to', '-', 'till', 'until'].includes(phrase.text(i - 1)))
    return true;
  if (phrase.isContent(next) || phrase.isCounted(next) || ['one', 'of', 'half'].includes(phrase.text(next)))
    return false;
  return (
    phrase.length <= next ||
    BEFORE_ORDINAL.has(phrase.text(i - 1)) ||
    AFTER_ORDINAL.has(phrase.text(next)) ||
    i === 0
  );
}

/** "26 ko aana", "on 26 at 4": hours come with "at" and "baje". */
function isMarkedAsDay(phrase: TimePhrase, i: number, end: number): boolean {
  if (phrase.text(end) === 'ko') return true;
  return (
    phrase.text(i - 1) === 'on' &&
    (phrase.isBreak(end) || phrase.text(end) === 'at') &&
    phrase.text(end) !== '.'
  );
}

/** "of next month", "next month", "of this month", "of the month" after a day. */
function monthAfter(phrase: TimePhrase, i: number): { away: number; end: number } | undefined {
  const of = phrase.text(i) === 'of' ? i + 1 : i;
  const at = phrase.text(of) === 'the' && !phrase.is(of + 1, 'month') ? of + 1 : of;
  if (!phrase.is(at + 1, 'month')) return undefined;
  if (phrase.is(at, 'next', 'coming')) return { away: 1, end: at + 2 };
  return phrase.is(at, 'this') || (at > i && phrase.text(at) === 'the')
    ? { away: 0, end: at + 2 }
    : undefined;
}
