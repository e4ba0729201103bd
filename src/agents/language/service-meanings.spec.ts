import { rmSync } from 'node:fs';
import { Logger } from '@nestjs/common';
import { SentenceEncoder } from '#libs/nlu';
import { settingsSchema } from '../../config/settings.js';
import type { ServiceRead } from '../agent-tools.js';
import { ModelStore } from './model.store.js';
import { ServiceMeanings } from './service-meanings.js';
import { clearService, ServiceRecogniser } from './service.recogniser.js';

const folder = 'node_modules/.cache/test-data-meanings';
const models = () => new ModelStore(settingsSchema.parse({ NODE_ENV: 'test', DATA_DIR: folder }));

function service(slug: string, name: string, ...phrases: string[]): ServiceRead {
  const names = { id: slug, slug, name, description: '', category: 'Home', subcategory: 'Home' };
  return { ...names, durationMinutes: 60, unit: null, phrases, attributes: [] };
}
const pests = service(
  'pests',
  'Pest control',
  'cockroaches in my kitchen',
  'ants everywhere',
  'kill the cockroaches',
);
const taps = service('taps', 'Tap repair', 'tap is dripping', 'nal tapak raha hai', 'the tap does not close');
const locks = service('locks', 'Lock repair', 'lock is stuck', 'key does not turn', 'change the lock');
const open = 'we kill time in the evening or so';

/** Two directions: what is about pests lies in the first. */
class ScriptedEncoder extends SentenceEncoder {
  readonly name = 'scripted';
  readonly dimensions = 2;
  readonly asked: string[] = [];

  constructor(
    readonly missing: string | undefined = undefined,
    private readonly isLate = () => false,
  ) {
    super();
  }

  async embed(texts: readonly string[]): Promise<Float32Array[]> {
    this.asked.push(...texts);
    if (this.isLate()) throw new Error('the time is up');
    return texts.map((text) =>
      /pest|roach|ants|or so/i.test(text) ? Float32Array.of(1, 0) : Float32Array.of(0, 1),
    );
  }
}

beforeAll(() => Logger.overrideLogger(false));
beforeEach(() => rmSync(folder, { recursive: true, force: true }));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('ServiceMeanings', () => {
  const recogniser = (...services: ServiceRead[]) => new ServiceRecogniser(services, models());

  it('weighs what the words leave open, and asks for nothing else', async () => {
    const services = recogniser(pests, taps);
    const encoder = new ScriptedEncoder();
    const meanings = new ServiceMeanings(encoder, models());
    await meanings.ready(services);
    encoder.asked.length = 0;
    const words = services.recognise(open);
    expect(words.candidates.length).toBeGreaterThan(0);
    expect(words.confidence).toBeLessThan(clearService);
    const guesses = await meanings.read([open, '12 34', 'tap repair'], services);
    expect(guesses.get(open)).toMatchObject({ service: { slug: 'pests' } });
    expect(guesses.get(open)!.confidence).toBeGreaterThan(words.confidence);
    expect(guesses.get('tap repair')).toEqual(services.recognise('tap repair'));
    expect(encoder.asked).toEqual([open]);
  });

  it('leaves everything as the words say it where the encoder is absent or late, or the phrases are being read', async () => {
    const services = recogniser(pests, taps);
    const words = services.recognise(open);
    let isLate = false;
    const late = new ScriptedEncoder(undefined, () => isLate);
    const lateMeanings = new ServiceMeanings(late, models());
    await lateMeanings.ready(services);
    isLate = true;
    const absent = new ScriptedEncoder('it is switched off');
    const learning = new ServiceMeanings(new ScriptedEncoder(), models());
    for (const meanings of [lateMeanings, new ServiceMeanings(absent, models()), learning])
      expect((await meanings.read([open], services)).get(open)).toEqual(words);
    expect(absent.asked).toEqual([]);
    await learning.ready(services);
  });

  it('reads only the phrases that are new when the catalogue has changed, and tries again after a failure', async () => {
    const first = new ScriptedEncoder();
    await new ServiceMeanings(first, models()).ready(recogniser(pests, taps));
    expect(first.asked).toContain('tap is dripping');

    let isLate = true;
    const second = new ScriptedEncoder(undefined, () => isLate);
    const changed = recogniser(pests, taps, locks);
    const meanings = new ServiceMeanings(second, models());
    await meanings.ready(changed);
    isLate = false;
    second.asked.length = 0;
    await meanings.ready(changed);
    expect(second.asked.toSorted()).toEqual(['Lock repair', ...locks.phrases].toSorted());
  });
});
