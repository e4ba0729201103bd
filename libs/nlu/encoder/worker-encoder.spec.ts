import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { encoderFolder } from './encoder-files.js';
import { openEncoder } from './encoder.module.js';
import { EncoderUnavailable } from './sentence-encoder.js';
import { WorkerEncoder } from './worker-encoder.js';

beforeAll(() => Logger.overrideLogger(false));

/** The code of a thread that answers each order as `answer` says, with the number of texts of the order in each vector. */
const thread = (answer: string) =>
  new URL(
    `data:text/javascript,${encodeURIComponent(`
      import { parentPort } from 'node:worker_threads';
      const answer = (texts) => parentPort.postMessage({ is: 'vectors', vectors: texts.map((text) => Float32Array.of(texts.length, text.length)) });
      parentPort.on('message', ({ texts }) => { ${answer} });
      parentPort.postMessage({ is: 'ready' });`)}`,
  );
const answering = thread('answer(texts)');
const open: WorkerEncoder[] = [];
const encoderWith = (file: URL, unloadAfterMs?: number) => {
  const encoder = new WorkerEncoder('nowhere', { file, unloadAfterMs });
  open.push(encoder);
  return encoder;
};
afterEach(async () => {
  for (const encoder of open.splice(0)) await encoder.close();
});

describe('WorkerEncoder', () => {
  it('starts nothing before it is asked', async () => {
    const encoder = encoderWith(answering);
    expect(encoder.isLoaded).toBe(false);
    await encoder.embed(['a']);
    expect(encoder.isLoaded).toBe(true);
  });

  it('asks for many texts in batches, for each once, and answers in their order', async () => {
    const encoder = encoderWith(answering);
    const texts = Array.from({ length: 70 }, (_, number) => 'x'.repeat(number % 40));
    const vectors = await encoder.embed(texts);
    expect(vectors.map(([, length]) => length)).toEqual(texts.map((text) => text.length));
    expect(vectors.map(([together]) => together)).toEqual(texts.map((text) => (text.length < 32 ? 32 : 8)));
  });

  it('keeps what it was told', async () => {
    const encoder = encoderWith(answering);
    const [first] = await encoder.embed(['a']);
    const [again, other] = await encoder.embed(['a', 'b']);
    expect(again).toBe(first);
    expect(other).not.toBe(first);
  });

  it('gives up with the signal, and answers the next one', async () => {
    const encoder = encoderWith(thread(`if (texts[0] !== 'never') answer(texts)`));
    const giving = new AbortController();
    const asked = encoder.embed(['never'], giving.signal);
    giving.abort();
    await expect(asked).rejects.toThrow('the time is up');
    await expect(encoder.embed(['a'], giving.signal)).rejects.toThrow(EncoderUnavailable);
  });

  it('does not compute what nobody waits for any longer', async () => {
    // It answers an order with the next one that comes, so that the second waits behind the first.
    const encoder = encoderWith(answering);
    const giving = new AbortController();
    const left = encoder.embed(['left'], giving.signal);
    giving.abort();
    await expect(left).rejects.toThrow(EncoderUnavailable);
    const [vector] = await encoder.embed(['a']);
    expect(vector![0]).toBe(1);
  });

  it('goes on in a new thread after a crash', async () => {
    const encoder = encoderWith(thread(`if (texts[0] === 'bad') throw new Error('broken'); answer(texts)`));
    await expect(encoder.embed(['bad'])).rejects.toThrow(EncoderUnavailable);
    expect(encoder.missing).toBeUndefined();
    expect(await encoder.embed(['fine'])).toHaveLength(1);
  });

  it('is given up when its thread crashes again and again', async () => {
    const encoder = encoderWith(thread('process.exit(1)'));
    for (const text of ['a', 'b', 'c']) await expect(encoder.embed([text])).rejects.toThrow('crashed');
    expect(encoder.missing).toContain('again and again');
    await expect(encoder.embed(['d'])).rejects.toThrow('again and again');
  });

  it('unloads when nothing is asked, and loads again', async () => {
    const encoder = encoderWith(answering, 1);
    await encoder.embed(['a']);
    await vi.waitFor(() => expect(encoder.isLoaded).toBe(false));
    expect(await encoder.embed(['b'])).toHaveLength(1);
  });

  it('refuses files that are not the ones that are meant', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'encoder-'));
    writeFileSync(join(folder, 'package.json'), '{}');
    const encoder = new WorkerEncoder(folder);
    await expect(encoder.embed(['a'])).rejects.toThrow(EncoderUnavailable);
    expect(encoder.missing).toMatch(/^skills.* cannot be read$/);
    await encoder.close();
    rmSync(folder, { recursive: true });
  });
});

describe.skipIf(!encoderFolder())('the encoder of this installation', () => {
  it('answers with vectors of its length, and not when it is switched off', async () => {
    const encoder = openEncoder('auto') as WorkerEncoder;
    const [vector] = await encoder.embed(['my tap is leaking']);
    expect(vector).toHaveLength(encoder.dimensions);
    await encoder.close();
    expect(openEncoder('off').missing).toBe('it is switched off');
    await expect(openEncoder('off').embed(['a'])).rejects.toThrow(EncoderUnavailable);
  });
});
