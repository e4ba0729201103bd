// Lengths of time: "3 days", "2-3 din", "half an hour", "an hour and a half", "2 hours 15 minutes", "a day or two", "dedh ghanta",
// "paune do ghante", "a couple of weeks", "3/4 hour".
import type { PhraseAmount, TimePhrase } from './phrase.js';
import { wordsOf } from './vocabulary.js';

/** A length of time. `minutes` is 0 where only days were said. */
export interface DayDistance {
  months: number;
  days: number;
  minutes: number;
}

/** What was read: from `low` to `high`, which are the same where one length was said. */
export interface DaySpan {
  end: number;
  low: DayDistance;
  high: DayDistance;
  /** "A few days": about three, with the lengths that may be meant. */
  vague?: readonly DayDistance[];
}

interface Piece {
  end: number;
  low: number;
  high: number;
  unit: string;
}

const MOST = 366; // of any unit
const UNITS: Readonly<Record<string, (count: number) => DayDistance>> = {
  minute: (count) => ({ months: 0, days: 0, minutes: Math.round(count) }),
  hour: (count) => ({ months: 0, days: 0, minutes: Math.round(count * 60) }),
  day: (count) => ({ months: 0, days: Math.round(count), minutes: 0 }),
  week: (count) => ({ months: 0, days: Math.round(count * 7), minutes: 0 }),
  fortnight: (count) => ({ months: 0, days: Math.round(count * 14), minutes: 0 }),
  month: (count) => ({ months: Math.floor(count), days: Math.round((count % 1) * 30), minutes: 0 }),
  year: (count) => ({ months: Math.round(count * 12), days: 0, minutes: 0 }),
};
const LETTERS: Readonly<Record<string, string | undefined>> = { d: 'day', w: 'week', mo: 'month' };
const COARSE_FIRST = ['year', 'month', 'fortnight', 'week', 'day', 'hour', 'minute'];
const FIXED = new Map(Object.entries({ dedh: 1.5, dhai: 2.5 }));
const SHIFTS = new Map(Object.entries({ sade: 0.5, sava: 0.25, paune: -0.25 }));

/** A length at token `i`. */
export function spanAt(phrase: TimePhrase, i: number): DaySpan | undefined {
  return phrase.once(readSpan, i);
}

function readSpan(phrase: TimePhrase, i: number): DaySpan | undefined {
  const first = pieceAt(phrase, i);
  if (!first) return fewOf(phrase, i);
  let { end } = first;
  let [low, high] = [UNITS[first.unit]!(first.low), UNITS[first.unit]!(first.high)];
  for (let last = first; last.low === last.high;) {
    const at = [',', 'and', 'aur', '&'].includes(phrase.text(end)) ? end + 1 : end;
    const more = pieceAt(phrase, phrase.text(at) === 'and' ? at + 1 : at) ?? minutesAfter(phrase, last, end);
    if (!more || COARSE_FIRST.indexOf(more.unit) <= COARSE_FIRST.indexOf(last.unit)) break;
    [low, high] = [sum(low, UNITS[more.unit]!(more.low)), sum(high, UNITS[more.unit]!(more.high))];
    [last, end] = [more, more.end];
  }
  return { low, high, end };
}

const FEW = wordsOf('few some several kuch thode thodi kai');
const FEW_MEANS = [2, 3, 4]; // the middle one is taken

/** "a few days", "kuch hafte". Hours and minutes are left out: nobody can guess at them. */
function fewOf(phrase: TimePhrase, i: number): DaySpan | undefined {
  const at = phrase.text(i) === 'a' ? i + 1 : i;
  const more = ['more', 'aur', 'hi'].includes(phrase.text(at + 1)) ? at + 2 : at + 1;
  const unit = FEW.has(phrase.text(at)) ? unitAt(phrase, more) : undefined;
  if (!unit || unit === 'hour' || unit === 'minute') return undefined;
  const vague = FEW_MEANS.map((count) => UNITS[unit]!(count));
  return { low: vague[1]!, high: vague[1]!, end: more + 1, vague };
}

function sum(a: DayDistance, b: DayDistance): DayDistance {
  return { months: a.months + b.months, days: a.days + b.days, minutes: a.minutes + b.minutes };
}

/** The minutes of "1h30", "2h 30m". */
function minutesAfter(phrase: TimePhrase, { unit }: Piece, i: number): Piece | undefined {
  if (unit !== 'hour' || !phrase.isDigits(i) || Number(phrase.text(i)) > 59) return undefined;
  const count = Number(phrase.text(i));
  if (phrase.text(i + 1) === 'm' && phrase.glued(i + 1))
    return { low: count, high: count, unit: 'minute', end: i + 2 };
  return phrase.glued(i) ? { low: count, high: count, unit: 'minute', end: i + 1 } : undefined;
}

/** A count and its unit. */
function pieceAt(phrase: TimePhrase, i: number): Piece | undefined {
  const low = countAt(phrase, i);
  if (!low) return wholeUnit(phrase, i);
  const joiner = phrase.text(low.end) === '-' || ['to', 'or', 'ya', 'se'].includes(phrase.text(low.end));
  const high = (joiner ? countAt(phrase, low.end + 1) : pairedInHindi(phrase, i, low)) ?? low;
  if ((joiner && high === low) || high.value < low.value || high.value > MOST) return undefined;
  const at = phrase.text(high.end) === 'more' ? high.end + 1 : high.end;
  const unit = unitAt(phrase, at);
  if (!unit) return undefined;
  const second = phrase.text(at + 1) === 'or' ? phrase.number(at + 2) : undefined;
  if (second && high === low)
    return { low: low.value, high: Math.max(low.value, second.value), unit, end: second.end };
  const half = halfAfter(phrase, at + 1);
  if (half && high === low) return { low: low.value + 0.5, high: low.value + 0.5, unit, end: half };
  return { low: low.value, high: high.value, unit, end: at + 1 };
}

/** "hafte bhar", "ghante bhar": one of them; "ekaadh din": one or two. */
function wholeUnit(phrase: TimePhrase, i: number): Piece | undefined {
  if (['ekadh', 'ekad'].includes(phrase.sound(i))) {
    const unit = unitAt(phrase, i + 1);
    return unit ? { low: 1, high: 2, unit, end: i + 2 } : undefined;
  }
  const unit = phrase.text(i + 1) === 'bhar' ? unitAt(phrase, i) : undefined;
  return unit ? { low: 1, high: 1, unit, end: i + 2 } : undefined;
}

export function unitAt(phrase: TimePhrase, i: number): string | undefined {
  const word = phrase.word(i);
  if (UNITS[word]) return word;
  const letter = phrase.glued(i) && phrase.isDigits(i - 1) ? LETTERS[phrase.text(i)] : undefined; // "3w", "2d"
  return phrase.text(i) === 'h' ? 'hour' : letter;
}

/** The index after "and a half" that follows the unit. */
function halfAfter(phrase: TimePhrase, i: number): number | undefined {
  if (phrase.text(i) !== 'and') return undefined;
  const at = ['a', 'an'].includes(phrase.text(i + 1)) ? i + 2 : i + 1;
  return phrase.is(at, 'half') && !unitAt(phrase, at + 1) && phrase.text(at + 1) !== 'an'
    ? at + 1
    : undefined;
}

/** "ek do din" is one or two days. */
function pairedInHindi(phrase: TimePhrase, i: number, low: PhraseAmount): PhraseAmount | undefined {
  const next = phrase.isDigits(i) ? undefined : phrase.number(low.end);
  return next && !next.digits && next.value > low.value && next.value < 10 ? next : undefined;
}

function countAt(phrase: TimePhrase, i: number): PhraseAmount | undefined {
  const count = (value: number, end: number): PhraseAmount => ({ value, end, digits: false });
  const part = partAt(phrase, i);
  if (part) return part;
  const fixed = FIXED.get(phrase.word(i));
  if (fixed) return count(fixed, i + 1);
  const shift = SHIFTS.get(phrase.word(i));
  if (shift !== undefined) {
    const whole = phrase.number(i + 1);
    return whole ? count(whole.value + shift, whole.end) : count(1 + shift, i + 1);
  }
  const article = ['a', 'an'].includes(phrase.text(i));
  if (['couple', 'pair'].includes(phrase.text(article ? i + 1 : i))) {
    const end = article ? i + 2 : i + 1;
    return count(2, phrase.text(end) === 'of' ? end + 1 : end);
  }
  const number = article ? count(1, i + 1) : phrase.decimal(i);
  if (number?.digits && phrase.text(number.end) === '/') return ratioAt(phrase, i);
  const joined = number && ['and', 'aur'].includes(phrase.text(number.end));
  const at =
    number && ['a', 'an'].includes(phrase.text(number.end + 1)) ? number.end + 2 : (number?.end ?? 0) + 1;
  return joined && phrase.is(at, 'half') ? count(number.value + 0.5, at + 1) : number;
}

/** Half an, a quarter of an, three quarters of an. */
function partAt(phrase: TimePhrase, i: number): PhraseAmount | undefined {
  const start = phrase.text(i) === 'a' ? i + 1 : i;
  const quarter = /^quarters?$/.test(phrase.text(start));
  const dash = phrase.text(start + 1) === '-' ? start + 2 : start + 1;
  const threeQuarters = phrase.text(start) === 'three' && /^quarters?$/.test(phrase.text(dash));
  const value = phrase.is(start, 'half') ? 0.5 : quarter ? 0.25 : threeQuarters ? 0.75 : undefined;
  if (value === undefined) return undefined;
  let end = threeQuarters ? dash + 1 : start + 1;
  if (phrase.text(end) === 'of') end++;
  if (['a', 'an'].includes(phrase.text(end))) end++;
  return { value, end, digits: false };
}

/** "1/2 hour", "3/4 h". */
function ratioAt(phrase: TimePhrase, i: number): PhraseAmount | undefined {
  const [over, under] = [Number(phrase.text(i)), Number(phrase.text(i + 2))];
  const small = phrase.isDigits(i + 2) && over > 0 && over < under && under <= 4;
  return small ? { value: over / under, end: i + 3, digits: false } : undefined;
}
