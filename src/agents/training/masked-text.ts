// Takes out of a text what names a person or a home. What stands in its place has the same shape, so that it can still be learned from, and
// still be played.
import { readEntities } from '#libs/nlu';
import { addressIn } from '../reading/address-reader.js';
import { partsOf } from '../reading/text-parts.js';

export const standInLine = '1, Example Road';
const standIns = { phone: '9000000000', email: 'name@example.com', reference: 'BK-7F3K9Q' };
const reference = /\bBK-[2-9A-HJKMNP-Z]{6}\b/gi;

/**
 * Phones, e-mail addresses, booking references, and what reads as an address. A pincode stays: it is an area. An address that nothing tells as
 * one stays too, and so do names: whoever knows them takes them out as well.
 */
export function maskedText(text: string): string {
  return withoutAddress(withoutContacts(text)).replace(reference, standIns.reference);
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
  const at = text.indexOf(found.line);
  const [start, end] = at < 0 ? [found.start, found.end] : [at, at + found.line.length];
  return text.slice(0, start) + standInLine + text.slice(end);
}

/** The moment makes no difference: days are not masked. */
const entitiesOf = (text: string) => readEntities(text, { now: new Date(0), timeZone: 'UTC' }).entities;
