// Which service is meant, and whether any is: the product's own lines that nobody tuned on, and text about something else altogether.
import { settingsSchema } from '../../src/config/settings.js';
import { linesOf } from '../../src/agents/language/corpus.js';
import { ModelStore } from '../../src/agents/language/model.store.js';
import { ServiceMeanings } from '../../src/agents/language/service-meanings.js';
import { clearService, ServiceRecogniser } from '../../src/agents/language/service.recogniser.js';
import { partsOf } from '../../src/agents/reading/text-parts.js';
import { demoServices } from '../../test/support/demo-services.js';
import { examplesIn, isThere } from './corpora.js';
import { figure, share, type Figure } from './figures.js';
import { patientEncoder } from './vectors.js';

const own = (name: string): string[] =>
  linesOf(new URL(`../../src/agents/language/${name}`, import.meta.url));

export async function services(): Promise<Figure[]> {
  const models = new ModelStore(settingsSchema.parse({ DATA_DIR: 'node_modules/.cache/bench-models' }));
  const recogniser = new ServiceRecogniser(demoServices(), models);
  const words = (texts: readonly string[]) =>
    Promise.resolve(new Map(texts.map((text) => [text, recogniser.recognise(text)])));
  const figures = await figuresOf('n-grams', words);
  if (patientEncoder.missing) return figures;
  const meanings = new ServiceMeanings(patientEncoder, models);
  await meanings.ready(recogniser);
  const both = (texts: readonly string[]) => meanings.read(texts, recogniser);
  return [...figures, ...(await figuresOf('encoder asked when unsure', both))];
}

type Read = (texts: readonly string[]) => ReturnType<ServiceMeanings['read']>;

async function figuresOf(way: string, read: Read): Promise<Figure[]> {
  const named = own('heldout-services.tsv').map((line) => {
    const [text = '', slugs = ''] = line.split('\t');
    return { text, slugs: slugs.split('|') };
  });
  const told = await Promise.all(
    named.map(async ({ text, slugs }) => {
      const { candidates, confidence } = await best(read, text);
      return { isRight: slugs.includes(candidates[0]?.slug ?? ''), isClear: confidence >= clearService };
    }),
  );
  const of = (what: string): string => `services, ${what}, ${way}`;
  const isClear = async (texts: readonly string[]) =>
    share(
      await Promise.all(texts.map((text) => best(read, text))),
      (each) => each.confidence >= clearService,
    );
  const figures = [
    figure(
      of(`held out (${named.length}), first right`),
      share(told, (each) => each.isRight),
      '%',
      '-',
    ),
    figure(
      of('clearly and right'),
      share(told, (each) => each.isClear && each.isRight),
      '%',
      '-',
    ),
    figure(
      of('clearly and wrong'),
      share(told, (each) => each.isClear && !each.isRight),
      '%',
      '-',
    ),
    figure(
      of('held out, other senses of their words: clearly heard'),
      await isClear(own('heldout-foreign.txt')),
      '%',
      '-',
    ),
  ];
  if (!isThere('clinc150')) return figures;
  const strangers = ['oos_train', 'oos_valid', 'valid'].flatMap((file) => examplesIn('clinc150', file));
  const heard = await isClear(strangers.map(({ text }) => text));
  return [...figures, figure(of(`clinc150 (${strangers.length}): clearly heard`), heard, '%', '1')];
}

/** Of the whole and its parts, as the chat reads them. */
async function best(read: Read, text: string) {
  const guesses = await read([text, ...partsOf(text).map((part) => part.text)]);
  return [...guesses.values()].reduce((one, other) => (other.confidence > one.confidence ? other : one));
}
