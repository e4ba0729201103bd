// Vectors of the lines that the intents are learned from, and of what services are told from, made by `npm run encoder -- vectors` and kept beside them: to encode them takes
// minutes, which no start has. corpus-vectors.spec.ts fails when lines are missing.
import { readFileSync } from 'node:fs';
import { VectorTable } from '#libs/nlu';
import { loadIntentCorpus } from './corpus.js';
import { foreignTexts } from './service-corpus.js';

/** From the root of the repository. */
export const corpusVectorsFile = 'src/agents/language/corpus.vectors.bin';
const file = new URL('./corpus.vectors.bin', import.meta.url);

/** Every text that the intents are learned from, and what services are told from, once. */
export function corpusTexts(): string[] {
  const { examples, outOfScope } = loadIntentCorpus();
  return [...new Set([...examples.map(({ text }) => text), ...outOfScope, ...foreignTexts()])];
}

/** As they were made; undefined where they were not. */
export function corpusVectors(): VectorTable | undefined {
  try {
    return VectorTable.read(readFileSync(file));
  } catch {
    return undefined;
  }
}
