// What a service is counted by: the noun of its unit, what means the same, and for a unit that is no thing ("item", "piece") the things that the
// catalogue says the service is for.
import { inLatin, singularOf, synonymsOf } from '#libs/nlu';
import type { ServiceRead } from '../agent-tools.js';
import { functionWords } from '../visits/function-words.js';

export interface CountedNoun {
  /** Whether `word`, in any letters and number, is one of what is counted. */
  isNoun: (word: string) => boolean;
  /** The same of several of it. */
  isPlural: (word: string) => boolean;
  /** Whether a thing has several of it ("a 5 seater sofa"): how many it has may be multiplied, and is never taken to be one. */
  isPart: boolean;
}

/** Units of which nobody has one alone. */
const parts = new Set(['seat']);
const anyThing = new Set(['item', 'piece', 'unit', 'device', 'appliance', 'fitting', 'point']);
const people = new Set(['person', 'people', 'log', 'guest', 'lady', 'ladki', 'girl', 'boy', 'man', 'men', 'woman', 'women', 'kid', 'child', 'children', 'bachcha', 'bachche', 'gent', 'adult', 'member', 'head']); // prettier-ignore
/** Where it is done and what is made for it: no things that the service is for. */
const around = new Set([...functionWords, 'wall', 'walls', 'home', 'house', 'room', 'site', 'ceiling', 'hole', 'existing', 'wiring', 'foot', 'feet', 'square']); // prettier-ignore
const shortestThing = 3;
const known = new WeakMap<ServiceRead, CountedNoun>();

/** Null for a service that is booked as one visit. */
export function countedNounOf(service: ServiceRead): CountedNoun | null {
  if (!service.unit) return null;
  let noun = known.get(service);
  if (!noun) known.set(service, (noun = nounOf(service, service.unit)));
  return noun;
}

function nounOf({ description, phrases }: ServiceRead, unit: string): CountedNoun {
  const noun = unit.toLowerCase().split(' ').at(-1)!;
  const isAnyThing = anyThing.has(noun);
  // Only the first sentence: the others say what is not included.
  const described = isAnyThing ? thingsIn(description.split(/[.:]/)[0]!) : new Set<string>();
  const asked = isAnyThing ? new Set(phrases.flatMap((phrase) => [...thingsIn(phrase)])) : described;
  const isDescribed = (word: string): boolean => described.has(singularOf(latin(word)));
  const isOfUnit = (word: string): boolean =>
    sameThing(latin(word), noun) || (noun === 'person' && people.has(singularOf(latin(word))));
  return {
    isNoun: (word) => isOfUnit(word) || isDescribed(word) || asked.has(singularOf(latin(word))),
    isPlural: (word) =>
      latin(word) !== singularOf(latin(word)) && !latin(word).endsWith("'s") && (isOfUnit(word) || isDescribed(word)), // prettier-ignore
    isPart: parts.has(noun),
  };
}

function thingsIn(text: string): Set<string> {
  const words = latin(text).match(/\p{L}+/gu) ?? [];
  return new Set(
    words
      .map(singularOf)
      .filter((word) => word.length >= shortestThing && !around.has(word) && !/(?:ing|ed|not)$/.test(word)),
  );
}

/** "Seater" is of seats. */
function sameThing(word: string, noun: string): boolean {
  const forms = new Set([word, singularOf(word), word.replace(/e$/, 'a'), word.replace(/iyan$/, 'i')]);
  if (forms.has(noun) || forms.has(`${noun}er`) || singularOf(word) === `${noun}er`) return true;
  const groups = synonymsOf(noun);
  return [...forms].some((form) => synonymsOf(form).some((group) => groups.includes(group)));
}

function latin(word: string): string {
  return inLatin(word).toLowerCase();
}
