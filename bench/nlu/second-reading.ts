// What a sentence encoder adds to the n-grams: both read the same messages in the same run.
import { IntentRecogniser, TextClassifier, type LabelledExample, type VectorTable } from '#libs/nlu';
import { corpusVectors } from '../../src/agents/language/corpus-vectors.js';
import { clearEnough, linesOf, loadIntentCorpus } from '../../src/agents/language/corpus.js';
import { drawnOfEach, examplesIn, isThere } from './corpora.js';
import { figure, share, type Figure } from './figures.js';
import { encoder, vectorsOf } from './vectors.js';

const seeds = [1, 2, 3];
const bars: Record<string, { full: string; few: string }> = {
  clinc150: { full: '95', few: '89' },
  banking77: { full: '93.4', few: '82' },
  hwu64: { full: '91', few: '79' },
};

/** Accuracy on the validation parts: the words alone, the encoder asked when they are unsure, and asked always. */
export async function informed(): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const [corpus, bar] of Object.entries(bars)) {
    if (!isThere(corpus)) continue;
    const [train, valid] = [examplesIn(corpus, 'train'), examplesIn(corpus, 'valid')];
    const vectors = await vectorsOf(
      corpus,
      [...train, ...valid].map(({ text }) => text),
    );
    if (!vectors) return [];
    const draws = seeds.map((seed) => readings(drawnOfEach(train, 10, seed), valid, vectors));
    const full = readings(train, valid, vectors);
    for (const way of ['words', 'unsure', 'always'] as const) {
      const few = draws.reduce((sum, each) => sum + each[way], 0) / draws.length;
      figures.push(
        figure(`${corpus}: accuracy, ${ways[way]}`, full[way], '%', bar.full),
        figure(
          `${corpus}: accuracy, ten a label (mean of ${seeds.length} draws), ${ways[way]}`,
          few,
          '%',
          bar.few,
        ),
      );
    }
    figures.push(figure(`${corpus}: messages of which the words are unsure`, full.asked, '%', '40'));
  }
  return figures;
}

const ways = {
  words: 'n-grams',
  unsure: 'encoder asked when unsure',
  always: 'encoder asked always',
} as const;

function readings(
  examples: readonly LabelledExample[],
  valid: readonly LabelledExample[],
  vectors: VectorTable,
) {
  const recogniser = IntentRecogniser.train({ examples }, { vectors, threshold: 0 });
  // It reads a message as one clause, as the labels are meant; the recogniser takes it apart.
  const classifier = TextClassifier.train(examples);
  const read = valid.map(({ text, label }) => {
    const isUnsure = recogniser.recognise(text).segments.some((segment) => segment.isUnsure);
    const words = classifier.predict(text)[0]!.label;
    const always = recogniser.recognise(text, vectors.get(text)).intents[0]?.name;
    return { label, words, always, unsure: isUnsure ? always : words, isUnsure };
  });
  return {
    words: share(read, ({ label, words }) => words === label),
    unsure: share(read, ({ label, unsure }) => unsure === label),
    always: share(read, ({ label, always }) => always === label),
    asked: share(read, ({ isUnsure }) => isUnsure),
  };
}

/** Messages about something else: heard as none of the labels. */
export async function informedReject(): Promise<Figure[]> {
  if (!isThere('clinc150')) return [];
  const [train, valid] = [examplesIn('clinc150', 'train'), examplesIn('clinc150', 'valid')];
  const [outside, strange] = [examplesIn('clinc150', 'oos_train'), examplesIn('clinc150', 'oos_valid')];
  const vectors = await vectorsOf(
    'clinc150',
    [...train, ...valid, ...outside, ...strange].map(({ text }) => text),
  );
  if (!vectors) return [];
  const corpus = { examples: train, outOfScope: outside.map(({ text }) => text) };
  const recogniser = IntentRecogniser.train(corpus, { vectors });
  const namesOf = (text: string, vector?: Float32Array) =>
    recogniser.recognise(text, vector).intents.map(({ name }) => name);
  const isUnsure = (text: string) => recogniser.recognise(text).segments.some((segment) => segment.isUnsure);
  return (['words', 'unsure', 'always'] as const).flatMap((way) => {
    const isAsked = (text: string) => way === 'always' || (way === 'unsure' && isUnsure(text));
    const heard = (text: string) => namesOf(text, isAsked(text) ? vectors.get(text) : undefined);
    return [
      figure(
        `clinc150: in scope exactly right, rejecting, ${ways[way]}`,
        share(valid, ({ text, label }) => heard(text).join() === label),
        '%',
        '94',
      ),
      figure(
        `clinc150: out of scope rejected, ${ways[way]}`,
        share(strange, ({ text }) => heard(text).length === 0),
        '%',
        '75',
      ),
    ];
  });
}

/** The product's own held-out messages, part by part as the chat reads them. */
export async function own(): Promise<Figure[]> {
  const vectors = corpusVectors();
  if (encoder.missing || vectors?.encoder !== encoder.name) return [];
  const file = new URL('../../src/agents/language/heldout.tsv', import.meta.url);
  const messages = linesOf(file).map((line) => {
    const [text = '', intents = ''] = line.split('\t');
    return { text, meant: intents === 'none' ? [] : intents.split(',') };
  });
  const recogniser = IntentRecogniser.train(loadIntentCorpus(), { threshold: clearEnough, vectors });
  const segments = messages.map(({ text }) => recogniser.recognise(text).segments);
  const known = await vectorsOf(
    'own',
    segments.flat().map(({ text }) => text),
  );
  const read = messages.map(({ meant }, at) => {
    const second = (isAsked: (segment: (typeof segments)[number][number]) => boolean) =>
      segments[at]!.flatMap((segment) =>
        isAsked(segment)
          ? recogniser.recognise(segment.text, known!.get(segment.text)).segments[0]!.intents
          : segment.intents,
      ).map(({ label }) => label);
    const isUnsure = segments[at]!.some((segment) => segment.isUnsure);
    return {
      meant,
      isUnsure,
      words: second(() => false),
      unsure: second((each) => each.isUnsure),
      always: second(() => true),
    };
  });
  const single = read.filter(({ meant }) => meant.length === 1);
  const several = read.filter(({ meant }) => meant.length > 1);
  const none = read.filter(({ meant }) => meant.length === 0);
  const sorted = (names: readonly string[]) => [...new Set(names)].sort().join();
  return [
    ...(['words', 'unsure', 'always'] as const).flatMap((way) => [
      figure(
        `own, one intent (${single.length}), first right, ${ways[way]}`,
        share(single, (each) => each[way][0] === each.meant[0]),
        '%',
        '-',
      ),
      figure(
        `own, several (${several.length}), exact set, ${ways[way]}`,
        share(several, (each) => sorted(each[way]) === sorted(each.meant)),
        '%',
        '-',
      ),
      figure(
        `own, none of these (${none.length}), ${ways[way]}`,
        share(none, (each) => each[way].length === 0),
        '%',
        '-',
      ),
    ]),
    figure(
      'own: messages of which the words are unsure',
      share(read, ({ isUnsure }) => isUnsure),
      '%',
      '40',
    ),
  ];
}

/** What an ask of the thread takes, and what it holds. Memory is of the whole process. */
export async function encoderSpeed(): Promise<Figure[]> {
  if (encoder.missing) return [];
  const texts = linesOf(new URL('../../src/agents/language/heldout.tsv', import.meta.url)).map(
    (line) => line.split('\t')[0]!,
  );
  const megabytes = () => process.memoryUsage.rss() / 1e6;
  const before = megabytes();
  const begun = performance.now();
  await encoder.embed(['the first one']);
  const loading = performance.now() - begun;
  const times: number[] = [];
  for (const text of texts) {
    const start = performance.now();
    await encoder.embed([`${text} `]);
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  const after = megabytes();
  const start = performance.now();
  await encoder.embed(texts.map((text) => `  ${text}`));
  const together = (performance.now() - start) / texts.length;
  return [
    figure('encoder: start and first text, unless it ran before', loading, 'ms', '-'),
    figure(
      `encoder: one text of our own held-out ones (${texts.length}), p50`,
      times[times.length >> 1]!,
      'ms',
      '-',
    ),
    figure('encoder: one text, p95', times[Math.floor(times.length * 0.95)]!, 'ms', '-'),
    figure('encoder: a text of many asked at once', together, 'ms', '-'),
    figure('encoder: resident memory of the process before', before, 'MB', '-'),
    figure('encoder: … and after', after, 'MB', '-'),
  ];
}
