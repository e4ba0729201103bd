// Groups of words that mean nearly the same, English beside Hindi in Latin letters: general knowledge that a few hundred
// training examples cannot teach. A group is one more feature of a text, never an answer.
import { readFileSync } from 'node:fs';
import { foldSound } from './spelling.ts';

const groupsOf = read(readFileSync(new URL('./synonyms.txt', import.meta.url), 'utf8'));

/** The first words of the groups the word belongs to, also as a plural or with -ed, -ing; none for an unknown word. */
export function synonymsOf(word: string): readonly string[] {
  for (const form of formsOf(word)) {
    const groups = groupsOf.get(foldSound(form));
    if (groups) return groups;
  }
  return [];
}

function formsOf(word: string): string[] {
  const bare = word.replace(/(?:s|es|ed|ing)$/, '');
  return bare === word ? [word] : [word, bare, `${bare}e`];
}

function read(file: string): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const line of file.split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const words = line.split(' ');
    for (const form of new Set(words.map(foldSound))) {
      const heads = groups.get(form);
      if (heads) heads.push(words[0]!);
      else groups.set(form, [words[0]!]);
    }
  }
  return groups;
}
