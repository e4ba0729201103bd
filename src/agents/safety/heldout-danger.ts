// What the danger reader is measured with, by `danger-reader.spec.ts` and `npm run bench -- safety`; the program itself never reads it.
import { linesOf } from '../language/corpus.js';
import { everydayLines, loadDangerCorpus } from './danger-corpus.js';
import type { DangerKind } from '../../conversations/conversation.entity.js';
import type { ReplyLanguage } from '#libs/format';

/** On `tuning` thresholds and training lines are judged while they are made; `test` is only read. */
export type HeldOutHalf = 'tuning' | 'test';

export interface HeldOutDanger {
  kind: DangerKind;
  language: ReplyLanguage;
  text: string;
}

/** Compared without capitals and punctuation. */
const bare = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim();
let learned: ReadonlySet<string> | undefined;

/** Two that write what people say, write some of it in the same words ("yes", "fire!"): those lines measure nothing. */
function isLearned(text: string): boolean {
  learned ??= new Set(loadDangerCorpus().map((example) => bare(example.text)));
  return learned.has(bare(text));
}

/** Of each kind and language every other line. */
export function heldOutDangers(half: HeldOutHalf): HeldOutDanger[] {
  const seen = new Map<string, number>();
  return linesOf(new URL('./heldout-dangers.tsv', import.meta.url)).flatMap((line) => {
    const [kind, language, text = ''] = line.split('\t') as [DangerKind, ReplyLanguage, string];
    const nth = seen.get(kind + language) ?? 0;
    seen.set(kind + language, nth + 1);
    return isIn(half, nth) && !isLearned(text) ? [{ kind, language, text }] : [];
  });
}

/** Messages that report no danger, by where they come from. */
export function heldOutHarmless(
  half: HeldOutHalf,
): Record<'nearMisses' | 'everyday' | 'heldOutIntents', string[]> {
  const halfOf = (lines: readonly string[]) =>
    lines.filter((text, nth) => isIn(half, nth) && !isLearned(text));
  const intents = linesOf(new URL('../language/heldout.tsv', import.meta.url));
  return {
    nearMisses: halfOf(linesOf(new URL('./heldout-harmless.txt', import.meta.url))),
    everyday: halfOf(everydayLines('measured')),
    heldOutIntents: halfOf(intents.map((line) => line.split('\t')[0]!)),
  };
}

function isIn(half: HeldOutHalf, nth: number): boolean {
  return (nth % 2 === 0) === (half === 'tuning');
}
