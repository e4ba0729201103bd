// Numbers as they are said of a handful of things, in digits and words, English and Hindi in either script.

const values: Readonly<Record<string, number>> = {
  ...{ one: 1, two: 2, three: 3, four: 4, five: 5, six: 6, seven: 7, eight: 8, nine: 9, ten: 10 },
  ...{ ek: 1, do: 2, teen: 3, tin: 3, char: 4, chaar: 4, paanch: 5, panch: 5, chhe: 6, che: 6, saat: 7, aath: 8 },
  ...{ nau: 9, das: 10, a: 1, an: 1, another: 1, single: 1, double: 2 },
  ...{ एक: 1, दो: 2, तीन: 3, चार: 4, पाँच: 5, पांच: 5, छह: 6, छः: 6, सात: 7, आठ: 8, नौ: 9, दस: 10 },
}; // prettier-ignore

const articles = new Set(['a', 'an', 'another', 'single', 'double']);
const words = Object.keys(values).filter((word) => !articles.has(word));

/** For a pattern: one group, without articles. Not bordered on either side. */
export const countPattern = String.raw`(\d{1,2}|${words.join('|')})`;
/** The same, of the words that are no English verb: "do" is only counted beside Hindi words. */
export const plainCountPattern = String.raw`(\d{1,2}|${words.filter((word) => word !== 'do').join('|')})`;

/** @param said digits in any script or a word; articles count one */
export function countValue(said: string): number | null {
  const word = said.trim().toLowerCase();
  if (/^\p{Nd}+$/u.test(word))
    return Number(word.replace(/[०-९]/gu, (digit) => String('०१२३४५६७८९'.indexOf(digit))));
  return values[word] ?? null;
}
