// A correction of a part of an address: "the house is 45, not 54", "5th main instead of 6th main", "54 ki jagah 45"; and a part that comes
// to it: "on the 3rd floor". What names neither street nor house is never a whole address, and must not take the place of one.

const most = String.raw`((?:[\p{L}\p{M}\p{N}/-]+\s){0,2}[\p{L}\p{M}\p{N}/-]+)`;
const first = String.raw`([\p{L}\p{M}\p{N}/-]+(?:\s[\p{L}\p{M}\p{N}/-]+){0,2})`;
/** What is right, then what was wrong, or the other way round. */
const forms: readonly { pattern: RegExp; wrongFirst: boolean }[] = [
  {
    pattern: new RegExp(
      `${most},?\\s+(?:and\\s+)?(?:not|instead of|in place of|rather than)\\s+${first}`,
      'iu',
    ),
    wrongFirst: false,
  },
  {
    pattern: new RegExp(
      `(?:^|\\s)not\\s+${first}[,;]?\\s+(?:but\\s+|it'?s\\s+|it is\\s+|its\\s+|rather\\s+)?${first}`,
      'iu',
    ),
    wrongFirst: true,
  },
  {
    pattern: new RegExp(`${most}\\s+(?:nahi|nahin|ki jagah|नहीं|की जगह)[,\\s]+${first}`, 'iu'),
    wrongFirst: true,
  },
];

/** `line` with the part corrected; null when `said` corrects nothing of it. */
export function correctedAddress(line: string, said: string): string | null {
  for (const { pattern, wrongFirst } of forms) {
    const match = pattern.exec(said);
    if (!match) continue;
    const [before, after] = [match[1]!.split(/\s+/), match[2]!.split(/\s+/)];
    // As many words on both sides, the most first: "5th main, not 6th main".
    for (let count = Math.min(before.length, after.length); count > 0; count--) {
      const [left, right] = [before.slice(-count).join(' '), after.slice(0, count).join(' ')];
      const [wrong, correct] = wrongFirst ? [left, right] : [right, left];
      const replaced = line.replace(wholeWord(wrong), (found, lead: string) => `${lead}${correct}`);
      if (replaced !== line) return replaced;
    }
  }
  return null;
}

const ordinal = String.raw`(?:\d{1,2}(?:st|nd|rd|th)?|ground|first|second|third|fourth|fifth|sixth|seventh|top|upper|lower)`;
/** What lies within a house; it comes to the address. */
const withinHouse = new RegExp(
  String.raw`\b(?:${ordinal}\s+(?:floor|flr|gate|lifts?|staircase)\b|(?:floor|gate|lift)\s*(?:no\b\.?)?\s*[a-z]?\d{1,3}|(?:flat|apartment|apt|unit|room|door|wing|block|tower)\s*(?:no\b\.?)?\s*[-#:]?\s*(?:[a-z]{1,2}[-/ ]?)?\d{1,5}[a-z]?)`,
  'giu',
);
/** The number of the house itself: it takes the place of the one before. */
const ofHouse =
  /\b(?:house|plot|building|h\.?|number|no)\s*(?:no\b\.?|number\b)?\s*(?:is|=|:|#|hai)*\s*((?:[a-z]{1,2}[-/])?\d{1,5}(?:[-/]?[a-z])?)(?![\p{L}\p{N}])/iu;
const around =
  /(?<![\p{L}\p{M}])(?:on|the|it|its|it's|is|are|and|at|in|but|my|our|we|i|am|i'm|ok|okay|yes|no|not|sorry|please|also|there|add|with|has|have|hai|par|pe|mein|actually|correct|right)(?![\p{L}\p{M}])/giu;
/** The number at the head of an address, with what it is called. */
const head =
  /^((?:house|plot|h\.?|no|number)\s*(?:no\b\.?)?\s*[-#:]?\s*)?(?:[a-z]{1,2}[-/])?\d{1,5}(?:[-/]?[a-z])?(?=[\s,]|$)/iu;

/**
 * `line` with a part that was said of it later ("on the 3rd floor", "the house is 13"); null when `said` holds more than such parts, or
 * a number of which `line` has none.
 */
export function amendedAddress(line: string, said: string): string | null {
  const parts = [...said.matchAll(withinHouse)].map(([part]) => part.trim());
  const rest = said.replace(withinHouse, ' ');
  const number = ofHouse.exec(rest)?.[1];
  const left = rest.replace(ofHouse, ' ').replace(around, ' ');
  if (/[\p{L}\p{N}]/u.test(left) || (parts.length === 0 && !number)) return null;
  if (number && !head.test(line)) return null;
  const numbered = number
    ? line.replace(head, (_, called: string | undefined) => `${called ?? ''}${number}`)
    : line;
  return [numbered, ...parts.filter((part) => !line.toLowerCase().includes(part.toLowerCase()))].join(', ');
}

/** Only ever a part: what a house lies beside, and the way to it. */
const landmark =
  /^\W*(?:and\s+|it'?s\s+|it is\s+)?(?:near|nearby|opp|opposite|behind|beside|next to|in front of|above|below|close to|adjacent|landmark|lane|gali|off)(?![\p{L}\p{M}])|(?:ke (?:paas|pas|samne|saamne|peeche|piche|bagal mein|upar)|के (?:पास|सामने|पीछे|ऊपर))/iu;

/** `line` with a further part that was said after it ("near the park, lane 4"); null when `said` may be an address of its own. */
export function continuedAddress(line: string, said: string): string | null {
  if (!landmark.test(said) || line.toLowerCase().includes(said.toLowerCase())) return null;
  return `${line}, ${said.trim()}`;
}

function wholeWord(words: string): RegExp {
  const literal = words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(^|[^\\p{L}\\p{M}\\p{N}])${literal}(?![\\p{L}\\p{M}\\p{N}])`, 'iu');
}
