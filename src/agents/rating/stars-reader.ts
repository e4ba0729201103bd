// How many stars somebody gives, and what they say beside it. Closed forms: a number with "stars", out of five, or the stars themselves.

const numbers: readonly RegExp[] = [
  /(?:1|one|a|ek|एक|१)/,
  /(?:2|two|do|दो|२)/,
  /(?:3|three|teen|तीन|३)/,
  /(?:4|four|char|chaar|चार|४)/,
  /(?:5|five|full|paanch|panch|पाँच|पांच|५)/,
];
const number = numbers.map(({ source }) => source).join('|');
const begins = '(?<![\\p{L}\\p{M}\\p{N}./-])';
const ends = '(?![\\p{L}\\p{M}\\p{N}])';
const star = '(?:stars?|sitare|tare|स्टार|सितारे|तारे)';
const five = '(?:5|five|paanch|panch|पाँच|पांच|५)';
const forms: readonly RegExp[] = [
  new RegExp(`${begins}(${number})[ -]*${star}${ends}`, 'giu'),
  new RegExp(`${begins}(${number}) *(?:/|out of|on) *${five}${ends}`, 'giu'),
  new RegExp(`${begins}${five} (?:mein|me|में) se (${number})${ends}`, 'giu'),
  new RegExp(`${begins}${five} में से (${number})${ends}`, 'giu'),
  new RegExp(`${begins}(?:rating|rated?|रेटिंग)(?: \\p{L}+){0,3}? (${number})${ends}`, 'giu'),
];
const drawn = /[⭐★]{1,5}/u;
const bare = new RegExp(`^\\W*(${number})\\W*$`, 'iu');
/** The deed itself, and not what is thought of the visit. */
const deed =
  /(?<![\p{L}\p{M}])(?:rat(?:e|ed|ing)|reviews?|feedback|रेटिंग|रिव्यू|समीक्षा|फ़ीडबैक)(?![\p{L}\p{M}])/iu;

/**
 * @param isAsked whether stars were asked for: then a number alone is an answer
 * @returns 1 … 5; null where none, or two different numbers of them, are given
 */
export function starsIn(text: string, isAsked: boolean): number | null {
  const shown = drawn.exec(text)?.[0];
  const said = forms.flatMap((form) => [...text.matchAll(form)].map((found) => found[1]!));
  const alone = isAsked ? bare.exec(text)?.[1] : undefined;
  const given = new Set([
    ...(shown ? [Array.from(shown).length] : []),
    ...[...said, ...(alone ? [alone] : [])].map(valueOf),
  ]);
  return given.size === 1 ? [...given][0]! : null;
}

function valueOf(said: string): number {
  return numbers.findIndex(({ source }) => new RegExp(`^${source}$`, 'iu').test(said)) + 1;
}

/** What is said of the visit beside the stars, piece by piece as it was typed; empty where nothing is. */
export function opinionIn(text: string): string {
  const pieces = text.split(/[,.;!\n।–—]+|\s-\s/u).map((piece) => piece.trim());
  return pieces
    .filter((piece) => /\p{L}{2}/u.test(piece) && starsIn(piece, true) === null && !deed.test(piece))
    .join(', ');
}
