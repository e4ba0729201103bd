// One clock time in words or figures: 4:30 pm, 1630 hrs, half past 4, sade 4 baje, nine o'clock, noon, 10ish.
import type { TimePhrase } from '../days/phrase.js';

/** A clock time read at some token. */
export interface ClockReading {
  end: number;
  /** Minutes since midnight: one reading, or the morning and the evening one when am/pm was not said. */
  minutes: number[];
  /** False for a mere number ("10"), which is a time only where something else says so. */
  sure: boolean;
  approximate: boolean;
}

const HINDI_SHIFT = new Map(Object.entries({ sade: 30, sava: 15, paune: -15 }));
const HINDI_FIXED = new Map(Object.entries({ sava: 75, dedh: 90, dhai: 150 })); // before "baje"

/** Reads a clock time at token `i`; whether a bare number may be one is for the caller to judge. */
export function clockAt(phrase: TimePhrase, i: number): ClockReading | undefined {
  return phrase.once(readClock, i);
}

function readClock(phrase: TimePhrase, i: number): ClockReading | undefined {
  return (
    named(phrase, i) ??
    shifted(phrase, i) ??
    pastOrTo(phrase, i) ??
    halfHour(phrase, i) ??
    beforeTheHour(phrase, i) ??
    numeric(phrase, i)
  );
}

function named(phrase: TimePhrase, i: number): ClockReading | undefined {
  const exact = (end: number, minute: number): ClockReading => ({
    end,
    minutes: [minute],
    sure: true,
    approximate: false,
  });
  const at = phrase.text(i) === '12' ? i + 1 : i;
  if (phrase.is(at, 'noon')) return exact(at + 1, 720);
  if (phrase.text(at) === 'mid' && phrase.text(at + 1) === 'day') return exact(at + 2, 720);
  if (phrase.is(at, 'midnight')) return exact(at + 1, 0);
  if (['mid', 'aadhi'].includes(phrase.text(at)) && phrase.is(at + 1, 'night')) return exact(at + 2, 0);
  return undefined;
}

/** Sade 4 (4:30), sava 5 (5:15), paune 6 (5:45), dedh baje (1:30). "Sade 4 sau" is money and "dedh ghanta" a length. */
function shifted(phrase: TimePhrase, i: number): ClockReading | undefined {
  const fixed = HINDI_FIXED.get(phrase.word(i));
  if (fixed && phrase.is(i + 1, 'oclock')) return finish(phrase, i + 1, fixed, true);
  const shift = HINDI_SHIFT.get(phrase.word(i));
  const hour = shift ? phrase.number(i + 1) : undefined;
  if (!shift || !hour || !isHour(hour.value, 12) || hour.value === 0) return undefined;
  if (phrase.isCounted(hour.end) || phrase.is(hour.end, 'hundred', 'thousand', 'lakh', 'rupee'))
    return undefined;
  return finish(phrase, hour.end, hour.value * 60 + shift, true);
}

/** Half past 4, quarter to 5, 20 past 6, 10 minutes to 5, 25 to 7. Plain "10 to 5" is a stretch from ten to five. */
function pastOrTo(phrase: TimePhrase, i: number): ClockReading | undefined {
  const start = phrase.text(i) === 'a' ? i + 1 : i;
  const quarter = phrase.text(start) === 'quarter' || phrase.text(start) === 'qtr';
  const count = quarter
    ? { value: 15, end: start + 1 }
    : phrase.is(start, 'half')
      ? { value: 30, end: start + 1 }
      : phrase.number(start);
  if (!count || count.value < 1 || count.value > 59) return undefined;
  const inMinutes = phrase.is(count.end, 'minute');
  const at = inMinutes ? count.end + 1 : count.end;
  const to = ['to', 'of', 'till', 'before'].includes(phrase.text(at));
  const past = phrase.text(at) === 'past' || (phrase.text(at) === 'after' && (quarter || inMinutes));
  const middle = past || to ? named(phrase, at + 1) : undefined;
  if (middle)
    return { ...middle, minutes: [(middle.minutes[0]! + (past ? count.value : 1440 - count.value)) % 1440] };
  const hour = past || to ? phrase.number(at + 1) : undefined;
  if (!hour || !isHour(hour.value, 23) || hour.value === 0) return undefined;
  const onlyMinutes =
    quarter || inMinutes || (count.value >= 20 && count.value % 5 === 0 && hour.value < count.value);
  if (to && !(onlyMinutes && hour.value <= 12)) return undefined;
  return finish(phrase, hour.end, hour.value * 60 + (past ? count.value : -count.value), true);
}

/** "half seven" is half past seven. */
function halfHour(phrase: TimePhrase, i: number): ClockReading | undefined {
  const hour = phrase.is(i, 'half') ? phrase.number(i + 1) : undefined;
  if (!hour || !isHour(hour.value, 12) || hour.value === 0) return undefined;
  if (
    phrase.isCounted(hour.end) ||
    phrase.isContent(hour.end) ||
    ['and', 'of'].includes(phrase.text(hour.end))
  )
    return undefined;
  const article = ['a', 'and', 'aur', 'first', 'second', 'other'].includes(phrase.text(i - 1));
  return article || phrase.number(i - 1) ? undefined : finish(phrase, hour.end, hour.value * 60 + 30, true);
}

/** "chaar bajne mein das minute": ten minutes to four. */
function beforeTheHour(phrase: TimePhrase, i: number): ClockReading | undefined {
  const hour = phrase.number(i);
  if (
    !hour ||
    !isHour(hour.value, 12) ||
    phrase.text(hour.end) !== 'bajne' ||
    !phrase.is(hour.end + 1, 'mein')
  )
    return undefined;
  const count = phrase.number(hour.end + 2);
  if (!count || count.value > 59 || !phrase.is(count.end, 'minute')) return undefined;
  return finish(phrase, count.end + 1, hour.value * 60 - count.value, true);
}

function numeric(phrase: TimePhrase, i: number): ClockReading | undefined {
  const hour = phrase.number(i);
  if (!hour) return undefined;
  if (hour.digits && phrase.text(i).length >= 3) return military(phrase, i, hour.end);
  if (!isHour(hour.value, 24)) return undefined;
  const separator = phrase.text(hour.end);
  const minutes = minutesAt(phrase, hour.end + 1);
  if (hour.digits && separator === ':' && minutes !== undefined) {
    const seconds =
      phrase.text(hour.end + 2) === ':' && minutesAt(phrase, hour.end + 3) !== undefined ? 2 : 0;
    return finish(phrase, hour.end + 2 + seconds, hour.value * 60 + minutes, true);
  }
  if (
    hour.digits &&
    separator === '.' &&
    minutes !== undefined &&
    phrase.glued(hour.end) &&
    phrase.glued(hour.end + 1)
  )
    return finish(phrase, hour.end + 2, hour.value * 60 + minutes, false);
  return (
    hourLetter(phrase, hour.end, hour.value) ??
    afterBajkar(phrase, hour.end, hour.value) ??
    apart(phrase, hour.end, hour.value) ??
    finish(phrase, hour.end, hour.value * 60, false)
  );
}

/** "10 30 am", "18 45", "four thirty": hour and minutes as two numbers. */
function apart(phrase: TimePhrase, end: number, hour: number): ClockReading | undefined {
  const dash = phrase.text(end) === '-' && !phrase.isDigits(end - 1) && !phrase.isDigits(end + 1) ? 1 : 0; // "ten-thirty"
  const minutes = phrase.number(end + dash);
  if (!minutes || minutes.value > 59 || (phrase.glued(end) && dash === 0)) return undefined;
  // "Kar do 10 baje" does it at ten: "do" is as often a verb as it is two, and nobody writes the minutes of a spelled hour in figures.
  if (minutes.digits && phrase.text(end - 1) === 'do') return undefined;
  if (dash === 1 && (minutes.value < 15 || minutes.value % 5 !== 0)) return undefined; // "ten-twelve" is a stretch
  if (minutes.digits)
    return phrase.text(end).length === 2
      ? finish(phrase, minutes.end, hour * 60 + minutes.value, false)
      : undefined;
  const said = phrase.is(minutes.end, 'am', 'pm');
  const spoken = hour <= 12 && minutes.value >= 10 && (minutes.value % 5 === 0 || said);
  return spoken ? finish(phrase, minutes.end, hour * 60 + minutes.value, true) : undefined;
}

/** 15h30, 15h, as on the continent. */
function hourLetter(phrase: TimePhrase, i: number, hour: number): ClockReading | undefined {
  if (phrase.text(i) !== 'h' || !phrase.glued(i)) return undefined;
  const minutes = phrase.glued(i + 1) ? minutesAt(phrase, i + 1) : undefined;
  if (minutes === undefined && phrase.text(i - 2) !== 'at') return undefined; // "flat 15H"
  return finish(phrase, minutes === undefined ? i + 1 : i + 2, hour * 60 + (minutes ?? 0), true);
}

/** "das bajkar bees minute": twenty past ten. */
function afterBajkar(phrase: TimePhrase, i: number, hour: number): ClockReading | undefined {
  if (!['bajkar', 'bajke', 'bajkr'].includes(phrase.text(i))) return undefined;
  const minutes = phrase.number(i + 1);
  if (!minutes || minutes.value > 59) return undefined;
  return finish(
    phrase,
    phrase.is(minutes.end, 'minute') ? minutes.end + 1 : minutes.end,
    hour * 60 + minutes.value,
    true,
  );
}

/** 1630 hrs, 0930, 930 am. */
function military(phrase: TimePhrase, i: number, end: number): ClockReading | undefined {
  const digits = phrase.text(i);
  const minute = Number(digits.slice(-2));
  const hour = Number(digits.slice(0, -2));
  if (digits.length > 4 || minute > 59 || !isHour(hour, 23)) return undefined;
  if (phrase.is(end, 'hour') || phrase.text(end) === 'h')
    return { end: end + 1, minutes: [hour * 60 + minute], sure: true, approximate: false };
  const clock = finish(phrase, end, hour * 60 + minute, false);
  if (!clock.sure && /^20[0-4]\d$/.test(digits) && phrase.text(i - 1) !== 'at') return undefined; // a year
  const free = !phrase.isContent(end) && !phrase.isCounted(end);
  const asked =
    free &&
    minute % 5 === 0 &&
    (['at', '@'].includes(phrase.text(i - 1)) || phrase.is(i - 1, 'tonight', 'around'));
  return clock.sure || digits.length === 4 || (asked && hour > 0) ? clock : undefined;
}

function minutesAt(phrase: TimePhrase, i: number): number | undefined {
  const text = phrase.text(i);
  return phrase.isDigits(i) && text.length === 2 && Number(text) < 60 ? Number(text) : undefined;
}

/** What may follow the figures: baje, o'clock, hrs, am, pm, ish, sharp, in any order. */
function finish(phrase: TimePhrase, start: number, minute: number, figuresSure: boolean): ClockReading {
  let end = start;
  let sure = figuresSure;
  let meridiem: 'am' | 'pm' | undefined;
  let approximate = false;
  for (;;) {
    const half = meridiemAt(phrase, end);
    if (half && !meridiem) [meridiem, end, sure] = [half.value, half.end, true];
    else if (phrase.is(end, 'oclock')) [end, sure] = [end + 1, true];
    else if (phrase.text(end) === 'o' && phrase.text(end + 1) === 'clock') [end, sure] = [end + 2, true];
    else if (phrase.text(end) === 'o' && phrase.text(end + 2) === 'clock')
      [end, sure] = [end + 3, true]; // o"clock
    else if (figuresSure && phrase.text(end - 2) === ':' && phrase.is(end, 'hour')) end++;
    else if (phrase.text(end) === 'ish') [end, sure, approximate] = [end + 1, true, true];
    else if (phrase.text(end) === '-' && phrase.text(end + 1) === 'ish')
      [end, sure, approximate] = [end + 2, true, true];
    else if (phrase.text(end) === 'sharp') [end, sure] = [end + 1, true];
    else break;
  }
  return { end, minutes: readings(minute, meridiem), sure, approximate };
}

function meridiemAt(phrase: TimePhrase, i: number): { value: 'am' | 'pm'; end: number } | undefined {
  if (phrase.is(i, 'am')) return { value: 'am', end: i + 1 };
  if (phrase.is(i, 'pm')) return { value: 'pm', end: i + 1 };
  if (phrase.text(i) === 'in' && phrase.text(i + 1) === 'the' && phrase.is(i + 2, 'am', 'pm'))
    return { value: phrase.is(i + 2, 'am') ? 'am' : 'pm', end: i + 3 };
  const letter = phrase.text(i);
  if ((letter === 'a' || letter === 'p') && phrase.text(i + 1) === 'm')
    return { value: `${letter}m`, end: i + 2 };
  return undefined;
}

function readings(minute: number, meridiem: 'am' | 'pm' | undefined): number[] {
  const onDial = minute % 720;
  if (meridiem === 'pm' || (meridiem === 'am' && minute >= 780)) return [onDial + 720];
  if (meridiem === 'am') return [onDial];
  if (minute >= 780) return [minute % 1440];
  return minute < 45 ? [minute] : [onDial, onDial + 720]; // half past midnight can only be said in 24 hours; 0:45 is paune ek
}

function isHour(value: number, max: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= max;
}
