// `npm run encoder -- kernel | vectors [--check]`: what the sentence encoder needs beside its weights, made from its sources.
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { readCommand } from '../dist/libs/command/index.js';
import { commandLines } from '../dist/src/command-lines.js';

const {
  words: [form],
  options,
} = readCommand(commandLines.encoder);

const together = 256;
const pathOf = (name) => fileURLToPath(new URL(`../${name}`, import.meta.url));

/** `libs/nlu/encoder/kernel.ts` from the text of the function. */
async function makeKernel() {
  const { default: openToolkit } = await import('wabt');
  const source = await readFile(pathOf('scripts/integer-product.wat'), 'utf8');
  const toolkit = await openToolkit();
  const parsed = toolkit.parseWat('integer-product.wat', source, { simd: true });
  const { buffer } = parsed.toBinary({});
  const lines = Buffer.from(buffer)
    .toString('base64')
    .match(/.{1,100}/g)
    .map((line) => `  '${line}',`);
  const digest = createHash('sha256').update(source).digest('hex');
  const text = `// Made by \`npm run encoder -- kernel\` of scripts/integer-product.wat, which says what it does.

/** SHA-256 of the text that it was made of. */
export const kernelSource = '${digest}';

/** A WebAssembly module of ${buffer.length} bytes, base64. */
export const kernelModule = [
${lines.join('\n')}
].join('');
`;
  return { name: 'libs/nlu/encoder/kernel.ts', bytes: Buffer.from(text) };
}

/** The vectors of all lines that the intents are learned from: those that are there are kept, those of lines that are gone are not. */
async function makeVectors() {
  const { openEncoder, VectorTable } = await import('../dist/libs/nlu/index.js');
  const language = await import('../dist/src/agents/language/corpus-vectors.js');
  const encoder = openEncoder('auto');
  const before = language.corpusVectors();
  const kept = before?.encoder === encoder.name ? before : undefined;
  const texts = language.corpusTexts();
  const lacking = texts.filter((text) => !kept?.get(text));
  const vectors = new Map(texts.map((text) => [text, kept?.get(text)]));
  for (let from = 0; from < lacking.length; from += together) {
    const some = lacking.slice(from, from + together);
    const made = await encoder.embed(some);
    some.forEach((text, at) => vectors.set(text, made[at]));
    console.log(`${Math.min(from + together, lacking.length)} of ${lacking.length} lines`);
  }
  const table = VectorTable.of(encoder.name, encoder.dimensions, vectors);
  return { name: language.corpusVectorsFile, bytes: Buffer.from(table.bytes()) };
}

/** What tells sentiments by their vectors: half a minute at most, so it is always made anew. */
async function makeSentiment() {
  const { fitSentiment, openEncoder, sentimentKernelFile } = await import('../dist/libs/nlu/index.js');
  return {
    name: sentimentKernelFile,
    bytes: Buffer.from((await fitSentiment(openEncoder('auto'))).toBytes()),
  };
}

for (const make of form === 'kernel' ? [makeKernel] : [makeVectors, makeSentiment]) {
  const { name, bytes } = await make();
  const before = await readFile(pathOf(name)).catch(() => undefined);
  if (before?.equals(bytes)) console.log(`${name} is up to date`);
  else if (options.check) {
    console.log(`${name} differs from its sources: npm run encoder -- ${form}`);
    process.exitCode = 1;
  } else {
    await writeFile(pathOf(name), bytes);
    console.log(`wrote ${name}`);
  }
}
