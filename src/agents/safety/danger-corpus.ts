// What danger sounds like, and what only sounds like it: the lines that the danger reader learns from, in files beside this one, and
// everyday messages of the chat.
import { readdirSync } from 'node:fs';
import type { LabelledExample } from '#libs/nlu';
import { harmlessTroubles } from '../complaint/complaint-corpus.js';
import { linesOf, loadIntentCorpus } from '../language/corpus.js';

/** The label of what is no danger. */
export const harmless = 'harmless';

const files = new URL('./danger/', import.meta.url);
const slotFile = 'slots.txt';
/** In how many ways a line with a slot is learned: the harmless ones are fewer, and who is named in them must weigh as much. */
const fillingsOf = (label: string): number => (label === harmless ? 6 : 3);
const slot = /\{([^{}]+)\}/gu;

/**
 * Every line of `danger/`, labelled with the name of its file, slots filled in, every other one with a slip of the keyboard as well, and everyday
 * messages as harmless. The same files give the same examples in the same order. Throws RangeError where a line names a slot that there is not.
 */
export function loadDangerCorpus(): LabelledExample[] {
  const fill = slotFiller();
  const names = readdirSync(files).filter((file) => file.endsWith('.txt') && file !== slotFile);
  const examples = names.sort().flatMap((file) => {
    const label = file.slice(0, -'.txt'.length);
    const filled = linesOf(new URL(file, files)).flatMap((line) =>
      line.includes('{') ? Array.from({ length: fillingsOf(label) }, () => fill(line)) : [line],
    );
    const lines = [...new Set(filled)];
    const slips = lines.filter((_, nth) => nth % 2 === 0).map(withSlip);
    return [...new Set([...lines, ...slips])].map((text) => ({ text, label }));
  });
  return [...examples, ...everydayLines('learned').map((text) => ({ text, label: harmless }))];
}

/**
 * What customers write every day, what they complain of, and what is none of our business, without the lines that report danger: one half to learn from, the other
 * one to measure with. A line stays in its half whatever is added to the files or taken from them.
 */
export function everydayLines(half: 'learned' | 'measured'): string[] {
  const { examples, outOfScope } = loadIntentCorpus();
  const left = new Set(linesOf(new URL('./intents-with-danger.txt', import.meta.url)));
  const lines = [...new Set([...examples.map(({ text }) => text), ...outOfScope, ...harmlessTroubles()])];
  return lines.filter((line) => !left.has(line) && (isOdd(line) ? 'learned' : 'measured') === half);
}

/**
 * The line with one slip in a Latin word of four letters or more: a letter left out, swapped, doubled or missed. Danger is typed in a hurry.
 * @param nth which slip, in which word and where in it
 */
function withSlip(line: string, nth: number): string {
  const words = [...line.matchAll(/[a-z]{4,}/gi)];
  const chosen = words[nth % (words.length || 1)];
  if (!chosen) return line;
  const [word] = chosen;
  const at = 1 + (nth % (word.length - 2));
  const slips = [
    word.slice(0, at) + word.slice(at + 1),
    word.slice(0, at) + word[at + 1] + word[at] + word.slice(at + 2),
    word.slice(0, at) + word[at] + word.slice(at),
    word.slice(0, at) + 'aeiou'[nth % 5] + word.slice(at + 1),
  ];
  const slip = slips[(nth >> 1) % slips.length]!;
  return line.slice(0, chosen.index) + slip + line.slice(chosen.index + word.length);
}

/** As good as a coin, and always the same for the same line (FNV-1a). */
function isOdd(line: string): boolean {
  let hash = 0x811c9dc5;
  for (let at = 0; at < line.length; at++) hash = Math.imul(hash ^ line.charCodeAt(at), 0x01000193);
  return ((hash ^ (hash >>> 15)) & 1) === 1;
}

/** Puts what stands for a slot into a line, another one each time, so that all of them are met about equally often. */
function slotFiller(): (line: string) => string {
  const slots = new Map(
    linesOf(new URL(slotFile, files)).map((line) => {
      const [name = '', words = ''] = line.split(': ');
      return [name, { words: words.split(' | '), next: 0 }];
    }),
  );
  return (line) =>
    line.replace(slot, (_, name: string) => {
      const found = slots.get(name);
      if (!found) throw new RangeError(`No slot {${name}} in ${slotFile}.`);
      return found.words[found.next++ % found.words.length]!;
    });
}
