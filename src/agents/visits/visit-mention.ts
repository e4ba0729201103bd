// Which of their visits somebody means, as far as the message says, and where it shall be moved to.
import { type EntityOptions, readEntities } from '#libs/nlu';
import { localDate } from '#libs/time';
import { hasWish, noWish, type TimePreference } from '../reading/time-preference.js';
import { ordinalIn } from '../reading/ordinal-reader.js';
import { clockOf } from './slot-choice.js';
import { wishIn } from '../reading/time-preference-reader.js';
import { shiftIn } from '../reading/time-shift.js';
import type { VisitRead } from './visit-read.js';
import { daysSaid, hoursSaid, type SaidDays, type SaidHours } from './visit-times.js';
import { whenRolesIn, type WhenGroup } from './when-roles.js';

export interface VisitConstraints {
  /** Upper case, with the dash: `BK-7F3K9Q`. */
  references: string[];
  /** Any of them. */
  days: SaidDays[];
  /** Any of them. */
  hours: SaidHours[];
  /** Not on these days, not at these hours: "not the Friday one". */
  notDays: SaidDays[];
  notHours: SaidHours[];
  /** Where in the last list that was shown, from 0. */
  position: number | 'last' | null;
  /** `next`: the one that comes first; `newest`: the one booked last; `latest`: the one that was there last. */
  order: 'next' | 'newest' | 'latest' | null;
  /** All that fit are meant. */
  all: boolean;
  /** "Both", "all three": of how many "all" speaks; null where it names no number. */
  allOf: number | null;
  /** "The other one", "dusra wala" (which is the second of a list as well): not the one that was talked about. */
  other: boolean;
}

export interface VisitMention {
  constraints: VisitConstraints;
  /** Days and hours that may be the visit's: they decide between visits and rule none out alone. */
  likely: { days: SaidDays[]; hours: SaidHours[] };
  /** The message with blanks for days, times, references and positions: what may name a service or a provider. */
  naming: string;
  /** The new wish, as far as it does not depend on which visit it is (`wishFor`); null when none was said. */
  wish: TimePreference | null;
  /** "An hour later" than the visit; negative for earlier. */
  shiftMinutes: number | null;
  /** "Same time": as the visit. */
  sameTime: boolean;
}

export interface MentionOptions extends EntityOptions {
  /** Whether a visit is to be moved: then a day or time may be the new one. */
  moves: boolean;
}

interface Stretch {
  start: number;
  end: number;
}

const reference = /\bBK[-\s]?([A-Z0-9]{4,10})\b/giu;
const everything =
  /(?<!\b(?:at|that'?s|after|above|not) )(?<![\p{L}\p{M}])(?:all(?! (?:but|except|right|good|fine|ok|okay|done|day|set))|both|everything(?! (?:but|except))|every (?:one|visit|booking)|sab|sabhi|sare|saare|sari|saari|dono|donon|teeno|सब|सभी|सारी|सारे|दोनों|तीनों)(?![\p{L}\p{M}])/iu;
const allButSome = /(?<![\p{L}\p{M}])(?:all|everything) (?:but|except)(?![\p{L}\p{M}])/iu;
const otherOne =
  /(?<![\p{L}\p{M}])(?:the other(?: one)?|other one|the remaining one|d(?:oo|u)sr[aie](?: wal[aie])?|दूसर[ाीे])(?![\p{L}\p{M}])/iu;
const newest =
  /(?<![\p{L}\p{M}])(?:(?:last|latest|newest|recent)(?: one| visit| booking)? (?:i|we|that i|which i) (?:just )?(?:booked|made|placed)|(?:i|we) (?:just|last|recently) (?:booked|made|placed)|(?:last|latest|newest|most recent|recent) (?:booking|order)|(?:abhi|aakhir me|last me)(?: \p{L}+)? book (?:ki|kiya|kari|karaya)|jo abhi (?:book|ki|kiya)\S*|(?:aakhri|akhri|aakhiri|pichhli|pichli) booking|अभी बुक की\S*|(?:आखिरी|आख़िरी|पिछली) बुकिंग)(?![\p{L}\p{M}])/iu;
const nextOne =
  /(?<![\p{L}\p{M}])(?:(?:next|upcoming|nearest|soonest|coming)(?: \p{L}+)? (?:visit|booking|appointment|service|one)|sabse pehle (?:wal[aie]|ki)|agl[aie](?: \p{L}+)? (?:visit|booking|wal[aie]|appointment)|agl[aie] wal[aie]|अगल[ाीे](?: \p{L}+)? ?(?:विजिट|बुकिंग|वाल[ाीे])?)(?![\p{L}\p{M}])/iu;
const latest =
  /(?<![\p{L}\p{M}])(?:(?:last|previous|recent|latest) (?:visit|appointment|service)|pichhl[aie](?: wal[aie])?(?: visit)?|pichl[aie](?: wal[aie])?(?: visit)?|पिछल[ाीे])(?![\p{L}\p{M}])/iu;
const lastOne =
  /(?<![\p{L}\p{M}])(?:(?:the )?last(?: one)?|a+khri(?: wal[aie])?|a+khiri(?: wal[aie])?|आखिरी|आख़िरी)(?![\p{L}\p{M}])(?!\s+(?:week|month|night|time|monday|tuesday|wednesday|thursday|friday|saturday|sunday))/iu;
/** What may stand behind a position for it to be one: "the second floor" is none. */
const thing =
  /^(?:one|ones|visit|booking|appointment|option|wal[aie]|val[aie]|waal[aie]|वाला|वाली|वाले|बुकिंग|विजिट)$/iu;
const aroundPosition = /^(?:the|option|number|no|choice|#)$/i;
const sameTime =
  /(?<![\p{L}\p{M}])(?:same|usi|wahi|उसी|वही) (?:times?|timings?|samay|waqt|slots?|समय|टाइम)(?![\p{L}\p{M}])/iu;
/** Says when something shall be done about the visit, and not when the visit is: "cancel it right now". */
const ofThisMoment =
  /^(?:(?:right |just )?now|at once|immediately|asap|tonight|abhi(?: ke abhi)?|turant|jaldi|अभी|तुरंत|जल्दी)$/iu;
/** Positions that can be said; more are never shown. */
const positions = 20;
const shortAnswerWords = 4;

/** @param text the part of a message that is about one visit, or about several alike */
export function readVisitMention(text: string, options: MentionOptions): VisitMention {
  const references = [...text.matchAll(reference)];
  const blanked = without(text, references.map(stretchOf));
  const shift = options.moves ? shiftFrom(blanked, options) : null;
  const rest = shift ? without(blanked, [shift]) : blanked;
  const ordered = orderIn(rest);
  // "Just booked" is no day of the visit.
  const timed = ordered ? without(rest, [ordered]) : rest;
  const when = options.moves ? whenMoved(timed, options) : whenMeant(timed, options);
  const position = positionIn(rest);
  const order = ordered?.order ?? null;
  const all = allButSome.test(rest) || everything.test(rest);
  return {
    constraints: {
      references: references.map(([, code]) => `BK-${code!.toUpperCase()}`),
      ...when.constraints,
      position: order && position?.at === 'last' ? null : (position?.at ?? null),
      order,
      all,
      allOf: all ? numberOfAll(rest) : null,
      other: otherOne.test(rest),
    },
    likely: when.likely,
    naming: without(rest, [...when.spans, ...(position ? [position] : [])]),
    wish: when.wish,
    shiftMinutes: shift?.minutes ?? null,
    sameTime: options.moves && sameTime.test(rest),
  };
}

/**
 * When the visit shall be instead, now that it is known which one: what was not said stays as it is with `visit`.
 * @returns null when no other time was wished for
 */
export function wishFor(
  { wish, shiftMinutes, sameTime: isSameTime }: VisitMention,
  visit: Pick<VisitRead, 'startsAt'>,
  timeZone: string,
): TimePreference | null {
  const clock = (startsAt: string): string =>
    clockOf({ startsAt, endsAt: startsAt, providerId: '', providerName: '' }, timeZone);
  if (shiftMinutes !== null) {
    const at = new Date(new Date(visit.startsAt).getTime() + shiftMinutes * 60_000);
    const shifted = { ...noWish, date: localDate(at, timeZone), time: clock(at.toISOString()) };
    return wish?.date
      ? { ...shifted, date: wish.date, until: wish.until, otherDates: wish.otherDates }
      : shifted;
  }
  if (!wish) return null;
  const saysHour = wish.time !== null || wish.from !== null || wish.to !== null;
  return {
    ...wish,
    // A new hour alone is one of the same day; "as soon as possible" is of any.
    ...(wish.date === null && saysHour && { date: localDate(new Date(visit.startsAt), timeZone) }),
    ...(isSameTime && !saysHour && { time: clock(visit.startsAt) }),
  };
}

interface SaidWhen {
  constraints: Pick<VisitConstraints, 'days' | 'hours' | 'notDays' | 'notHours'>;
  likely: VisitMention['likely'];
  wish: TimePreference | null;
  spans: Stretch[];
}

/** Nothing is to be moved: every day and time is the visit's. */
function whenMeant(text: string, options: MentionOptions): SaidWhen {
  const read = readEntities(text, options);
  const entities = read.entities.filter((entity) => !ofThisMoment.test(entity.text));
  const { excluded } = read;
  const isWhen = ({ type }: { type: string }): boolean =>
    type === 'date' || type === 'time' || type === 'time_range';
  return {
    constraints: {
      ...{ days: daysSaid(entities, options), hours: hoursSaid(entities) },
      ...{ notDays: daysSaid(excluded, options), notHours: hoursSaid(excluded) },
    },
    likely: { days: [], hours: [] },
    wish: null,
    spans: [...entities.filter(isWhen), ...excluded],
  };
}

function whenMoved(text: string, options: MentionOptions): SaidWhen {
  const { groups, excluded, unread } = whenRolesIn(text, options);
  const of = (role: WhenGroup['role']) => groups.filter((group) => group.role === role);
  const values = (role: WhenGroup['role']) => of(role).flatMap(({ entities }) => entities);
  const wished = of('wish');
  // "I am away on Sunday, …" may be the visit's day; "any day but Sundays" is not.
  const before = excluded.filter(
    ({ start, end }) =>
      wished.every((group) => end <= group.start) &&
      excluded.filter((each) => each.start === start).length === 1,
  );
  const kept = without(text, [...of('visit'), ...of('likely_visit')]);
  const wish = wishIn(
    {
      ...{ text: kept, said: kept, excluded, unread },
      entities: values('wish'),
      today: localDate(options.now, options.timeZone),
    },
    { isAsked: true, wish: noWish, earlierTime: null, earlierDate: null },
  );
  return {
    constraints: {
      ...{ days: daysSaid(values('visit'), options), hours: hoursSaid(values('visit')) },
      ...{ notDays: [], notHours: [] },
    },
    likely: {
      days: daysSaid([...values('likely_visit'), ...before], options),
      hours: hoursSaid([...values('likely_visit'), ...before]),
    },
    wish: hasWish(wish) || wish.not.length > 0 || wish.doubt !== null ? wish : null,
    spans: [...groups, ...excluded],
  };
}

/** Days and times between "push" and "by an hour" are the visit's. */
function shiftFrom(text: string, options: MentionOptions): (Stretch & { minutes: number }) | null {
  const direct = shiftIn(text);
  if (direct) return direct;
  const { entities } = readEntities(text, options);
  const inner = entities.filter(({ type }) => type === 'date' || type === 'time');
  const squeezed = inner.reduceRight((said, { start, end }) => said.slice(0, start) + said.slice(end), text);
  const shift = shiftIn(squeezed);
  if (!shift) return null;
  const by = /(?<![\p{L}\p{M}])by(?![\p{L}\p{M}])/giu;
  const start = [...text.matchAll(by)].at(-1)?.index;
  return start === undefined ? null : { minutes: shift.minutes, start, end: text.length };
}

function orderIn(text: string): (Stretch & { order: NonNullable<VisitConstraints['order']> }) | null {
  for (const [order, pattern] of Object.entries({ newest, next: nextOne, latest })) {
    const match = pattern.exec(text);
    if (match) return { order: order as 'newest' | 'next' | 'latest', ...stretchOf(match) };
  }
  return null;
}

/** "The second one", "doosra wala", "option 2"; a few words may be a position alone: "the 2nd please". */
function positionIn(text: string): (Stretch & { at: number | 'last' }) | null {
  const words = [...text.matchAll(/[#\p{L}\p{N}\p{M}]+/gu)].map((match) => ({
    text: match[0],
    ...stretchOf(match),
  }));
  for (const [index, word] of words.entries()) {
    const at = ordinalIn(word.text, positions, false);
    const [before, after] = [words[index - 1], words[index + 1]];
    const numbered = before && aroundPosition.test(before.text) && /^\d$/.test(word.text);
    const isPosition = (after && thing.test(after.text)) || words.length <= shortAnswerWords;
    if (at !== null && at < positions - 1 && isPosition)
      return { at, start: word.start, end: after && thing.test(after.text) ? after.end : word.end };
    const picked = numbered ? ordinalIn(`${before.text} ${word.text}`, positions, false) : null;
    if (picked !== null) return { at: picked, start: before!.start, end: word.end };
  }
  const last = lastOne.exec(text);
  return last && { at: 'last', ...stretchOf(last) };
}

function numberOfAll(text: string): number | null {
  if (/(?<![\p{L}\p{M}])(?:both|dono|donon|दोनों)(?![\p{L}\p{M}])/iu.test(text)) return 2;
  return /(?<![\p{L}\p{M}])(?:teeno|all three|all 3|तीनों)(?![\p{L}\p{M}])/iu.test(text) ? 3 : null;
}

function stretchOf(match: RegExpMatchArray): Stretch {
  return { start: match.index!, end: match.index! + match[0].length };
}

/** With blanks for the stretches, so that positions stay. */
function without(text: string, stretches: readonly Stretch[]): string {
  return stretches.reduce(
    (said, { start, end }) => said.slice(0, start) + ' '.repeat(end - start) + said.slice(end),
    text,
  );
}
