// Reads the public corpora that judge the language engine. They lie outside the project: NLU_CORPORA names their folder.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { LabelledExample } from '#libs/nlu';

const root = resolve(process.env['NLU_CORPORA'] ?? '../shared/data/nlu');

/** A message with all the intents it carries. */
export interface Labelled {
  text: string;
  intents: string[];
}

/** False, with a line that says so, when the corpus is not on this machine. */
export function isThere(corpus: string): boolean {
  const found = existsSync(join(root, corpus));
  if (!found) console.log(`skipped ${corpus}: no such folder in ${root} (set NLU_CORPORA)`);
  return found;
}

export function examplesIn(corpus: string, file: string): LabelledExample[] {
  const lines = readFileSync(join(root, corpus, `${file}.tsv`), 'utf8').split('\n');
  return lines.filter(Boolean).map((line) => {
    const tab = line.lastIndexOf('\t');
    return { text: line.slice(0, tab), label: line.slice(tab + 1) };
  });
}

/** The first examples of each label. */
export function firstOfEach(examples: readonly LabelledExample[], count: number): LabelledExample[] {
  const seen = new Map<string, number>();
  return examples.filter(({ label }) => {
    const nth = seen.get(label) ?? 0;
    seen.set(label, nth + 1);
    return nth < count;
  });
}

/** Examples of each label in the order of chance: another seed draws others. */
export function drawnOfEach(
  examples: readonly LabelledExample[],
  count: number,
  seed: number,
): LabelledExample[] {
  const place = ({ text }: LabelledExample) => createHash('sha256').update(`${seed} ${text}`).digest('hex');
  const shuffled = examples.map((example) => ({ example, place: place(example) }));
  shuffled.sort((one, other) => (one.place < other.place ? -1 : 1));
  return firstOfEach(
    shuffled.map(({ example }) => example),
    count,
  );
}

/** The folds of NLU++ hotels, in the order of their numbers. */
export function hotelFolds(): Labelled[][] {
  const folder = join(root, 'nlupp');
  const numberOf = (file: string) => Number(/\d+/.exec(file)?.[0]);
  const files = readdirSync(folder).filter((file) => file.startsWith('hotels'));
  return files
    .sort((a, b) => numberOf(a) - numberOf(b))
    .map((file) => {
      const messages = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Partial<Labelled>[];
      return messages.map(({ text = '', intents = [] }) => ({ text, intents }));
    });
}
