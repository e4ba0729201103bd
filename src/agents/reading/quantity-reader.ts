// How many are meant. A number counts things only if their noun follows it, or if it stands for them ("there are three of them"): sizes, ratings
// and capacities ("1.5 ton", "3 star", "15 litre geyser") are measures to the entity reader.
import { singularOf, type Entity } from '#libs/nlu';
import type { ServiceRead } from '../agent-tools.js';
import { countPattern, countValue, plainCountPattern } from './count-words.js';
import { countedNounOf, type CountedNoun } from './counted-nouns.js';

export interface QuantityReading {
  /** Null when no number of units was said, or when it is unclear. */
  quantity: number | null;
  /** `quantity` is said of the difference to what there is: "two more", "ek kam" (then it is negative). */
  isMore: boolean;
  /** A number as said that cannot be booked, or is none: "21 fans", "2 or 3 fans", "2.5 bathrooms". */
  unclear: string | null;
}

export const mostUnits = 20;
const nothingSaid: QuantityReading = { quantity: null, isMore: false, unclear: null };
/** Words between a number and its noun that do not make another thing of it ("2 split ACs", "3 old ceiling fans"). */
const adjectives =
  /^(?:split|window|ceiling|exhaust|table|wall|pedestal|tower|old|new|more|other|extra|big|small|large|leaking|broken|faulty|damaged|wooden|plastic|steel|led|western|indian|double|single|king|queen|electric|such|separate|different|purane|naye|bade|chhote|aur|of|the|my|nos|no|pcs|pieces|units)$/i;
const mostBetween = 3;
/** More words than this say something else beside a number. */
const countWordsAtMost = 6;
/** "2 or 3", "2-3": one number belongs to another. */
const numberBefore =
  /(?:\b(?:\d+|one|two|three|four|five|six|couple of|pair of|do|teen|char|paanch)|[-–/]|\b(?:or|to|ya|x))\s*$/iu;
const numberAfter = /^\s*(?:[-–/x]|or\b|to\b|ya\b)\s*\d/i;
/** "One 5 seater", "two sofas of 3 seats each". */
const times = new RegExp(
  String.raw`(?<![\p{L}\p{N}.])(?:${countPattern}|(an?))\s*(?:x\s*)?(?:(?:sofas?|sets?|couch(?:es)?|diwans?)\s*(?:of|with|,|wale|each)?\s*)?$`,
  'iu',
);
/** "3+2 seater", "3 + 1 + 1": what a set is made of. */
const sum = /(?<![\p{L}\p{N}.+])\d{1,2}(?:\s*\+\s*\d{1,2})+(?!\d)/gu;
/** "fans: 4", "taps x 3" */
const nounFirst =
  /([\p{L}\p{M}]+)\s*(?:[:=×]|\bx\b|\s-)\s*(\d{1,2})(?![\p{L}\p{N}.:]|\s*(?:am|pm|baje)\b)/giu;
/** "2 fans in the hall and one in the bedroom": more of them, without the noun. */
const alsoCounted = new RegExp(
  String.raw`^[^,;.!?\n]*?(?:\b(?:and|plus|aur|also)\b|[&+])\s*(?:${countPattern}|another)\s+(?:(?:more|other|old|new|window|split|ceiling|exhaust|table|small|big)\b|(?:in|for|from|upstairs|downstairs|outside)\b)`,
  'iu',
);
/** "4 nos. fans": the dot ends no sentence. */
const shortened = /\b(nos?|pcs?)\./gi;
const vague =
  /(?<![\p{L}\p{M}])(?:a few|few|some|several|many|multiple|a couple of|couple of|a dozen|dozens of|lots of|all|every|kuch|kai|sab|sabhi|sare|saare|कुछ|कई|सब|सभी|सारे)\s+(?:(?:of|the|my|our|these|those|hamare|mere)\s+)*([\p{L}\p{M}]+)(?:\s+([\p{L}\p{M}]+))?/giu;
const both =
  /(?<![\p{L}\p{M}])(?:both|dono|donon|दोनों)\s+(?:(?:of|the|my|our|split|window|old|new|hi)\s+)*([\p{L}\p{M}]+)/giu;
const bothOfThem =
  /(?<![\p{L}\p{M}])(?:both (?:of (?:them|these|those)|are|need|have|not)|(?:dono|donon|दोनों) (?:hi )?(?:kharab|band|hain|ka|ki|ke|ko|chahiye|ख़राब|खराब|बंद|हैं|को))(?![\p{L}\p{M}])/iu;
const ends = String.raw`(?=\s*(?:$|[,.;:!?।\n]|(?:please|pls|plz|bhi|only|also|too|add|ji|sir|in|at|for|and|aur|split|window|kar\w*|chahiye|chahie|भी|और)(?![\p{L}\p{M}])))`;
/** A number that stands for the things: where it can be nothing else. */
const standsForThem: readonly RegExp[] = [
  String.raw`not\s+\d{1,2}(?:\s+[\p{L}\p{M}]+)?\s*,?\s*(?:but|rather)?\s*${plainCountPattern}${ends}`,
  String.raw`${plainCountPattern}\s+of\s+(?:them|these|those|such)(?![\p{L}\p{M}])`,
  String.raw`(?:there (?:are|r)|we have|i have|i've|have got|total|total of|kul|कुल)\s+${plainCountPattern}${ends}`,
  String.raw`${countPattern}\s+(?:nos?|pcs|pieces?|units?|in (?:all|total)|altogether|total|hain|hai|हैं|है)${ends}`,
].map(bordered);
/** Where a time is asked for, it may be one. */
const mayBeATime = [String.raw`(?:only|just|sirf|bas|सिर्फ)\s+${countPattern}${ends}`].map(bordered);
/** "We have three bathrooms but only two need it", "sirf teen hi karo": whatever was counted before, these are meant. */
const onlyThese = bordered(
  String.raw`(?:only|just|sirf|bas|सिर्फ|केवल)\s+${countPattern}\s+(?:of (?:them|these|those)|needs?|required|requires?|to be|should|hi|ही|ka|ki|ke|का|की|के|kar\p{L}*|कर\p{L}*|chahiye|चाहिए)(?![\p{L}\p{M}])`,
);
const more: readonly RegExp[] = [
  String.raw`${plainCountPattern}\s+more${ends}`,
  String.raw`${countPattern}\s+(?:aur|extra|और)${ends}`,
  String.raw`(?:aur|another|plus|और)\s+${countPattern}${ends}`,
].map(bordered);
const fewer: readonly RegExp[] = [
  String.raw`${countPattern}\s+(?:less|fewer|kam|कम)${ends}`,
  String.raw`(?:remove|minus|reduce by)\s+${plainCountPattern}${ends}`,
].map(bordered);
/** Beside the number of a noun: "two more fans", "ek aur pankha", "another 2 fans". */
const saysMore = /(?<![\p{L}\p{M}])(?:more|additional|extra|another|aur|और)(?![\p{L}\p{M}])/iu;
const moreBefore = /(?<![\p{L}\p{M}])(?:another|extra|additional|add|aur|और)\s*$/iu;
/** "2 fans nahi 3" */
const takenBackAfter = new RegExp(
  String.raw`^\s*(?:nahi|nahin|nhi|नहीं)(?![\p{L}\p{M}])\s*,?\s*${countPattern}(?![\p{L}\p{N}])`,
  'iu',
);
/** "One more fan", "ek aur purana pankha" */
const moreOf = new RegExp(
  String.raw`(?<![\p{L}\p{M}\p{N}.:])${countPattern}\s+(?:more|aur|extra|additional|और)\s+([\p{L}\p{M}]+)(?:\s+([\p{L}\p{M}]+))?`,
  'iu',
);

function bordered(pattern: string): RegExp {
  return new RegExp(String.raw`(?<![\p{L}\p{M}\p{N}.:])${pattern}`, 'iu');
}

/** @param isTimeAsked whether a time is asked for: then a number that could be one counts nothing */
export function countIn(
  service: ServiceRead,
  said: string,
  entities: readonly Entity[],
  isTimeAsked = false,
): QuantityReading {
  const noun = countedNounOf(service);
  if (!noun) return { ...nothingSaid, unclear: severalVisits(service, entities) };
  const text = said.replace(shortened, '$1 ');
  const set = sumIn(text, noun);
  if (set) return set;
  const only = countValue(onlyThese.exec(text)?.[1] ?? '');
  if (only !== null && only >= 1 && only <= mostUnits) return { ...nothingSaid, quantity: only };
  const counted = countedIn(text, noun, entities);
  if (counted.unclear !== null || counted.quantity !== null) return counted;
  const two = [...text.matchAll(both)].some(([, word]) => noun.isNoun(word!)) || bothOfThem.test(text);
  if (two) return { ...nothingSaid, quantity: 2 };
  const alone = moreOfNoun(text, noun) ?? numberAlone(text, isTimeAsked);
  if (alone) return alone.quantity! > mostUnits ? { ...nothingSaid, unclear: text.trim() } : alone;
  const loose = vagueIn(text, noun);
  return loose === null ? nothingSaid : { ...nothingSaid, unclear: loose };
}

/** Whether a message is nothing but a number of what is talked about: "two more", "there are 3 of them", "ek kam". */
export function saysOnlyCount(text: string): boolean {
  return text.trim().split(/\s+/).length <= countWordsAtMost && numberAlone(text, true) !== null;
}

/** "Some fans", "all the ACs": as typed, up to the noun. */
function vagueIn(text: string, noun: CountedNoun): string | null {
  for (const match of text.matchAll(vague)) {
    const [said, first, second] = match;
    if (first && noun.isNoun(first))
      return said.slice(0, said.length - (second ? (/\s+\S+$/u.exec(said)?.[0].length ?? 0) : 0));
    if (second && noun.isNoun(second)) return said;
  }
  return null;
}

/** What is named in the plural, of nobody knows how many ("the fans are noisy"); null where nothing is. */
export function pluralIn(service: ServiceRead, said: string): string | null {
  const noun = countedNounOf(service);
  return (noun && said.match(/[\p{L}\p{M}'’]+/gu)?.find((word) => noun.isPlural(word))) ?? null;
}

/** The numbers that stand before the noun, together. */
function countedIn(text: string, noun: CountedNoun, entities: readonly Entity[]): QuantityReading {
  let total = countedBehind(text, noun);
  let isMore = false;
  for (const entity of entities) {
    if (entity.type === 'measure' && entity.unit && noun.isNoun(lastWord(entity.unit)) && !Number.isInteger(entity.value))
      return { ...nothingSaid, unclear: entity.text }; // prettier-ignore
    const counted = entity.type === 'number' && countedBy(entity, text, noun);
    if (!counted || entity.type !== 'number') continue;
    const { start, end } = entity;
    const before = text.slice(0, start);
    const after = text.slice(start + counted.length);
    const corrected = takenBackAfter.exec(after)?.[1];
    const factor = noun.isPart ? factorIn(before) : null;
    const joins = (factor === null && numberBefore.test(before)) || numberAfter.test(text.slice(end));
    if (joins) return { ...nothingSaid, unclear: counted };
    const isLast = !entities.some((other) => other.start > end && other.type === 'number' && countedBy(other, text, noun)); // prettier-ignore
    const also = isLast ? alsoCounted.exec(after) : null;
    total += corrected ? countValue(corrected)! : entity.value * (factor ?? 1);
    if (also) total += also[1] ? countValue(also[1])! : 1;
    isMore ||= saysMore.test(counted) || moreBefore.test(before);
    if (total > mostUnits) return { ...nothingSaid, unclear: counted };
  }
  return { quantity: total >= 1 ? total : null, isMore, unclear: null };
}

function factorIn(before: string): number | null {
  const match = times.exec(before);
  return match && countValue(match[1] ?? match[2]!);
}

function moreOfNoun(text: string, noun: CountedNoun): QuantityReading | null {
  const [, count = '', ...words] = moreOf.exec(text) ?? [];
  const quantity = words.some((word) => word && noun.isNoun(word)) ? countValue(count) : null;
  return quantity === null ? null : { quantity, isMore: true, unclear: null };
}

/** "There are three of them", "two more", "ek kam": without the noun. */
function numberAlone(text: string, isTimeAsked: boolean): QuantityReading | null {
  const valueBy = (patterns: readonly RegExp[]): number | null => {
    const said = patterns.map((pattern) => pattern.exec(text)?.[1]).find((each) => each !== undefined);
    return said === undefined ? null : countValue(said);
  };
  const added = valueBy(more);
  if (added !== null) return { quantity: added, isMore: true, unclear: null };
  const taken = valueBy(fewer);
  if (taken !== null) return { quantity: -taken, isMore: true, unclear: null };
  const quantity = valueBy(isTimeAsked ? standsForThem : [...standsForThem, ...mayBeATime]);
  return quantity === null || quantity < 1 ? null : { quantity, isMore: false, unclear: null };
}

/** The parts of a set together, where what is counted follows; unclear where it does not. Null when none was said. */
function sumIn(text: string, noun: CountedNoun): QuantityReading | null {
  for (const { 0: said, index } of text.matchAll(sum)) {
    const total = said.split('+').reduce((sofar, part) => sofar + Number(part), 0);
    const next = /^[\s-]*([\p{L}\p{M}]+)?/u.exec(text.slice(index + said.length))?.[1] ?? '';
    const isLast = text.slice(index + said.length).trim() === '';
    if (noun.isNoun(next))
      return total > mostUnits ? { ...nothingSaid, unclear: said } : { ...nothingSaid, quantity: total };
    if (isLast) return { ...nothingSaid, unclear: said };
  }
  return null;
}

/** "fans: 4" */
function countedBehind(text: string, noun: CountedNoun): number {
  const found = [...text.matchAll(nounFirst)].find(([, word]) => noun.isNoun(word!));
  return found ? Number(found[2]) : 0;
}

/** The number with what it counts, where that is the noun; null where it counts something else. */
function countedBy(entity: Entity, text: string, noun: CountedNoun): string | null {
  const digits = /^[\p{Nd},]+|^[\p{L}\p{M}]+/u.exec(entity.text)?.[0].length ?? entity.text.length;
  const from = entity.start + digits;
  const after = /^[^,;.!?\n()]*/.exec(text.slice(from))![0];
  const words = [...after.matchAll(/[\p{L}\p{M}]+|\p{Nd}+/gu)].slice(0, mostBetween + 1);
  for (const [index, match] of words.entries()) {
    const word = match[0].toLowerCase();
    const end = from + match.index + match[0].length;
    if (noun.isNoun(word)) return text.slice(entity.start, end);
    const next = words[index + 1]?.[0].toLowerCase();
    // A plural a word further is what is counted: "3 leaky taps", and not "3 speed fan".
    const leadsToPlural = next !== undefined && next !== singularOf(next) && noun.isNoun(next) && index === 0;
    if (!adjectives.test(word) && !leadsToPlural) return null;
  }
  return null;
}

function lastWord(unit: string): string {
  return unit.split(' ').at(-1)!;
}

/** Who comes is no thing that is booked in numbers. */
const workers = new Set(['person', 'worker', 'technician', 'man', 'guy', 'men', 'people', 'professional', 'expert', 'mechanic', 'lady', 'cleaner', 'painter', 'helper']); // prettier-ignore

/** "2 electricians": the visit of one is what can be booked. */
function severalVisits({ name }: ServiceRead, entities: readonly Entity[]): string | null {
  const visitor = name.toLowerCase().split(' ')[0]!;
  const several = entities.find(
    (entity) =>
      entity.type === 'number' && entity.value > 1 && entity.unit !== undefined &&
      (singularOf(lastWord(entity.unit)) === visitor || workers.has(singularOf(lastWord(entity.unit)))),
  ); // prettier-ignore
  return several?.text ?? null;
}
