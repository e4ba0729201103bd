// Vectors of the texts of a corpus. They are kept from one run to the next: to encode the training part of one takes minutes.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openEncoder, VectorTable, type SentenceEncoder } from '#libs/nlu';

const folder = 'node_modules/.cache/bench-vectors';
const together = 256;

export const encoder: SentenceEncoder = openEncoder('auto');
/** Waits for every answer: how well it reads is not to hang on how busy the machine is. */
export const patientEncoder = {
  name: encoder.name,
  dimensions: encoder.dimensions,
  missing: encoder.missing,
  embed: (texts: readonly string[]) => encoder.embed(texts),
} satisfies SentenceEncoder;

/** By text. Undefined, with a line that says so, where there is no encoder. */
export async function vectorsOf(corpus: string, texts: readonly string[]): Promise<VectorTable | undefined> {
  if (encoder.missing) {
    console.log(`no vectors: ${encoder.missing}`);
    return undefined;
  }
  const file = join(folder, `${corpus}.bin`);
  const kept = keptIn(file);
  const wanted = [...new Set(texts)];
  const lacking = wanted.filter((text) => !kept?.get(text));
  if (kept && lacking.length === 0) return kept;
  console.log(`encoding ${lacking.length} texts of ${corpus}, this once`);
  const vectors = new Map(
    wanted.flatMap((text) => (kept?.get(text) ? [[text, kept.get(text)!] as const] : [])),
  );
  for (let from = 0; from < lacking.length; from += together) {
    const some = lacking.slice(from, from + together);
    (await encoder.embed(some)).forEach((vector, at) => vectors.set(some[at]!, vector));
  }
  const table = VectorTable.of(encoder.name, encoder.dimensions, vectors);
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, table.bytes());
  return table;
}

function keptIn(file: string): VectorTable | undefined {
  try {
    const table = VectorTable.read(readFileSync(file));
    return table.encoder === encoder.name ? table : undefined;
  } catch {
    return undefined;
  }
}
