// Vectors of the lines that the intents are learned from, made by `npm run encoder -- vectors` and kept beside them: to encode them takes
// minutes, which no start has. corpus-vectors.spec.ts fails when lines are missing.
import { readFileSync } from 'node:fs';
import { openEncoder, VectorTable } from '#libs/nlu';
import { loadIntentCorpus } from './corpus.js';

/** From the root of the repository. */
export const corpusVectorsFile = 'src/agents/language/corpus.vectors.bin';
const file = new URL('./corpus.vectors.bin', import.meta.url);
const together = 64;

/** Every text that the intents are learned from, once. */
export function corpusTexts(): string[] {
  const { examples, outOfScope } = loadIntentCorpus();
  return [...new Set([...examples.map(({ text }) => text), ...outOfScope])];
}

/** As they were made; undefined where they were not. */
export function corpusVectors(): VectorTable | undefined {
  try {
    return VectorTable.read(readFileSync(file));
  } catch {
    return undefined;
  }
}

/**
 * The bytes of the file for the lines that there are now. Vectors that are there already are kept, those of lines that are gone are not.
 * @param progress is told of every few texts
 * @throws EncoderUnavailable without the weights
 */
export async function embedCorpus(progress: (done: number, all: number) => void): Promise<Buffer> {
  const encoder = openEncoder('auto');
  const before = corpusVectors();
  const kept = before?.encoder === encoder.name ? before : undefined;
  const texts = corpusTexts();
  const vectors = new Map<string, Float32Array>();
  for (let from = 0; from < texts.length; from += together) {
    const some = texts.slice(from, from + together);
    const lacking = some.filter((text) => !kept?.get(text));
    const made = new Map<string, Float32Array>();
    const fresh = lacking.length > 0 ? await encoder.embed(lacking) : [];
    lacking.forEach((text, at) => made.set(text, fresh[at]!));
    for (const text of some) vectors.set(text, made.get(text) ?? kept!.get(text)!);
    if (lacking.length > 0) progress(Math.min(from + together, texts.length), texts.length);
  }
  return Buffer.from(VectorTable.of(encoder.name, encoder.dimensions, vectors).bytes());
}
