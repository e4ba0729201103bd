// Whether words ask for another service than the one that is being arranged. What a message sounds like is never enough: "I have my own copper
// pipe" sounds like a plumber, and "light gaya" like a chandelier. A booking that is open changes its service only where that is said.
import { inLatin, singularOf, synonymsOf } from '#libs/nlu';
import type { ServiceRef } from '../language/service.recogniser.js';
import type { BookingTask } from './booking-form.js';
import type { ServiceRequest } from '../reading/service-request-reader.js';

const changes =
  /\b(?:instead|rather|actually|mean|meant|mistake|change|switch|make it|only|other service|different service)\b|(?:ki jagah|की जगह|badal)/iu;
const asks =
  /\b(?:(?:i|we)(?:'d| would| will)? (?:also |really |just )?(?:need|want|wanted|like|require)|looking for|book|send|arrange|schedule)\b|(?<![\p{L}\p{M}])(?:chahiye|chahie|kar[vw]an[aie]|karan[aie]|bhej\w*|bula\w*|चाहिए|करवान\S*|कराना|भेज\S*)(?![\p{L}\p{M}])/iu;
/** Turned down, or there already. */
const refuses =
  /^\W*(?:no(?=\s+(?:need|more|extra|\p{L}+\W*$))|not|without|don'?t|do not|bina|बिना)(?![\p{L}\p{M}])|(?<![\p{L}\p{M}])(?:not|nahi|nahin|nhi|mat|नहीं|मत)\s+(?:chahiye|chahie|required|needed|necessary|lagega|kar\w*|चाहिए)|\b(?:own|already|mere paas|with me)\b/iu;
/** Of a name these say what is done, and not to what. */
const deeds = new Set(['visit', 'repair', 'service', 'servicing', 'cleaning', 'installation', 'work', 'control', 'general', 'home', 'full', 'deep', 'setup', 'treatment', 'and', 'for', 'the', 'with', 'out']); // prettier-ignore
const fillers = new Set(['a', 'an', 'the', 'my', 'our', 'please', 'pls', 'only', 'for', 'of', 'and', 'no', 'ok', 'okay', 'just', 'some', 'in', 'at', 'on', 'wala', 'wali', 'ka', 'ki', 'ke']); // prettier-ignore

/**
 * Those of the services named in `text` that are asked for. Where nothing is open yet, or a change is, a name is enough.
 * @param isAdded besides the open one: then what is called by its name, where any is ("my fan is also broken" names no furniture)
 */
export function requestsMeant(
  named: readonly ServiceRequest[],
  { service, asked, proposalId }: BookingTask,
  text: string,
  isAdded: boolean,
): ServiceRequest[] {
  if (!service || asked === 'service' || (asked === 'yes' && proposalId === null)) return [...named];
  const said = ({ start, end }: ServiceRequest): string => text.slice(start, end);
  if (!isAdded)
    return named.filter((each) => each.service.id === service.id ? !refuses.test(withoutLead(said(each))) : asksForInstead(text, said(each), each.service, service)); // prettier-ignore
  const plain = named.filter((each) => namesThing(said(each), each.service, service));
  return plain.length > 0 ? plain : [...named];
}

/** "Actually not the electrician": what it begins with says nothing. */
function withoutLead(said: string): string {
  return said.replace(/^\W*(?:(?:actually|sorry|no|oh|wait|ok|okay|nahi|arre)\W+)+(?=not\b|no\b)/iu, '');
}

/** @param said where `wanted` is named, of the whole `text` */
export function asksForInstead(text: string, said: string, wanted: ServiceRef, current: ServiceRef): boolean {
  if (refuses.test(said)) return false;
  return changes.test(text) || asks.test(said) || isPlainName(said, wanted, current);
}

/** Whether a word of `said` is one of the thing that `wanted`, and not `current`, is about. */
export function namesThing(said: string, wanted: ServiceRef, current: ServiceRef): boolean {
  const things = thingsOf(wanted, current);
  return wordsOf(said).some((word) => isAmong(word, things));
}

/** "Carpet", "fan repair": nothing but the name, and of it what tells it from the service at hand. */
function isPlainName(said: string, wanted: ServiceRef, current: ServiceRef): boolean {
  const words = wordsOf(said).filter((word) => !fillers.has(word));
  const name = wordsOf(wanted.name);
  const isOfName = (word: string): boolean => isAmong(word, name) || deeds.has(word);
  return words.length > 0 && words.every(isOfName) && namesThing(said, wanted, current);
}

function thingsOf(wanted: ServiceRef, current: ServiceRef): string[] {
  const known = new Set(wordsOf(current.name));
  return wordsOf(wanted.name).filter((word) => !deeds.has(word) && !known.has(word));
}

function isAmong(word: string, names: readonly string[]): boolean {
  const groups = synonymsOf(word);
  return names.some((name) => name === word || synonymsOf(name).some((group) => groups.includes(group)));
}

function wordsOf(text: string): string[] {
  return (
    inLatin(text)
      .toLowerCase()
      .match(/\p{L}+/gu) ?? []
  ).map(singularOf);
}
