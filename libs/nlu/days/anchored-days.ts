// Days counted from another day than today: "2 weeks from tomorrow", "3 days after Saturday", "the day before Christmas", "the Monday
// after the 10th", "a week from Friday", "friday week", "two Fridays from now", "kal se do hafte baad", "diwali ke 2 din baad".
import { weekStart, weekdayOf } from './calendar.js';
import { isDay, type DayReading, type DayRule, type NoSuchDay, type DayStandpoint } from './day-rule.js';
import { movedBy, reversedDistance } from './distances.js';
import { opensFestival } from './festivals.js';
import type { TimePhrase } from './phrase.js';
import { spanAt, type DayDistance, type DaySpan } from './spans.js';
import { WEEKDAY_WORDS, wordsOf } from './vocabulary.js';

type Reading = DayReading | NoSuchDay | undefined;

const SKIPPED = wordsOf('the on this right ke');
const FORWARD = wordsOf('from after following post since past');
const BACKWARD = wordsOf('before prior preceding');

/** @param anchor reads the day that is counted from; it must not itself be one of these, so that reading stays linear. `plain` is what it reads at `i`. */
export function anchoredTo(
  anchor: DayRule,
): (phrase: TimePhrase, i: number, now: DayStandpoint, plain: ReturnType<DayRule>) => ReturnType<DayRule> {
  const from = (phrase: TimePhrase, i: number, now: DayStandpoint): DayReading | undefined => {
    const start = SKIPPED.has(phrase.text(i)) ? i + 1 : i;
    const reading = anchor(phrase, start, now);
    return isDay(reading) ? reading : undefined;
  };
  return (phrase, i, now, plain) =>
    spanFrom(phrase, i, now, from) ??
    weekOf(phrase, i, now, from) ??
    sideOf(phrase, i, now, from) ??
    severalFrom(phrase, i, now, from) ??
    withSuffix(phrase, i, plain);
}

type Anchor = (phrase: TimePhrase, i: number, now: DayStandpoint) => DayReading | undefined;

/** "2 weeks after yesterday", "three days from tomorrow", "2 days before 10th dec", "a week on Friday". */
function spanFrom(phrase: TimePhrase, i: number, now: DayStandpoint, from: Anchor): Reading {
  const span = spanAt(phrase, i);
  if (!span || span.low.minutes !== 0) return undefined;
  const weeksOn =
    phrase.is(span.end, 'today', 'tomorrow') && span.low.days % 7 === 0 ? span.end - 1 : undefined; // "a week today"
  const direction =
    directionAt(phrase, span.end) ??
    (phrase.text(span.end) === 'on' || weeksOn !== undefined ? 1 : undefined);
  const base = direction && from(phrase, (weeksOn ?? span.end) + 1, now);
  if (base && direction === 1 && phrase.text(i - 1) === 'for')
    return { ...base, until: movedBy(base.day, span.high) - 1 }; // "for 3 days from the 10th"
  return base && counted(base, span, direction, base.end);
}

function directionAt(phrase: TimePhrase, i: number): 1 | -1 | undefined {
  if (FORWARD.has(phrase.word(i)) || FORWARD.has(phrase.text(i))) return 1;
  return BACKWARD.has(phrase.text(i)) ? -1 : undefined;
}

function counted(base: DayReading, span: DaySpan, direction: 1 | -1, end: number): DayReading {
  const [low, high] =
    direction === 1 ? [span.low, span.high] : [reversedDistance(span.high), reversedDistance(span.low)];
  const day = movedBy(base.day, low);
  const until = movedBy(base.day, high);
  const readings = span.vague?.map((each) => ({
    day: movedBy(base.day, direction === 1 ? each : reversedDistance(each)),
  }));
  return {
    end,
    day,
    ...(until > day && { until }),
    ...otherBases(base, low),
    ...(readings && { readings }),
    confidence: 0.9,
  };
}

/** An anchor that may be several days makes what is counted from it as uncertain. */
function otherBases({ readings }: DayReading, by: DayDistance): Pick<DayReading, 'readings'> {
  return readings ? { readings: readings.map(({ day }) => ({ day: movedBy(day, by) })) } : {};
}

/** "the day before christmas", "the Monday after 10 dec", "third tuesday after christmas", "the week after diwali". */
function sideOf(phrase: TimePhrase, i: number, now: DayStandpoint, from: Anchor): Reading {
  const start = phrase.text(i) === 'the' ? i + 1 : i;
  const nth = phrase.ordinal(start);
  const at = nth?.end ?? start;
  const weekday = WEEKDAY_WORDS.indexOf(phrase.word(at));
  const kind = weekday >= 0 ? 'weekday' : ['day', 'week', 'weekend'].find((word) => phrase.word(at) === word);
  if (!kind || phrase.text(start - 1) === 'per') return undefined;
  const direction = directionAt(phrase, at + 1);
  if (!direction) return undefined;
  if (phrase.is(at + 2, 'next')) return afterNext(phrase, at, weekday, now);
  const base = from(phrase, at + 2, now);
  if (!base) return undefined;
  const count = direction * (nth?.value ?? 1);
  if (kind === 'week' && phrase.text(at + 1) === 'from')
    return {
      ...otherBases(base, { months: 0, days: 7, minutes: 0 }),
      end: base.end,
      day: base.day + 7,
      confidence: 0.9,
    };
  if (kind === 'week') {
    const monday = weekStart(base.day) + 7 * count;
    return { end: base.end, day: monday, until: monday + 6, confidence: 0.8 };
  }
  if (kind === 'day')
    return {
      ...otherBases(base, { months: 0, days: count, minutes: 0 }),
      end: base.end,
      day: base.day + count,
      confidence: 0.9,
    };
  const day = weekdayBeside(base.day, kind === 'weekend' ? 6 : weekday, count);
  return { end: base.end, day, ...(kind === 'weekend' && { until: day + 1 }), confidence: 0.85 };
}

/** "the week of 7 December", "week starting Monday". */
function weekOf(phrase: TimePhrase, i: number, now: DayStandpoint, from: Anchor): Reading {
  const at = phrase.text(i) === 'the' ? i + 1 : i;
  const link = ['of', 'commencing', 'starting', 'beginning'].includes(phrase.text(at + 1));
  const base = link && phrase.is(at, 'week') ? from(phrase, at + 2, now) : undefined;
  if (!base || base.until !== undefined) return undefined;
  const monday = weekStart(base.day);
  return { end: base.end, day: monday, until: monday + 6, confidence: 0.85 };
}

/** "friday after next": the one after the coming one, or after what others call the next. */
function afterNext(phrase: TimePhrase, i: number, weekday: number, now: DayStandpoint): Reading {
  if (weekday < 0 || phrase.text(i + 1) === 'before') return undefined;
  const day = weekdayBeside(now.day, weekday, 2);
  return { end: i + 3, day, readings: [{ day }, { day: day + 7 }], confidence: 0.75 };
}

/** The nth such weekday after (or, negative, before) a day, that day left aside. */
function weekdayBeside(day: number, weekday: number, nth: number): number {
  const ahead = (weekday - weekdayOf(day) + 7) % 7 || 7;
  const back = (weekdayOf(day) - weekday + 7) % 7 || 7;
  return nth > 0 ? day + ahead + 7 * (nth - 1) : day - back + 7 * (nth + 1);
}

/** "two Fridays from now", "3 sundays hence". */
function severalFrom(phrase: TimePhrase, i: number, now: DayStandpoint, from: Anchor): Reading {
  const opener = phrase.text(i) === 'in';
  const count = phrase.number(opener ? i + 1 : i);
  const weekday =
    count && count.value > 0 && count.value < 53 ? WEEKDAY_WORDS.indexOf(phrase.word(count.end)) : -1;
  if (!count || weekday < 0) return undefined;
  const at = count.end + 1;
  if (phrase.is(at, 'ago'))
    return { end: at + 1, day: weekdayBeside(now.day, weekday, -count.value), confidence: 0.8 };
  if (phrase.is(at, 'later', 'baad'))
    return { end: at + 1, day: weekdayBeside(now.day, weekday, count.value), confidence: 0.8 };
  if (opener && count.value > 1)
    return { end: at, day: weekdayBeside(now.day, weekday, count.value), confidence: 0.7 };
  const direction = directionAt(phrase, at);
  if (!direction) return undefined;
  if (phrase.is(at + 1, 'now'))
    return { end: at + 2, day: weekdayBeside(now.day, weekday, count.value), confidence: 0.8 };
  const base = from(phrase, at + 1, now);
  return (
    base && { end: base.end, day: weekdayBeside(base.day, weekday, direction * count.value), confidence: 0.8 }
  );
}

/** What follows a day and moves it: "friday week", "kal se 2 din baad", "25 december se do din pehle", "18 dec for 3 days". */
function withSuffix(phrase: TimePhrase, i: number, base: ReturnType<DayRule>): Reading {
  if (!isDay(base) || base.minute !== undefined) return undefined;
  return (
    weekAround(phrase, i, base) ?? british(phrase, base) ?? hindiSuffix(phrase, base) ?? lasting(phrase, base)
  );
}

/** "christmas week", "diwali weekend" is the one that the day lies in. */
function weekAround(phrase: TimePhrase, i: number, base: DayReading): DayReading | undefined {
  const weekend = phrase.is(base.end, 'weekend');
  if (!opensFestival(phrase, i) || !(phrase.is(base.end, 'week') || weekend)) return undefined;
  const monday = weekStart(base.day);
  return { end: base.end + 1, day: monday + (weekend ? 5 : 0), until: monday + 6, confidence: 0.8 };
}

/** "friday week" is a week after Friday; where that is not the custom it is taken for this Friday, so both are readings. */
function british(phrase: TimePhrase, base: DayReading): DayReading | undefined {
  const { end, day, until } = base;
  const unit = phrase.is(end, 'week') ? 7 : phrase.is(end, 'fortnight') ? 14 : undefined;
  const follows = ['end', 'day', 'days', '-', 'ke', 'mein'].includes(phrase.word(end + 1));
  if (unit === undefined || until !== undefined || follows || phrase.text(end) === 'weekly') return undefined;
  return { end: end + 1, day: day + unit, readings: [{ day }, { day: day + unit }], confidence: 0.7 };
}

/** After "se" or "ke": "aaj se 3 din baad", "diwali ke ek hafte pehle". */
function hindiSuffix(phrase: TimePhrase, base: DayReading): DayReading | undefined {
  const { end } = base;
  if (phrase.text(end) !== 'se' && !phrase.is(end, 'ke')) return undefined;
  if (phrase.is(end + 1, 'next') && phrase.is(end + 2, 'day') && base.until === undefined)
    return { ...base, end: end + 3, day: base.day + 1 }; // "christmas ke agle din"
  const span = spanAt(phrase, end + 1);
  if (!span || span.low.minutes !== 0) return undefined;
  const at = phrase.is(span.end, 'ke') ? span.end + 1 : span.end;
  if (phrase.is(at, 'baad', 'later') || phrase.text(at) === 'aage') return counted(base, span, 1, at + 1);
  return phrase.is(at, 'before') ? counted(base, span, -1, at + 1) : undefined;
}

/** "18th dec for 3 days": as many days from there on. */
function lasting(phrase: TimePhrase, base: DayReading): DayReading | undefined {
  if (phrase.text(base.end) !== 'for' || base.until !== undefined) return undefined;
  const span = spanAt(phrase, base.end + 1);
  if (!span || span.high.minutes !== 0) return undefined;
  const until = movedBy(base.day, span.high) - 1;
  return until > base.day ? { ...base, end: span.end, until } : undefined;
}
