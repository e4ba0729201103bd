// The language engine on public corpora: accuracy, rejection, several intents, sentiment, speed and size.
// Arguments: names of the parts to run (those of `parts` below); all of them without.
import { readFileSync } from 'node:fs';
import {
  type LabelledExample,
  IntentRecogniser,
  openEncoder,
  type Sentiment,
  sentimentOf,
  SentimentReader,
  TextClassifier,
} from '#libs/nlu';
import { examplesIn, firstOfEach, hotelFolds, isThere, type Labelled } from './nlu/corpora.js';
import { figure, share, timed, type Figure } from './nlu/figures.js';
import { encoderSpeed, informed, informedReject, own } from './nlu/second-reading.js';
import { services } from './nlu/services.js';
import { patientEncoder } from './nlu/vectors.js';

/** The encoder's speed first, while the process is small: its memory is told. */
const parts: Record<string, () => Figure[] | Promise<Figure[]>> = {
  encoder: encoderSpeed,
  own,
  services,
  classify,
  reject,
  several,
  sentiment,
  speed,
  informed,
  'informed-reject': informedReject,
};

export async function run(args: string[]): Promise<void> {
  const chosen = Object.keys(parts).filter((name) => args.length === 0 || args.includes(name));
  const figures: Figure[] = [];
  for (const name of chosen) figures.push(...(await parts[name]!()));
  console.table(figures);
  console.log(JSON.stringify({ benchmark: 'nlu', figures }));
}

const bars: Record<string, { full: string; few: string }> = {
  clinc150: { full: '95', few: '89' },
  banking77: { full: '93.4', few: '82' },
  hwu64: { full: '91', few: '79' },
};

function classify(): Figure[] {
  return Object.entries(bars).flatMap(([corpus, bar]) => {
    if (!isThere(corpus)) return [];
    const train = examplesIn(corpus, 'train');
    const valid = examplesIn(corpus, 'valid');
    const full = TextClassifier.train(train);
    const few = TextClassifier.train(firstOfEach(train, 10));
    return [
      figure(`${corpus}: accuracy`, accuracy(full, valid), '%', bar.full),
      figure(`${corpus}: accuracy, ten examples a label`, accuracy(few, valid), '%', bar.few),
      figure(
        `${corpus}: mean confidence less accuracy`,
        meanConfidence(full, valid) - accuracy(full, valid),
        'points',
        '0',
      ),
      figure(`${corpus}: model`, full.toBytes().length / 1e6, 'MB', '2'),
    ];
  });
}

function reject(): Figure[] {
  if (!isThere('clinc150')) return [];
  const [train, valid] = [examplesIn('clinc150', 'train'), examplesIn('clinc150', 'valid')];
  const [outside, strange] = [examplesIn('clinc150', 'oos_train'), examplesIn('clinc150', 'oos_valid')];
  const recogniser = IntentRecogniser.train({ examples: train, outOfScope: outside.map(({ text }) => text) });
  const heard = (text: string) => recogniser.recognise(text).intents.map(({ name }) => name);
  const right = share(valid, ({ text, label }) => heard(text).join() === label);
  const rejected = share(strange, ({ text }) => heard(text).length === 0);
  return [
    figure('clinc150: in scope exactly right, rejecting', right, '%', '94'),
    figure('clinc150: out of scope rejected', rejected, '%', '75'),
  ];
}

function several(): Figure[] {
  if (!isThere('nlupp')) return [];
  const folds = hotelFolds();
  const results = [0, 1, 2, 3].flatMap((part) => {
    const train = folds.filter((_, fold) => fold % 4 !== part).flat();
    const recogniser = IntentRecogniser.train({
      examples: train.flatMap(({ text, intents }) => intents.map((label) => ({ text, label }))),
      outOfScope: train.filter(({ intents }) => intents.length === 0).map(({ text }) => text),
    });
    const read = ({ text, intents }: Labelled) => ({
      meant: intents,
      heard: recogniser.recognise(text).intents,
    });
    return folds.filter((_, fold) => fold % 4 === part).flatMap((fold) => fold.map(read));
  });
  const exact = share(
    results,
    ({ meant, heard }) =>
      heard
        .map(({ name }) => name)
        .sort()
        .join() === [...meant].sort().join(),
  );
  return [
    figure(
      'nlu++ hotels: exact set of intents (trained on 12 folds, read on 4, four times)',
      exact,
      '%',
      '70',
    ),
  ];
}

async function sentiment(): Promise<Figure[]> {
  const file = new URL('../libs/nlu/intents/sentiment/heldout.tsv', import.meta.url);
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line && !line.startsWith('#'));
  const cases = lines.map((line) => line.split('\t') as [string, string]);
  const words = new SentimentReader(openEncoder('off'));
  const meant = new SentimentReader(patientEncoder);
  const ways: Record<string, (text: string) => Promise<Sentiment>> = {
    'the lexicon': async (text) => sentimentOf(text),
    'lexicon, n-grams where it is silent': (text) => words.read(text),
    ...(!patientEncoder.missing && { 'lexicon, encoder where it is silent': (text) => meant.read(text) }),
  };
  const figures: Figure[] = [];
  for (const [way, read] of Object.entries(ways)) {
    const told = await Promise.all(cases.map(async ([label, text]) => ({ label, felt: await read(text) })));
    const polar = told.filter(({ label }) => label !== 'neutral');
    const isRight = ({ label, felt }: (typeof told)[number]): boolean =>
      felt.score * (label === 'positive' ? 1 : -1) > 0;
    figures.push(
      figure(
        `sentiment, own held-out set, two classes (${polar.length}), silence is wrong, ${way}`,
        share(polar, isRight),
        '%',
        '86',
      ),
      figure(`sentiment, three classes (${told.length}), ${way}`, share(told, ({ label, felt }) => felt.label === label), '%', '-'), // prettier-ignore
    );
  }
  return figures;
}

function speed(): Figure[] {
  if (!isThere('hwu64')) return [];
  const train = examplesIn('hwu64', 'train');
  const labels = new Set([...new Set(train.map(({ label }) => label))].slice(0, 20));
  const domain = firstOfEach(
    train.filter(({ label }) => labels.has(label)),
    110,
  ).slice(0, 2000);
  const [recogniser, training] = timed(() => IntentRecogniser.train({ examples: domain }));
  const bytes = recogniser.toBytes();
  const [loaded, loading] = timed(() => IntentRecogniser.fromBytes(bytes));
  const messages = examplesIn('hwu64', 'valid').map(({ text }) => `${text}, and also ${text}`);
  messages.forEach((text) => loaded.recognise(text));
  const times = messages.map((text) => timed(() => loaded.recognise(text))[1]).sort((a, b) => a - b);
  return [
    figure(`retrain ${domain.length} examples of 20 intents`, training, 'ms', '1000'),
    figure('load that model', loading, 'ms', '50'),
    figure('recognise a message of two asks, p50', times[times.length >> 1]!, 'ms', '-'),
    figure('recognise a message of two asks, p95', times[Math.floor(times.length * 0.95)]!, 'ms', '1'),
  ];
}

function accuracy(classifier: TextClassifier, examples: readonly LabelledExample[]): number {
  return share(examples, ({ text, label }) => classifier.predict(text)[0]!.label === label);
}

function meanConfidence(classifier: TextClassifier, examples: readonly LabelledExample[]): number {
  const sum = examples.reduce((total, { text }) => total + classifier.predict(text)[0]!.confidence, 0);
  return (100 * sum) / examples.length;
}
