// How alike a short text is to some part of a longer one, in trigrams: the `word_similarity` of PostgreSQL's pg_trgm, which is
// too slow to be asked about thousands of phrases on a database that does one thing at a time.
import { inLatin, tokeniseText } from '#libs/nlu';

/**
 * The trigrams of the words of a text, in order, each once. As in pg_trgm a word is lower case and stands between two spaces and
 * one, so that its beginning counts more than its end. Words are those of the chat: Devanagari is put into Latin letters, dots and
 * strokes within letters are left out (R.O., A/C).
 */
export function trigramsOf(text: string): string[] {
  const words = tokeniseText(inLatin(text)).flatMap(({ text: word, kind }) =>
    kind === 'mark' ? [] : [spelling(word)],
  );
  const grams = words.flatMap((word) => {
    const padded = `  ${word} `;
    return Array.from({ length: padded.length - 2 }, (_, at) => padded.slice(at, at + 3));
  });
  return [...new Set(grams)];
}

/** One of the spellings of the same Hindi word: darwaza, darwaja, daravaajaa; deemak, dimak. To English words it does no harm: both sides get it. */
function spelling(word: string): string {
  return word
    .replace(/aa+/g, 'a')
    .replace(/ee+|ii+/g, 'i')
    .replace(/oo+|uu+/g, 'u')
    .replaceAll('w', 'v')
    .replaceAll('z', 'j');
}

/**
 * The greatest share of trigrams that `sought` and some stretch of `within` have in common, of all that either has: 1 where `sought`
 * stands in `within` word for word, 0 where nothing is alike.
 * @param sought how many trigrams are sought
 * @param found for each trigram of the other text, in order, whether it is one of them
 */
export function bestStretch(sought: number, found: readonly boolean[]): number {
  const hits = found.flatMap((hit, at) => (hit ? [at] : []));
  let best = 0;
  // A best stretch begins and ends with a hit.
  for (let first = 0; first < hits.length; first++) {
    for (let last = first; last < hits.length; last++) {
      const common = last - first + 1;
      const length = hits[last]! - hits[first]! + 1;
      best = Math.max(best, common / (sought + length - common));
    }
  }
  return best;
}
