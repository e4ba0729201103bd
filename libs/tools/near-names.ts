import { editDistance } from '#libs/nlu';

const shown = 5;

/** Names that `name` may have meant, the nearest first, at most five: misspelled, or with the same words. */
export function nearNames(name: string, names: Iterable<string>): string[] {
  // What is longer than any name is near to none, and costs nothing.
  const asked = name.slice(0, 100).toLowerCase();
  const limit = Math.max(2, Math.floor(asked.length / 4));
  const words = wordsOf(asked);
  return [...names]
    .map((each) => ({ each, far: distance(asked, words, each.toLowerCase(), limit) }))
    .filter(({ far }) => far <= limit)
    .sort((a, b) => a.far - b.far || (a.each < b.each ? -1 : 1))
    .slice(0, shown)
    .map(({ each }) => each);
}

/** By letters; where all words of the shorter are in the other (`cancel booking`, `bookings.cancel`), by the words that are left. */
function distance(asked: string, words: ReadonlySet<string>, name: string, limit: number): number {
  const own = wordsOf(name);
  const [fewer, more] = words.size < own.size ? [words, own] : [own, words];
  const isWithin = fewer.size > 0 && [...fewer].every((word) => more.has(word));
  return isWithin ? Math.min(limit, 1 + more.size - fewer.size) : editDistance(asked, name, limit);
}

/** Without the s of plurals: `bookings.cancel` has the words of `cancel_booking`. */
function wordsOf(name: string): ReadonlySet<string> {
  return new Set(
    name
      .split(/[^a-z0-9]+/)
      .filter(Boolean)
      .map((word) => word.replace(/s$/, '')),
  );
}
