// How the words of complaints are found again. PostgreSQL cuts them by its `simple` rules, which know no language: English, Hindi in either
// script and references are words alike, and what is asked for is the beginning of a word.

/** Signs by which PostgreSQL makes one word of several: of addresses, versions, file names and `CP-4M8T2X`. */
const joined = `-./@_:&?=#+,;'"()`;
const apart = `translate(%, '${joined.replaceAll("'", "''")}', '${' '.repeat(joined.length)}')`;

/** SQL: the words of a text, a column or an expression of some. */
const wordsOf = (text: string) => `to_tsvector('simple', ${apart.replace('%', text)})`;

/** As the indexes have them: a query that says it otherwise uses none. */
export const complaintWords = wordsOf(`reference || ' ' || subject || ' ' || description`);
export const updateWords = wordsOf('body');

/** Of one search: more words make it no more precise. */
const wordsAtMost = 8;

/**
 * What was typed as a `tsquery`: all of its words, each by its beginning.
 * @returns null where there is no word in it
 */
export function wordsQuery(typed: string): string | null {
  const words = typed.normalize('NFC').match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  if (words.length === 0) return null;
  return words
    .slice(0, wordsAtMost)
    .map((word) => `'${word}':*`)
    .join(' & ');
}
