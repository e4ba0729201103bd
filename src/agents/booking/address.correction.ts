// A correction of a part of an address: "the house is 45, not 54", "5th main instead of 6th main", "54 ki jagah 45".

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

function wholeWord(words: string): RegExp {
  const literal = words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(^|[^\\p{L}\\p{M}\\p{N}])${literal}(?![\\p{L}\\p{M}\\p{N}])`, 'iu');
}
