// Which of the findings that share words stand: the longer, then the more specific; then back to the order of the text.
import type { FoundEntity } from './entity.js';

/** A finding with the characters it covers. */
export interface EntityCandidate extends FoundEntity {
  start: number;
  stop: number;
  /** Smaller is more specific: of two findings over the same words the smaller one stands. */
  rank: number;
  /** For a count, the number alone: where a name covers the noun, that is what stands. */
  core?: { end: number; stop: number };
}

/** Each token goes to one finding; only a day and a time read from the very same words share theirs. Ordered by place. */
export function withoutOverlaps(candidates: readonly EntityCandidate[]): EntityCandidate[] {
  const owners: EntityCandidate[] = [];
  const kept: EntityCandidate[] = [];
  const longestFirst = candidates.toSorted((a, b) => length(b) - length(a) || a.rank - b.rank);
  const countsLast = [
    ...longestFirst.filter((item) => !item.core),
    ...longestFirst.filter((item) => item.core),
  ];
  for (const candidate of countsLast) {
    const item = isFree(candidate, owners) ? candidate : trimmed(candidate);
    if (!item || !isFree(item, owners)) continue;
    for (let i = item.first; i < item.end; i++) owners[i] = item;
    kept.push(item);
  }
  return kept.sort((a, b) => a.start - b.start || a.rank - b.rank);
}

function length({ start, stop }: EntityCandidate): number {
  return stop - start;
}

function isFree(candidate: EntityCandidate, owners: readonly (EntityCandidate | undefined)[]): boolean {
  for (let i = candidate.first; i < candidate.end; i++)
    if (owners[i] && !isTwin(candidate, owners[i]!)) return false;
  return true;
}

/** A count without its noun, or nothing. */
function trimmed(candidate: EntityCandidate): EntityCandidate | undefined {
  return candidate.core && { ...candidate, ...candidate.core };
}

/** "tonight", "in two hours": a day and a time. */
function isTwin(a: EntityCandidate, b: EntityCandidate): boolean {
  const [x, y] = [a.value.type, b.value.type];
  return (
    a.first === b.first &&
    a.end === b.end &&
    x !== y &&
    [x, y].every((type) => type === 'date' || type.startsWith('time'))
  );
}
