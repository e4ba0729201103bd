// Cuts a message where one ask may end and the next begin. It cuts generously: whoever reads the pieces decides, by what
// they mean, which neighbours belong together (an address or a list of details is one thing said, not several).

export interface TextClause {
  text: string;
  start: number;
  /** Exclusive. */
  end: number;
}

/** Of a longer message the first and the last are read each for itself, and what is between them as one. */
const MOST_CLAUSES = 40;

// A full stop ends a clause only before a space, so that "10.30", "a.m." and "Rs.500" stay whole.
const STOPS = String.raw`[?!;\n।]+|\.+(?=\s|$)|(?<=\s)[-–—]+(?=\s)|,`;
const JOINERS = String.raw`(?<![\p{L}\p{M}\p{N}])(?:and also|as well as|and|also|plus|but|then|aur|or haan|lekin|magar|par|phir|और|लेकिन|फिर)(?![\p{L}\p{M}\p{N}])`;
const BORDER = new RegExp(`${STOPS}|${JOINERS}`, 'giu');

/** The pieces between punctuation and joining words, trimmed, in order; positions count in the text as given. */
export function clausesOf(text: string): TextClause[] {
  const clauses: TextClause[] = [];
  let from = 0;
  const borders = [...text.matchAll(BORDER)];
  const skipped = Math.max(0, borders.length - MOST_CLAUSES + 1);
  for (const border of borders.toSpliced(MOST_CLAUSES / 2, skipped)) {
    keep(clauses, text, from, border.index);
    from = border.index + border[0].length;
  }
  keep(clauses, text, from, text.length);
  return clauses;
}

function keep(clauses: TextClause[], text: string, from: number, to: number): void {
  const piece = text.slice(from, to);
  const start = from + piece.length - piece.trimStart().length;
  const trimmed = piece.trim();
  if (/[\p{L}\p{N}]/u.test(trimmed)) clauses.push({ text: trimmed, start, end: start + trimmed.length });
}
