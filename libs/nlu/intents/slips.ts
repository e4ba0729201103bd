// Slips of the finger, made on purpose: what is also learned from lines with slips is understood as people type it.

/** Shorter words lose what they mean with a slip. */
const shortest = 5;
const latin = /^[a-z]+$/i;
const vowels = 'aeiou';

/**
 * The text with a slip in about `share` of its longer words in Latin letters: two letters swapped, one left out, one doubled, or another vowel.
 * @param random numbers in [0, 1)
 */
export function withSlips(text: string, share: number, random: () => number): string {
  const words = text.split(' ');
  return words.map((word) => (isLong(word) && random() < share ? slipped(word, random) : word)).join(' ');
}

function isLong(word: string): boolean {
  return word.length >= shortest && latin.test(word);
}

/** The first letter is hardly ever typed wrong. */
function slipped(word: string, random: () => number): string {
  const at = 1 + Math.floor(random() * (word.length - 2));
  const [before, after, kind] = [word.slice(0, at), word.slice(at + 1), random()];
  if (kind < 0.35) return `${before}${word[at + 1]}${word[at]}${word.slice(at + 2)}`;
  if (kind < 0.65) return before + after;
  if (kind < 0.8) return `${before}${word[at]}${word[at]}${after}`;
  return before + vowels[Math.floor(random() * vowels.length)] + after;
}
