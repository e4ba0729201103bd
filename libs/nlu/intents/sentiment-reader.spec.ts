import { readFileSync } from 'node:fs';
import { openEncoder, SentenceEncoder, SentimentReader, sentimentOf } from '../index.js';
import { encoderName } from '../encoder/encoder-files.js';
import { readKernel } from './sentiment-reader.js';

const heldOut = readFileSync(new URL('./sentiment/heldout.tsv', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line && !line.startsWith('#'))
  .map((line) => line.split('\t') as [label: string, text: string])
  .filter(([label]) => label !== 'neutral');

class ScriptedEncoder extends SentenceEncoder {
  asked = 0;
  readonly dimensions = 384;
  readonly missing = undefined;

  constructor(
    private readonly answer: () => Promise<Float32Array[]>,
    readonly name = encoderName,
  ) {
    super();
  }

  embed(): Promise<Float32Array[]> {
    this.asked++;
    return this.answer();
  }
}

async function shareRight(reader: SentimentReader): Promise<number> {
  const right = await Promise.all(
    heldOut.map(
      async ([label, text]) => (await reader.read(text)).score * (label === 'positive' ? 1 : -1) > 0,
    ),
  );
  return right.filter(Boolean).length / right.length;
}

describe('SentimentReader', () => {
  const late = new ScriptedEncoder(() => Promise.reject(new Error('the time is up')));

  it('leaves what charged words say as they say it, and asks nobody', async () => {
    const reader = new SentimentReader(late);
    for (const text of ['what a terrible visit', 'lovely work', '123', ''])
      expect(await reader.read(text)).toEqual(sentimentOf(text));
    expect(late.asked).toBe(0);
  });

  it('feels by n-grams what has no charged word, where the encoder is late, absent or another one', async () => {
    const text = 'he never came back';
    const readers = [
      new SentimentReader(late),
      new SentimentReader(openEncoder('off')),
      new SentimentReader(new ScriptedEncoder(async () => [new Float32Array(384)], 'another encoder')),
    ];
    const [first, ...others] = await Promise.all(readers.map((reader) => reader.read(text)));
    expect(sentimentOf(text)).toMatchObject({ label: 'neutral' });
    expect(first!.score).toBeLessThan(0);
    for (const other of others) expect(other).toEqual(first);
  });

  it('tells most of what was never learned by n-grams alone', async () => {
    expect(await shareRight(new SentimentReader(openEncoder('off')))).toBeGreaterThanOrEqual(0.84);
  });

  it('has learned from the lines that there are: npm run encoder -- vectors', () => {
    expect(readKernel(encoderName)).not.toBeNull();
    expect(readKernel('another encoder')).toBeNull();
  });
});

describe.skipIf(openEncoder('auto').missing)('SentimentReader, with the encoder', () => {
  it('tells nine of ten that were never learned', async () => {
    expect(await shareRight(new SentimentReader(openEncoder('auto')))).toBeGreaterThanOrEqual(0.88);
  });
});
