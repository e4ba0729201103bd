// Takes out of a message who wrote it and where they live. What stands in its place has the same shape, so that the dialogue still plays.
import { maskedText as withoutContacts, standInLine } from '../src/agents/training/masked-text.js';

export interface PersonalWords {
  names: string[];
  /** Saved, or of a booking. */
  addressLines: string[];
}

const standInName = 'Asha';
/** Shorter words of a name are words of the language, too. */
const leastOfName = 3;

/**
 * Each word of the given names, the given address lines, phones, e-mail addresses, booking references, and what reads as an address. A
 * pincode stays: it is an area, and the dialogue needs it. An address that nothing tells as one stays too, and so does the name of somebody
 * else: a person reads the case before it is committed.
 */
export function maskedText(text: string, { names, addressLines }: PersonalWords): string {
  const known = addressLines.reduce((masked, line) => withoutPhrase(masked, line, standInLine), text);
  const words = names.flatMap((name) => name.split(/\s+/)).filter((word) => word.length >= leastOfName);
  return withoutContacts(words.reduce((masked, word) => withoutPhrase(masked, word, standInName), known));
}

/** In whatever case, as words of their own. */
function withoutPhrase(text: string, phrase: string, standIn: string): string {
  if (phrase.trim() === '') return text;
  const literal = phrase.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);
  return text.replaceAll(new RegExp(String.raw`(?<![\p{L}\p{N}])${literal}(?![\p{L}\p{N}])`, 'giu'), standIn);
}
