// A question as staff may read it: about what, and nothing of whom.
import { createHash } from 'node:crypto';
import { glossOf, readEntities, searchTerms } from '#libs/nlu';
import { gapQuestionAtMost } from './knowledge-gap.entity.js';

const hidden = '…';
const contacts = new Set(['phone', 'email', 'pincode']);
const reference = /\b[A-Z]{2}-[0-9A-Z]{6}\b/giu;
const longNumber = /\p{N}[\p{N} .,/-]{2,}\p{N}/gu;
const link = /\b(?:https?:\/\/|www\.)\S+/giu;

/** Contacts, references, links and numbers of more than three digits are left out. Names are not known here: see `knowledge.personal-data.ts`. */
export function maskedQuestion(question: string): string {
  // The moment makes no difference: days are not masked.
  const { entities } = readEntities(question, { now: new Date(0), timeZone: 'UTC' });
  const masked = entities.reduceRight(
    (text, { type, start, end }) =>
      contacts.has(type) ? text.slice(0, start) + hidden + text.slice(end) : text,
    question,
  );
  const plain = masked.replace(link, hidden).replace(reference, hidden).replace(longNumber, hidden);
  return [...plain.replace(/\s+/g, ' ').trim()].slice(0, gapQuestionAtMost).join('');
}

/** Null when there is nothing in it to look for. */
export function questionKey(question: string): string | null {
  const stems = new Set(searchTerms(glossOf(question)).map(({ stem }) => stem));
  if (stems.size === 0) return null;
  return createHash('sha256')
    .update([...stems].sort().join(' '))
    .digest('hex');
}
