// "The second one", "option 3", "the last": a choice by position.

const ordinals: readonly RegExp[] = [
  /\b(?:first|1st|pehla|pehli|pehle wala)\b|पहल/iu,
  /\b(?:second|2nd|doosra|dusra|doosri|dusri)\b|दूसर/iu,
  /\b(?:third|3rd|teesra|tisra|teesri)\b|तीसर/iu,
  /\b(?:fourth|4th|chautha)\b/i,
  /\b(?:fifth|5th|panchva)\b/i,
  /\b(?:sixth|6th|chhatha)\b/i,
];
/** More words than this say something else beside a position. */
const mostWords = 6;

/**
 * Position in a list of `count` that `said` picks; null when it picks none.
 * @param numbered whether the list was shown with numbers: then a bare number picks too
 */
export function ordinalIn(said: string, count: number, numbered: boolean): number | null {
  if (said.trim().split(/\s+/).length > mostWords) return null;
  if (/\blast\b/i.test(said)) return count - 1;
  const digit =
    /\b(?:option|number|no\.?|choice)\s*(\d)\b/i.exec(said) ?? (numbered ? /^\W*(\d)\W*$/.exec(said) : null);
  const position = digit ? Number(digit[1]) - 1 : ordinals.findIndex((pattern) => pattern.test(said));
  return position >= 0 && position < count ? position : null;
}
