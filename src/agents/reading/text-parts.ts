// The smallest pieces of a message: a thing named, a line of an address, a fact. Cut at punctuation and joining words; what
// belongs together again (an address) is for the reader to say.

export interface TextPart {
  text: string;
  start: number;
  /** Exclusive. */
  end: number;
}

// A full stop ends a part only before a space, so that "10.30" and "a.m." stay whole, and not after "no" and its like.
const border =
  /[,;?!\n।]+|(?<!\b(?:no|opp|nr|st|rd|apt|mr|mrs|dr|rs))[.:]+(?=\s|$)|(?<=\s)[-–—]+(?=\s)|(?<![\p{L}\p{M}\p{N}])(?:and|also|plus|as well as|aur|और|&)(?![\p{L}\p{M}\p{N}])/giu;

/** In order; positions count in `text` from `offset` on. */
export function partsOf(text: string, offset = 0): TextPart[] {
  const borders = [...text.matchAll(border)];
  const starts = [0, ...borders.map((match) => match.index + match[0].length)];
  return starts.flatMap((from, index) => {
    const piece = text.slice(from, borders[index]?.index ?? text.length);
    const trimmed = piece.trim();
    const start = offset + from + piece.length - piece.trimStart().length;
    return /[\p{L}\p{N}]/u.test(trimmed) ? [{ text: trimmed, start, end: start + trimmed.length }] : [];
  });
}
