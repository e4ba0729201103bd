// What a text says that can be held against it: numbers with what they count, days, promises, references, links.
import { inLatin, tokeniseText } from '#libs/nlu';
import { amountAt, readToken, type ReadToken } from './amounts.js';
import { commitmentOf, isNegation } from './commitments.js';

/** Two texts that claim the same have equal claims, whatever their language: `24 hour`, `saturday`, `-refund`, `bk7f3k9q`. */
export type Claim = string;

/** Taken as they stand, before the words around them are looked at. Every quantifier is bounded. */
const literals: readonly RegExp[] = [
  /\bhttps?:\/\/\S{1,300}/gi,
  /\b(?:[a-z0-9-]{1,63}\.){1,4}(?:com|in|org|net|io|co|app|dev|info|biz|me|link|ly)\b(?:\/\S{0,200})?/gi,
  /[\w.+-]{1,64}@[\w.-]{1,120}/g,
  /\b[A-Z]{2,4}-[0-9A-Z]{4,12}\b/g,
  /\+?\d[\d -]{7,16}\d/g,
];
/** Words that are a claim by themselves, by the one that stands for all that mean the same. */
const claimWords = new Map(
  Object.entries({
    ...Object.fromEntries(
      `today tomorrow yesterday tonight kal parson sunday monday tuesday wednesday thursday friday saturday january february april june july august
       september october november december weekend fortnight double half quarter`
        .split(/\s+/)
        .map((word) => [word, word]),
    ),
    aaj: 'today', aadha: 'half', aadhaa: 'half', aadhi: 'half', adha: 'half', adhi: 'half', twice: 'double', dugna: 'double', duguna: 'double',
    dogunaa: 'double', triple: 'triple', immediately: 'immediately', instantly: 'immediately', turant: 'immediately', anytime: 'anytime', always: 'always',
    hamesha: 'always',
  }),
); // prettier-ignore
/** Months that are verbs as well: only beside a number. */
const monthsOrVerbs = new Set(['may', 'march']);
/** "the next day", "the same week". */
const beforeUnits = /^(?:next|same|agle|agla|agli|usi)$/;
/** What is not charged for is free. */
const charges = /^(?:charg|cost|shulk)/;
const wordsAround = 3;

/** Every claim of a text, in Devanagari or Latin letters. */
export function claimsIn(source: string): Set<Claim> {
  const claims = new Set<Claim>();
  let rest = source.normalize('NFKC');
  for (const pattern of literals)
    rest = rest.replace(pattern, (match) => {
      claims.add(match.replace(/[\s-]+|[.,;)]+$/g, '').toLowerCase());
      return ' ; ';
    });
  const tokens = tokeniseText(rest).map(readToken);
  for (let at = 0; at < tokens.length; at += 1) {
    for (const claim of wordClaims(tokens, at)) claims.add(claim);
    const amount = amountAt(tokens, at);
    if (!amount) continue;
    claims.add(`${amount.value}${amount.unit && ` ${amount.unit}`}`);
    at = Math.max(at, amount.end - 1);
  }
  return claims;
}

function wordClaims(tokens: readonly ReadToken[], at: number): Claim[] {
  const { text, word } = tokens[at]!;
  const claims: Claim[] = [];
  const name = claimWords.get(word) ?? claimWords.get(text);
  if (name) claims.push(name);
  if (monthsOrVerbs.has(word) && isBesideNumber(tokens, at)) claims.push(word);
  const next = tokens[at + 1];
  if (beforeUnits.test(text) && /^(?:hour|day|week|month)$/.test(next?.word ?? ''))
    claims.push(`${text} ${next!.word}`);
  const commitment = commitmentOf(text) ?? commitmentOf(inLatin(text));
  if (commitment) claims.push(`${isNegatedAt(tokens, at) ? '-' : '+'}${commitment}`);
  else if (
    charges.test(text) &&
    tokens.slice(Math.max(0, at - 2), at).some((before) => isNegation(before.text))
  )
    claims.push('+free');
  return claims;
}

function isBesideNumber(tokens: readonly ReadToken[], at: number): boolean {
  return tokens[at - 1]?.kind === 'number' || tokens[at + 1]?.kind === 'number';
}

/** English denies before ("is not refundable", "no refund"), Hindi behind ("refund nahi hoga"). */
function isNegatedAt(tokens: readonly ReadToken[], at: number): boolean {
  const ends = ({ kind, text }: ReadToken): boolean => kind === 'mark' && /[.;!?।]/.test(text);
  const before = tokens.slice(Math.max(0, at - wordsAround), at);
  const behind = tokens.slice(at + 1, at + 1 + wordsAround);
  const cut = behind.findIndex(ends);
  const clause = [
    ...before.slice(before.findLastIndex(ends) + 1),
    ...behind.slice(0, cut < 0 ? undefined : cut),
  ];
  return clause.some(({ text }) => isNegation(text));
}
