// What the danger reader is measured with, by `danger-reader.spec.ts` and `npm run bench -- safety`; the program itself never reads it.
import { linesOf } from '../language/corpus.js';
import { everydayLines, loadDangerCorpus } from './danger-corpus.js';
import type { DangerKind } from '../../conversations/conversation.entity.js';
import type { ReplyLanguage } from '#libs/format';

/**
 * On `tuning` thresholds and training lines are judged while they are made; `test` was written afterwards, in other voices, and is only read.
 */
export type HeldOutSet = 'tuning' | 'test';

const files = {
  tuning: { dangers: './tuning-dangers.tsv', nearMisses: './tuning-harmless.txt' },
  test: { dangers: './heldout-dangers.tsv', nearMisses: './heldout-harmless.txt' },
} as const;

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

export function heldOutDangers(set: HeldOutSet): HeldOutDanger[] {
  return linesOf(new URL(files[set].dangers, import.meta.url)).flatMap((line) => {
    const [kind, language, text = ''] = line.split('\t') as [DangerKind, ReplyLanguage, string];
    return isLearned(text) ? [] : [{ kind, language, text }];
  });
}

/** Messages that report no danger, by where they come from; of those that have one file, every other line. */
export function heldOutHarmless(
  set: HeldOutSet,
): Record<'nearMisses' | 'everyday' | 'heldOutIntents', string[]> {
  const unknown = (lines: readonly string[]) => lines.filter((text) => !isLearned(text));
  const half = (lines: readonly string[]) =>
    unknown(lines.filter((_, nth) => (nth % 2 === 0) === (set === 'tuning')));
  const intents = linesOf(new URL('../language/heldout.tsv', import.meta.url));
  return {
    nearMisses: unknown(linesOf(new URL(files[set].nearMisses, import.meta.url))),
    everyday: half(everydayLines('measured')),
    heldOutIntents: half(intents.map((line) => line.split('\t')[0]!)),
  };
}
