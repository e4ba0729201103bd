import { tokeniseText } from '#libs/nlu';
import { claimsIn, type Claim } from './claims.js';

/**
 * What `text` claims that no fact does: a number of something, a price, a day, a promise or its denial, a reference, a link. Empty when the
 * text may be said. A number without a unit passes beside the same number of a fact; one with a unit needs that unit. Where the facts both
 * promise and deny something, a sentence has to be nearer to those that say what it says. It may refuse what a person would let pass; what it
 * cannot see is a wrong statement without any of these ("we come on holidays").
 */
export function foreignClaims(text: string, facts: readonly string[]): Claim[] {
  const known = new Set<Claim>();
  for (const fact of facts)
    for (const claim of claimsIn(fact)) {
      known.add(claim);
      known.add(claim.replace(/^([\d.]+) .+$/, '$1'));
    }
  const foreign = [...claimsIn(text)].filter((claim) => !known.has(claim));
  return [...foreign, ...misplacedIn(text, facts, known)];
}

interface Sentence {
  claims: Set<Claim>;
  stems: Set<string>;
}

/** Promises and denials that the facts make of something else. */
function misplacedIn(text: string, facts: readonly string[], known: ReadonlySet<Claim>): Claim[] {
  const isTwofold = (claim: Claim): boolean =>
    /^[+-]/.test(claim) && known.has(claim) && known.has(contraryOf(claim));
  const said = sentencesOf(text);
  if (!said.some(({ claims }) => [...claims].some(isTwofold))) return [];
  const told = facts.flatMap(sentencesOf);
  return said.flatMap((sentence) =>
    [...sentence.claims].filter((claim) => {
      if (!isTwofold(claim)) return false;
      const same = nearest(
        sentence,
        told.filter(({ claims }) => claims.has(claim)),
      );
      const contrary = nearest(
        sentence,
        told.filter(({ claims }) => claims.has(contraryOf(claim))),
      );
      return same === 0 || same < contrary;
    }),
  );
}

function contraryOf(claim: Claim): Claim {
  return `${claim.startsWith('+') ? '-' : '+'}${claim.slice(1)}`;
}

/** Words that a sentence has in common with the nearest of others. */
function nearest({ stems }: Sentence, others: readonly Sentence[]): number {
  return Math.max(0, ...others.map((other) => [...stems].filter((stem) => other.stems.has(stem)).length));
}

const shortestWord = 4;
const stemLength = 5;

function sentencesOf(text: string): Sentence[] {
  return text
    .split(/[.!?;।]+(?:\s+|$)|\n+/)
    .filter((part) => part.trim() !== '')
    .map((part) => {
      const words = tokeniseText(part).filter(
        (token) => token.kind !== 'mark' && token.text.length >= shortestWord,
      );
      return {
        claims: claimsIn(part),
        stems: new Set(words.map((token) => token.text.slice(0, stemLength))),
      };
    });
}
