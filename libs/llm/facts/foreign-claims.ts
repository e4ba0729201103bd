import { claimsIn, type Claim } from './claims.js';

/**
 * What `text` claims that no fact does: a number of something, a price, a day, a promise or its denial, a reference, a link. Empty when the
 * text may be said. A number without a unit passes beside the same number of a fact; one with a unit needs that unit. It may refuse what a
 * person would let pass; what it cannot see is a wrong statement without any of these ("we come on holidays").
 */
export function foreignClaims(text: string, facts: readonly string[]): Claim[] {
  const known = new Set<Claim>();
  for (const fact of facts)
    for (const claim of claimsIn(fact)) {
      known.add(claim);
      known.add(claim.replace(/^([\d.]+) .+$/, '$1'));
    }
  return [...claimsIn(text)].filter((claim) => !known.has(claim));
}
