// Takes out of a message who wrote it and where they live. What stands in its place has the same shape, so that the dialogue still plays.
import { readEntities } from '#libs/nlu';
import { addressIn } from '../src/agents/reading/address-reader.js';
import { partsOf } from '../src/agents/reading/text-parts.js';

export interface PersonalWords {
  names: string[];
  /** Saved, or of a booking. */
  addressLines: string[];
}

export const standInLine = '1, Example Road';
const standIns = { phone: '9000000000', email: 'name@example.com', name: 'Asha', reference: 'BK-7F3K9Q' };
/** Shorter words of a name are words of the language, too. */
const leastOfName = 3;
const reference = /\bBK-[2-9A-HJKMNP-Z]{6}\b/gi;

/**
 * Phones, e-mail addresses, booking references, each word of the given names, the given address lines, and what reads as an address. A
 * pincode stays: it is an area, and the dialogue needs it. An address that nothing tells as one stays too, and so does the name of somebody
 * else: a person reads the case before it is committed.
 */
export function maskedText(text: string, { names, addressLines }: PersonalWords): string {
  const known = addressLines.reduce((masked, line) => withoutPhrase(masked, line, standInLine), text);
  const words = names.flatMap((name) => name.split(/\s+/)).filter((word) => word.length >= leastOfName);
  const named = words.reduce((masked, word) => withoutPhrase(masked, word, standIns.name), known);
  return withoutAddress(withoutContacts(named)).replace(reference, standIns.reference);
}

/** In whatever case, as words of their own. */
function withoutPhrase(text: string, phrase: string, standIn: string): string {
  if (phrase.trim() === '') return text;
  const literal = phrase.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);
  return text.replaceAll(new RegExp(String.raw`(?<![\p{L}\p{N}])${literal}(?![\p{L}\p{N}])`, 'giu'), standIn);
}

function withoutContacts(text: string): string {
  return entitiesOf(text).reduceRight((masked, { type, start, end }) => {
    if (type !== 'phone' && type !== 'email') return masked;
    return masked.slice(0, start) + standIns[type] + masked.slice(end);
  }, text);
}

/** All that the address stretches over, when its words do not stand together. */
function withoutAddress(text: string): string {
  const parts = partsOf(text, 0).map((part) => ({ ...part, intent: undefined, namesService: false }));
  const found = addressIn(text, parts, entitiesOf(text));
  if (!found) return text;
  const masked = withoutPhrase(text, found.line, standInLine);
  return masked === text ? text.slice(0, found.start) + standInLine + text.slice(found.end) : masked;
}

/** The moment makes no difference: days are not masked. */
const entitiesOf = (text: string) => readEntities(text, { now: new Date(0), timeZone: 'UTC' }).entities;
