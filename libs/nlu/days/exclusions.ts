// What the speaker does not want: "any day but Monday", "not on Sunday", "no mornings", "I am out on Saturday", "somvar chhod ke",
// "subah nahi". Read from the words just before and just after a value.
import { dayOfIso, isoDay } from './calendar.js';
import type { FoundEntity } from '../entities/entity.js';
import type { TimePhrase } from './phrase.js';
import { foldSound } from '../text/spelling.js';
import { isPast } from './tense.js';
import { WEEKDAY_WORDS, wordsOf } from './vocabulary.js';

const WHEN = wordsOf('date time time_range');
const FILL = wordsOf('at on in the for by around do make come be a an my this to during');
const ASKING = wordsOf(`
  available free home house possible there come coming send book schedule plan visit want need like prefer anyone anybody someone
  somebody me us him them it able call`);
const REFUSING = wordsOf(
  'except excluding exclude avoid avoiding never skip skipping barring besides neither nor',
);
const REFUSING_PAIRS = wordsOf('other-than apart-from aside-from rather-than instead-of');
const ALL = wordsOf(
  'any anything anyday anytime all every everyday everything whenever weekday weekdays koi kabhi',
);
const ALL_FILL = wordsOf('day days time times date slot week month next this of the in weekday weekdays bhi');
const AWAY = wordsOf(`
  out away busy travelling traveling unavailable occupied outstation engaged off leave holiday work office bahar chutti chhutti vyast`);
const BEFORE_AWAY = wordsOf('going on at in very fully all the not'); // "moving out on Sunday" is no absence
const AWAY_FILL = wordsOf('of town station on at in the for from all full whole day till until hun hoon');
const SUBJECTS = wordsOf('i we am are im ill be is will he she they hun hoon main mai hum');
const UNFIT = wordsOf(`
  holiday out off busy bad difficult tough impossible packed full closed unavailable booked away chutti chhutti band vyast bahar`);
const UNFIT_FILL = wordsOf('a an very too so fully quite my bank public completely');
const DENIALS = wordsOf(`
  work possible ok okay good fine suit suits suitable convenient available ideal free home there in workable`);
const HINDI_DENIALS = wordsOf(`
  chalega chalegi hoga hogi ho possible sakta sakte sakti milega theek thik available chahiye aana aao aaiye bhejna bhejo balki lekin
  par magar to rakhna rakho karna karo please plz plss haan`);
const LINKS = wordsOf(
  'is are will would does it ko to tak pe par mein me ka ke ki time waqt samay wala wale vala',
);
const BESIDES_IN_HINDI = wordsOf(
  'chhod chod chhodkar chodkar chhodke alawa alava siva sivay sivaye bina hatakar',
);
const AT_HOME = wordsOf('ghar par pe mein me free available yahan shahar');
const REACH = 4; // words between a value and the one that refuses it
const WEEKS_AHEAD = 5; // further than anybody books

/** `always`: every such day is meant ("no Sundays", "any day but Monday"), not the next one alone. */
export interface DayRefusal {
  always: boolean;
}

/** How a value is refused, if it is. `earlier` is the value before it: one refusal may cover several ("not Saturday or Sunday"). */
export function refusalOf(
  phrase: TimePhrase,
  item: FoundEntity,
  earlier: { item: FoundEntity; refusal: DayRefusal | undefined } | undefined,
): DayRefusal | undefined {
  const before = refusedBefore(phrase, item);
  if (before || !WHEN.has(item.value.type)) return before;
  const carried = earlier && isJoined(phrase, earlier.item, item) ? earlier.refusal : undefined;
  return carried ?? refusedAfter(phrase, item);
}

/** The days and times that are ruled out, without those that stand all the same; "no Sundays" is spelled out for the coming weeks. */
export function ruledOut<F extends FoundEntity>(
  phrase: TimePhrase,
  refused: readonly { item: F; refusal: DayRefusal }[],
  standing: readonly FoundEntity[],
): F[] {
  const stands = new Set(standing.map(({ value }) => JSON.stringify(value)));
  return refused
    .flatMap(({ item, refusal }) => (refusal.always ? everyWeek(phrase, item) : [item]))
    .filter(({ end }) => !phrase.is(end - 1, 'now')) // "not now" leaves the rest of the day open
    .filter(({ value }) => !leavesNothing(value))
    .filter(({ value }) => WHEN.has(value.type) && !stands.has(JSON.stringify(value)));
}

/** "This we could not do this year": a stretch longer than anybody books ahead tells of something else than the visit. */
function leavesNothing(value: FoundEntity['value']): boolean {
  if (value.type !== 'date' || value.until === undefined) return false;
  return dayOfIso(value.until) - dayOfIso(value.value) >= 7 * WEEKS_AHEAD;
}

function everyWeek<F extends FoundEntity>(phrase: TimePhrase, item: F): F[] {
  const { value } = item;
  const isWeekday = item.end === item.first + 1 && WEEKDAY_WORDS.includes(phrase.word(item.first));
  if (!isWeekday || value.type !== 'date') return [item];
  const first = dayOfIso(value.value);
  return Array.from({ length: WEEKS_AHEAD }, (_, weeks) => ({
    ...item,
    value: { ...value, value: isoDay(first + 7 * weeks) },
  }));
}

/** "shanivar ravivar chhod ke", "Monday and Tuesday won't work": what is said after the second is said of both. */
export function refusesBoth(phrase: TimePhrase, a: FoundEntity, b: FoundEntity): boolean {
  const beside =
    b.first === a.end ||
    (b.first === a.end + 1 && ['and', 'aur', 'or', 'ya', '&'].includes(phrase.text(a.end)));
  return beside && WHEN.has(b.value.type) && refusedAfter(phrase, b) !== undefined;
}

function isJoined(phrase: TimePhrase, a: FoundEntity, b: FoundEntity): boolean {
  const between = phrase.tokens.slice(a.end, b.first).map(({ text }) => text);
  const [first, ...rest] = between;
  if (!['or', 'nor', 'and', 'aur', 'ya', '&'].includes(first ?? '') || between.length > REACH) return false;
  return rest.every((text) => FILL.has(text));
}

/** "not on Sunday", "can't do 10", "except Sunday", "anything but mornings", "I am away on Friday"; "why not tomorrow" asks for it. */
function refusedBefore(phrase: TimePhrase, item: FoundEntity): DayRefusal | undefined {
  const when = WHEN.has(item.value.type);
  let i = item.first - 1;
  while (i >= item.first - REACH && (FILL.has(phrase.word(i)) || (when && ASKING.has(phrase.text(i))))) i--;
  const all = speaksOfAll(phrase, i);
  if (REFUSING.has(phrase.text(i))) return { always: all || phrase.text(i) !== 'except' };
  if (REFUSING_PAIRS.has(`${phrase.text(i - 1)}-${phrase.text(i)}`))
    return { always: speaksOfAll(phrase, i - 1) };
  if (phrase.text(i) === 'but' && when && all) return { always: true };
  if (phrase.text(i) === 'no' && when && isPlural(phrase, item)) return { always: true };
  if (phrase.is(i, 'not') && !['why', 'if'].includes(phrase.text(i - 1)))
    return isPast(phrase, item.first, item.end) && i < item.first - 1
      ? undefined
      : { always: isPlural(phrase, item) };
  return when ? away(phrase, item.first - 1) : undefined;
}

/** "any day", "any day next week", "anything" right before token `i`. */
function speaksOfAll(phrase: TimePhrase, i: number): boolean {
  let at = i - 1;
  while (at > i - 6 && ALL_FILL.has(phrase.text(at)) && !ALL.has(phrase.text(at))) at--;
  return ALL.has(phrase.text(at));
}

/** "no Sundays", "no morning slots". */
function isPlural(phrase: TimePhrase, item: FoundEntity): boolean {
  const last = phrase.text(item.end - 1);
  return (
    (/[gnty]s$/.test(last) && last !== 'this') ||
    /^(?:slot|visit|appointment|time)s?$/.test(phrase.text(item.end))
  );
}

/** "I am out of town on Saturday", "we will be busy till 6". */
function away(phrase: TimePhrase, from: number): DayRefusal | undefined {
  let i = from;
  while (i > from - REACH && AWAY_FILL.has(phrase.text(i))) i--;
  if (phrase.text(i) === 'leave' && phrase.text(i - 1) !== 'on') return undefined; // "I'll leave tomorrow"
  const beside = SUBJECTS.has(phrase.text(i - 1)) || BEFORE_AWAY.has(phrase.text(i - 1));
  const told =
    AWAY.has(phrase.text(i)) && beside && [i - 1, i - 2, i - 3].some((at) => SUBJECTS.has(phrase.text(at)));
  return told ? { always: false } : undefined;
}

/** "10 is not possible", "tomorrow won't work", "Friday is a holiday", "Friday I am busy", "aaj nahi", "somvar chhod ke"; not "kal nahi aaya". */
function refusedAfter(phrase: TimePhrase, item: FoundEntity): DayRefusal | undefined {
  let i = item.end;
  while (i < item.end + 3 && LINKS.has(phrase.text(i))) i++;
  if (BESIDES_IN_HINDI.has(foldSound(phrase.text(i))) && !isCountedOut(phrase, item)) return { always: true };
  const denied = deniedAt(phrase, i, item) || isUnfit(phrase, i, item.end) || isAwayThen(phrase, item.end);
  return denied ? { always: false } : undefined;
}

/** "do din chhod ke" skips two days: a distance, not a refusal. */
function isCountedOut(phrase: TimePhrase, item: FoundEntity): boolean {
  return phrase.is(item.end - 1, 'day', 'week');
}

function deniedAt(phrase: TimePhrase, i: number, item: FoundEntity): boolean {
  if (phrase.text(i) === 'mat') return !isPast(phrase, item.first, item.end);
  if (phrase.is(i, 'nahi')) {
    const owner = phrase.owner(i + 1);
    const ends =
      phrase.isBreak(i + 1) || HINDI_DENIALS.has(phrase.text(i + 1)) || owner === 'date' || owner === 'time';
    return ends && !isPast(phrase, item.first, item.end);
  }
  if (!phrase.is(i, 'not')) return false;
  const next = phrase.text(i + 1) === 'be' || phrase.text(i + 1) === 'a' ? i + 2 : i + 1;
  return DENIALS.has(phrase.text(next));
}

/** "is a holiday", "will be difficult", "chutti hai". */
function isUnfit(phrase: TimePhrase, i: number, end: number): boolean {
  let at = phrase.text(i) === 'be' ? i + 1 : i;
  while (at < i + 4 && UNFIT_FILL.has(phrase.text(at))) at++;
  if (!UNFIT.has(phrase.text(at))) return false;
  return at > end || ['hai', 'hain', 'hun', 'hoon', 'rahega'].includes(phrase.text(at + 1));
}

/** "… I am busy", "… we are not at home", right after a day or time. */
function isAwayThen(phrase: TimePhrase, end: number): boolean {
  const subject = [',', 'ko', 'ke', 'pe'].includes(phrase.text(end)) ? end + 1 : end;
  const named = ['i', 'we', 'im', 'ill', 'main', 'mai', 'hum'].includes(phrase.text(subject));
  if (!named && phrase.text(subject) !== 'ghar') return false; // in Hindi nobody need be named: "kal ghar pe nahi hun"
  for (let i = subject + 1; i < subject + 5; i++) {
    if (AWAY.has(phrase.text(i))) return phrase.text(i) !== 'work' && phrase.text(i) !== 'office';
    if (phrase.is(i, 'nahi')) return true; // "budhwar ko main ghar par nahi hun"
    if (phrase.is(i, 'not') && DENIALS.has(phrase.text(i + 1))) return true;
    if (
      !SUBJECTS.has(phrase.text(i)) &&
      !FILL.has(phrase.text(i)) &&
      !AT_HOME.has(phrase.text(i)) &&
      !phrase.is(i, 'not')
    )
      return false;
  }
  return false;
}
