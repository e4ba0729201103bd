import { Logger } from '@nestjs/common';
import { openEncoder, SentenceEncoder, type Segment } from '#libs/nlu';
import { settingsSchema } from '../../config/settings.js';
import { clearEnough, loadIntentCorpus } from './corpus.js';
import { corpusVectors } from './corpus-vectors.js';
import { ModelStore } from './model.store.js';
import { SecondReading } from './second-reading.js';

/** Answers with the vector of another text, and counts what it is asked. */
class ScriptedEncoder extends SentenceEncoder {
  readonly asked: string[] = [];

  constructor(
    private readonly answer: () => Promise<Float32Array[]>,
    readonly missing: string | undefined = undefined,
    readonly name = corpusVectors()!.encoder,
  ) {
    super();
  }

  readonly dimensions = 384;

  embed(texts: readonly string[]): Promise<Float32Array[]> {
    this.asked.push(...texts);
    return this.answer();
  }
}

beforeAll(() => Logger.overrideLogger(false));

// What is learned is kept there from one run to the next.
const models = () =>
  new ModelStore(settingsSchema.parse({ NODE_ENV: 'test', DATA_DIR: 'node_modules/.cache/test-data' }));
const segmentOf = (text: string, isUnsure: boolean): Segment => ({
  ...{ text, start: 3, end: 3 + text.length, isUnsure },
  intents: [{ label: 'greet', confidence: 0.6 }],
});
const linesOf = (label: string) =>
  loadIntentCorpus().examples.flatMap((example) => (example.label === label ? [example.text] : []));

describe('SecondReading', () => {
  it('hears by the vector what the words leave open, and asks for nothing else', async () => {
    const meant = ['cancel_booking', 'booking_status'];
    const encoder = new ScriptedEncoder(async () =>
      meant.map((label) => corpusVectors()!.get(linesOf(label)[0]!)!),
    );
    const reading = new SecondReading(encoder, models());
    await reading.ready();
    const clear = segmentOf('hello', false);
    const parts = [segmentOf('the appointment', true), clear, segmentOf('the visit', true)];
    const [first, second, third] = await reading.read(parts);
    expect(first).toMatchObject({ text: 'the appointment', start: 3, intents: [{ label: meant[0] }] });
    expect(second).toBe(clear);
    expect(third).toMatchObject({ text: 'the visit', intents: [{ label: meant[1] }] });
    // The first, empty one is asked so that the weights are loaded.
    expect(encoder.asked).toEqual(['', 'the appointment', 'the visit']);
  });

  it('leaves everything as the words say it where there is no encoder, none in time, or another one', async () => {
    const away = new ScriptedEncoder(() => Promise.reject(new Error('away')), 'it is switched off');
    const late = new ScriptedEncoder(() => Promise.reject(new Error('the time is up')));
    const other = new ScriptedEncoder(async () => [new Float32Array(384)], undefined, 'another encoder');
    for (const encoder of [away, late, other]) {
      const reading = new SecondReading(encoder, models());
      await reading.ready();
      const segments = [segmentOf('zork blip', true)];
      expect(await reading.read(segments)).toEqual(segments);
    }
    expect(away.asked).toEqual([]);
  });

  it('makes nobody wait for what is still being learned', async () => {
    const encoder = new ScriptedEncoder(() => new Promise(() => {}));
    const reading = new SecondReading(encoder, models());
    const segments = [segmentOf('zork blip', true)];
    expect(await reading.read(segments)).toEqual(segments);
    await reading.ready();
  });
});

describe.skipIf(openEncoder('auto').missing)('SecondReading, with the encoder', () => {
  it('hears what has none of the words', async () => {
    const encoder = openEncoder('auto');
    const reading = new SecondReading(encoder, models());
    await reading.ready();
    const text = 'i would rather you scrapped that appointment of mine';
    // It is waited for only so long: here the answer is there before.
    await encoder.embed([text]);
    const [segment] = await reading.read([segmentOf(text, true)]);
    expect(segment!.intents[0]).toMatchObject({ label: 'cancel_booking' });
    expect(segment!.intents[0]!.confidence).toBeGreaterThan(clearEnough);
  });
});
