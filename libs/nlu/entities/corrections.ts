// What the speaker takes back: "10, no wait 11", "from 10 to 11 please change", "kal wala booking parson shift karo". What is refused
// outright ("not 10") is in exclusions.ts.
import { ANY_TIME } from '../times/day-parts.js';
import type { DateValue, FoundEntity, TimeRangeValue } from './entity.js';
import { refusalOf, refusesBoth, type DayRefusal } from '../days/exclusions.js';
import type { TimePhrase } from '../days/phrase.js';
import { wordsOf } from '../days/vocabulary.js';

const MARKERS = wordsOf('sorry actually oops rather wait correction mean instead');
const ADDING = wordsOf('or ya ? and aur also bhi');
const CHANGED_TO = wordsOf('kar kardo karo krdo kr');
const MARKER_REACH = 6; // tokens between the value taken back and the one that replaces it

/** What stands and what is refused. */
export interface SettledValues<F> {
  standing: F[];
  refused: { item: F; refusal: DayRefusal }[];
}

/** Parts the values into those that stand and those refused, both in order; what is corrected is neither. `found` must be ordered by place. */
export function settleCorrections<F extends FoundEntity>(
  phrase: TimePhrase,
  found: readonly F[],
): SettledValues<F> {
  const replaced = new Set<F>();
  const refusals = new Map<F, DayRefusal | undefined>();
  const last = new Map<string, F>();
  for (const item of found) {
    const earlier = last.get(kindOf(item));
    last.set(kindOf(item), item);
    const before = earlier && { item: earlier, refusal: refusals.get(earlier) };
    refusals.set(item, refusalOf(phrase, item, before));
    const after = refusals.get(item);
    if (earlier && after && !refusals.get(earlier) && refusesBoth(phrase, earlier, item))
      refusals.set(earlier, after);
    if (earlier && (isCorrected(phrase, earlier, item) || isMoved(phrase, earlier, item)))
      replaced.add(earlier);
  }
  const standing = found.filter((item) => !refusals.get(item) && !replaced.has(item));
  return {
    standing: standing.filter((item, i) => !isNarrowed(phrase, item, standing.slice(i + 1))),
    refused: found.flatMap((item) => {
      const refusal = refusals.get(item);
      return refusal ? [{ item, refusal }] : [];
    }),
  };
}

/** "next week, Friday if possible", "any time in the morning": a day or hour inside the stretch named before it is what is meant. */
function isNarrowed(phrase: TimePhrase, stretch: FoundEntity, later: readonly FoundEntity[]): boolean {
  return later.some(({ first, value }) => {
    const listed = ['or', 'ya', '/'].includes(phrase.text(first - 1));
    if (stretch.value.type === 'date' && value.type === 'date') return isWithinDays(stretch.value, value);
    return !listed && stretch.value.type === 'time_range' && isWithinHours(stretch.value, value);
  });
}

function isWithinDays({ value: from, until }: DateValue, day: DateValue): boolean {
  return until !== undefined && day.until === undefined && day.value >= from && day.value <= until;
}

/** "Any time" (all that business hours have) and an hour or a part of the day. */
function isWithinHours({ from = '', to = '' }: TimeRangeValue, inner: FoundEntity['value']): boolean {
  if (from !== ANY_TIME.from || to !== ANY_TIME.to) return false;
  return inner.type === 'time' || inner.type === 'time_range';
}

/** Values of one kind replace each other: a stretch of time replaces a time. */
function kindOf({ value }: FoundEntity): string {
  if (value.type === 'term') return `term ${value.list}`;
  return value.type === 'time_range' ? 'time' : value.type;
}

/** "10, sorry 11", "tomorrow no wait Sunday", "10 … make it 11", "10 ki jagah 11". */
function isCorrected(phrase: TimePhrase, a: FoundEntity, b: FoundEntity): boolean {
  const between = phrase.tokens.slice(a.end, b.first);
  if (between.length === 0 || between.length > MARKER_REACH) return false;
  if (between.some(({ text }) => ADDING.has(text))) return false;
  return between.some(({ text, word }, k) => {
    const next = between[k + 1]?.text;
    if (text === 'no') return next === undefined || ['wait', 'sorry', ',', 'make', 'i'].includes(next);
    if (text === 'make') return next === 'it';
    return word === 'jagah' || (MARKERS.has(text) && next !== 'of' && next !== 'than');
  });
}

/** "change … 10 … to 11", "move it from Monday to Tuesday", "10 se 11 kar do". */
function isMoved(phrase: TimePhrase, a: FoundEntity, b: FoundEntity): boolean {
  const between = phrase.tokens.slice(a.end, b.first).map(({ text }) => text);
  if (between.length > MARKER_REACH + 2) return false;
  const goesTo = between.includes('to') || (between.length === 1 && between[0] === 'se');
  if (isMovedInHindi(phrase, between, b)) return true;
  const asked = phrase.tokens.slice(Math.max(0, a.first - 8), b.first).some(({ word }) => word === 'change');
  const doneTo = CHANGED_TO.has(phrase.text(b.end));
  return goesTo && (asked || doneTo);
}

/** "kal wala booking parson shift karo", "5 baje ka booking 6 baje kar do". */
function isMovedInHindi(phrase: TimePhrase, between: string[], b: FoundEntity): boolean {
  if (!['wala', 'vala', 'wale', 'wali', 'ka', 'ki', 'ke'].includes(between[0] ?? '')) return false;
  const after = [b.end, b.end + 1, b.end + 2];
  return (
    after.some((i) => phrase.is(i, 'change')) ||
    CHANGED_TO.has(phrase.text(phrase.text(b.end) === 'ko' ? b.end + 1 : b.end))
  );
}
