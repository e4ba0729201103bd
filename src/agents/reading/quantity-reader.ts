// How many are meant. A number counts things only if their noun follows it: sizes, ratings and capacities ("1.5 ton", "3 star", "15
// litre geyser") are measures to the entity reader, and what is left is matched here with what the service is priced by.
import { inLatin, singularOf, synonymsOf, type Entity } from '#libs/nlu';
import type { ServiceRead } from '../agent-tools.js';

export interface QuantityReading {
  /** Null when no number of units was said, or when it is unclear. */
  quantity: number | null;
  /** A number as said that cannot be booked, or is none: "21 fans", "2 or 3 fans", "2.5 bathrooms". */
  unclear: string | null;
}

export const mostUnits = 20;
/** Words between a number and its noun that do not make another thing of it ("2 split ACs", "3 old ceiling fans"). */
const adjectives =
  /^(?:split|window|ceiling|exhaust|table|wall|pedestal|tower|old|new|more|other|big|small|large|leaking|broken|faulty|damaged|wooden|plastic|steel|led|western|indian|double|single|king|queen|electric|such|separate|different|purane|naye|bade|chhote|of|the|my|nos|no|pcs|pieces|units)$/i;
const mostBetween = 3;
/** "two 3 seater", "2 or 3", "2-3", "2 sofas of 3 seats": one number belongs to another. */
const numberBefore =
  /(?:\b(?:\d+|one|two|three|four|five|six|couple of|pair of|do|teen|char|paanch)|[-–/]|\b(?:or|to|ya|x)|\b(?:\d+|two|three|four|five|six|do|teen|char)\s+\p{L}+\s+(?:of|with))\s*$/iu;
const numberAfter = /^\s*(?:[-–/x]|or\b|to\b|ya\b)\s*\d/i;
/** "3+2 seater", "3 + 1 + 1": what a set is made of. */
const sum = /(?<![\p{L}\p{N}.+])\d{1,2}(?:\s*\+\s*\d{1,2})+(?!\d)/gu;
/** "fans: 4", "taps x 3" */
const nounFirst =
  /([\p{L}\p{M}]+)\s*(?:[:=×]|\bx\b|\s-)\s*(\d{1,2})(?![\p{L}\p{N}.:]|\s*(?:am|pm|baje)\b)/giu;
/** "2 fans in the hall and one in the bedroom": more of them, without the noun. */
const oneMore =
  /^[^,;.!?\n]*?(?:\b(?:and|plus|aur|also)\b|[&+])\s*(?:\d{1,2}|one|two|three|four|ek|do|teen|char|another)\s+(?:(?:more|other|old|new|window|split|ceiling|exhaust|table|small|big)\b|(?:in|for|from|upstairs|downstairs|outside)\b)/iu;
/** "4 nos. fans": the dot ends no sentence. */
const shortened = /\b(nos?|pcs?)\./gi;
const vague =
  /(?<![\p{L}\p{M}])(?:a few|few|some|several|many|multiple|a couple of|couple of|a dozen|dozens of|lots of|kuch|kai|कुछ|कई)\s+([\p{L}\p{M}]+)(?:\s+([\p{L}\p{M}]+))?/giu;
/** Who comes is no thing that is booked in numbers. */
const workers = new Set([
  'person',
  'worker',
  'technician',
  'man',
  'guy',
  'men',
  'people',
  'professional',
  'expert',
  'mechanic',
  'lady',
  'cleaner',
  'painter',
  'helper',
]);

export function countIn(service: ServiceRead, said: string, entities: readonly Entity[]): QuantityReading {
  const { unit } = service;
  if (!unit) return { quantity: null, unclear: severalVisits(service, entities) };
  const text = said.replace(shortened, '$1 ');
  const noun = unit.toLowerCase().split(' ').at(-1)!;
  const set = sumIn(text, noun);
  if (set) return set;
  let total = countedBehind(text, noun);
  for (const entity of entities) {
    if (
      entity.type === 'measure' &&
      entity.unit &&
      isNoun(lastWord(entity.unit), noun) &&
      !Number.isInteger(entity.value)
    )
      return { quantity: null, unclear: entity.text };
    const counted = entity.type === 'number' && countedBy(entity, text, noun);
    if (!counted || entity.type !== 'number') continue;
    const { start, end } = entity;
    const joins = numberBefore.test(text.slice(0, start)) || numberAfter.test(text.slice(end));
    if (joins) return { quantity: null, unclear: counted };
    const more = oneMore.exec(text.slice(start + counted.length));
    if (
      more &&
      !entities.some((other) => other.start > end && other.type === 'number' && countedBy(other, text, noun))
    )
      return { quantity: null, unclear: `${counted}${more[0]}` };
    total += entity.value;
    if (total > mostUnits) return { quantity: null, unclear: counted };
  }
  const loose = [...text.matchAll(vague)].find(([, first, second]) => [first, second].some((word) => word && isNoun(word.toLowerCase(), noun))); // prettier-ignore
  if (total === 0 && loose) return { quantity: null, unclear: loose[0] };
  return { quantity: total >= 1 ? total : null, unclear: null };
}

/** The parts of a set together, where what is counted follows; unclear where it does not. Null when none was said. */
function sumIn(text: string, noun: string): QuantityReading | null {
  for (const { 0: said, index } of text.matchAll(sum)) {
    const total = said.split('+').reduce((sofar, part) => sofar + Number(part), 0);
    const next = /^[\s-]*([\p{L}\p{M}]+)?/u.exec(text.slice(index + said.length))?.[1] ?? '';
    const ends = text.slice(index + said.length).trim() === '';
    if (isNoun(next.toLowerCase(), noun))
      return total > mostUnits ? { quantity: null, unclear: said } : { quantity: total, unclear: null };
    if (ends) return { quantity: null, unclear: said };
  }
  return null;
}

/** "fans: 4" */
function countedBehind(text: string, noun: string): number {
  const found = [...text.matchAll(nounFirst)].find(([, word]) => isNoun(word!.toLowerCase(), noun));
  return found ? Number(found[2]) : 0;
}

/** The number with what it counts, where that is `noun`; null where it counts something else. */
function countedBy(entity: Entity, text: string, noun: string): string | null {
  const digits = /^[\p{Nd},]+|^[\p{L}\p{M}]+/u.exec(entity.text)?.[0].length ?? entity.text.length;
  const from = entity.start + digits;
  const after = /^[^,;.!?\n()]*/.exec(text.slice(from))![0];
  const words = [...after.matchAll(/[\p{L}\p{M}]+|\p{Nd}+/gu)].slice(0, mostBetween + 1);
  for (const [index, match] of words.entries()) {
    const word = match[0].toLowerCase();
    const end = from + match.index + match[0].length;
    if (isNoun(word, noun)) return text.slice(entity.start, end);
    const next = words[index + 1]?.[0].toLowerCase();
    // A plural a word further is what is counted: "3 leaky taps", and not "3 speed fan".
    const leadsToPlural =
      next !== undefined && next !== singularOf(next) && isNoun(next, noun) && index === 0;
    if (!adjectives.test(word) && !leadsToPlural) return null;
  }
  return null;
}

function isNoun(written: string, noun: string): boolean {
  const word = inLatin(written).toLowerCase();
  const forms = new Set([word, singularOf(word), word.replace(/e$/, 'a'), word.replace(/iyan$/, 'i')]);
  if (forms.has(noun) || forms.has(`${noun}er`) || singularOf(word) === `${noun}er`) return true;
  const groups = synonymsOf(noun);
  return [...forms].some((form) => synonymsOf(form).some((group) => groups.includes(group)));
}

function lastWord(unit: string): string {
  return unit.split(' ').at(-1)!;
}

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
