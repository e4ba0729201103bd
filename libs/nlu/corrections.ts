// What the speaker takes back: "not 10, make it 11", "aaj nahi kal", "Monday doesn't work", "from 10 to 11 please change".
import type { Found } from './entity.js';
import type { Phrase } from './phrase.js';
import { isPast } from './tense.js';
import { words } from './vocabulary.js';

const WHEN = words('date time time_range');
const FILL = words('at on in the for by around do make come be a an my this');
const AWAY_FILL = words('available free home house possible there around possible');
const DENIALS = words('work possible ok okay good fine suit suits convenient available ideal');
const HINDI_DENIALS = words(`
  chalega chalegi hoga hogi ho possible sakta sakte sakti milega theek thik available chahiye aana aao balki lekin par magar to`);
const MARKERS = words('sorry actually oops rather wait correction mean instead');
const ADDING = words('or ya ? and aur also bhi');
const CHANGED_TO = words('kar kardo karo krdo kr');
const MARKER_REACH = 6; // tokens between the value taken back and the one that replaces it

/** The values that stand, in order. `found` must be ordered by place. */
export function withoutTakenBack<F extends Found>(phrase: Phrase, found: readonly F[]): F[] {
  const dropped = new Set<F>();
  const last = new Map<string, F>();
  for (const item of found) {
    const earlier = last.get(kindOf(item));
    last.set(kindOf(item), item);
    if (isDenied(phrase, item)) dropped.add(item);
    if (earlier && (isCorrected(phrase, earlier, item) || isMoved(phrase, earlier, item)))
      dropped.add(earlier);
  }
  return found.filter((item) => !dropped.has(item));
}

/** Values of one kind replace each other: a stretch of time replaces a time. */
function kindOf({ value }: Found): string {
  if (value.type === 'term') return `term ${value.list}`;
  return value.type === 'time_range' ? 'time' : value.type;
}

function isDenied(phrase: Phrase, item: Found): boolean {
  return isDeniedBefore(phrase, item) || (WHEN.has(item.value.type) && isDeniedAfter(phrase, item));
}

/** "not 10", "not on Sunday", "can't do 10", "not available tomorrow", "instead of 10", "except Sunday"; "why not tomorrow" asks for it. */
function isDeniedBefore(phrase: Phrase, item: Found): boolean {
  const when = WHEN.has(item.value.type);
  let i = item.first - 1;
  while (i > item.first - 4 && (FILL.has(phrase.word(i)) || (when && AWAY_FILL.has(phrase.text(i))))) i--;
  if (['except', 'excluding'].includes(phrase.text(i))) return true;
  if (phrase.text(i) === 'of' && phrase.text(i - 1) === 'instead') return true;
  if (phrase.text(i) === 'than' && phrase.text(i - 1) === 'rather') return true;
  return phrase.is(i, 'not') && !['why', 'if'].includes(phrase.text(i - 1));
}

/** "10 is not possible", "tomorrow won't work", "aaj nahi", "kal nahi ho payega"; not "kal nahi aaya". */
function isDeniedAfter(phrase: Phrase, item: Found): boolean {
  let i = item.end;
  if (['is', 'will', 'would', 'does', 'ko', 'to', 'tak', 'pe', 'par', 'it'].includes(phrase.text(i))) i++;
  if (phrase.is(i, 'nahi')) {
    const next = phrase.text(i + 1);
    const owner = phrase.owner(i + 1);
    const ends = phrase.isBreak(i + 1) || HINDI_DENIALS.has(next) || owner === 'date' || owner === 'time';
    return ends && !isPast(phrase, item.first, item.end);
  }
  if (!phrase.is(i, 'not')) return false;
  const next = phrase.text(i + 1) === 'be' || phrase.text(i + 1) === 'a' ? i + 2 : i + 1;
  return DENIALS.has(phrase.text(next));
}

/** "10, sorry 11", "tomorrow no wait Sunday", "10 … make it 11", "10 ki jagah 11". */
function isCorrected(phrase: Phrase, a: Found, b: Found): boolean {
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
function isMoved(phrase: Phrase, a: Found, b: Found): boolean {
  const between = phrase.tokens.slice(a.end, b.first).map(({ text }) => text);
  if (between.length > MARKER_REACH + 2) return false;
  const goesTo = between.includes('to') || (between.length === 1 && between[0] === 'se');
  if (isMovedInHindi(phrase, between, b)) return true;
  const asked = phrase.tokens.slice(Math.max(0, a.first - 8), b.first).some(({ word }) => word === 'change');
  const doneTo = CHANGED_TO.has(phrase.text(b.end));
  return goesTo && (asked || doneTo);
}

/** "kal wala booking parson shift karo", "5 baje ka booking 6 baje kar do". */
function isMovedInHindi(phrase: Phrase, between: string[], b: Found): boolean {
  if (!['wala', 'vala', 'wale', 'wali', 'ka', 'ki', 'ke'].includes(between[0] ?? '')) return false;
  const after = [b.end, b.end + 1, b.end + 2];
  return (
    after.some((i) => phrase.is(i, 'change')) ||
    CHANGED_TO.has(phrase.text(phrase.text(b.end) === 'ko' ? b.end + 1 : b.end))
  );
}
