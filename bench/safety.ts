// How well danger is recognised: recall and false alarms over thresholds on the set that thresholds are chosen on, by kind and language
// on the set that is only read, and false alarms on public corpora of harmless messages.
// Arguments: none.
import { loadDangerCorpus } from '../src/agents/safety/danger-corpus.js';
import { DangerModel } from '../src/agents/safety/danger-model.js';
import { dangerKinds } from '../src/conversations/conversation.entity.js';
import { dangerThreshold, isReported } from '../src/agents/safety/danger-reader.js';
import { heldOutDangers, heldOutHarmless } from '../src/agents/safety/heldout-danger.js';
import { examplesIn, isThere } from './nlu/corpora.js';

const thresholds = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
const languages = ['en', 'hi-Latn', 'hi'] as const;
const foreign = [
  ['clinc150', 'valid'],
  ['clinc150', 'oos_valid'],
  ['banking77', 'valid'],
  ['hwu64', 'valid'],
] as const;

export async function run(): Promise<void> {
  const [model, training] = timed(() => DangerModel.train(loadDangerCorpus()));
  const bytes = model.toBytes();
  const [loaded, loading] = timed(() => DangerModel.fromBytes(bytes));
  const curve = curveOf(loaded);
  const byKind = recallOf(loaded);
  const alarms = alarmsOf(loaded);
  const speed = { training, loading, megabytes: bytes.length / 1e6, ...timesOf(loaded) };
  console.log('Recall and false alarms over thresholds, per cent, on the tuning set');
  console.table(curve);
  console.log(`Recall at ${dangerThreshold}, per cent, on the test set`);
  console.table(byKind);
  console.log(`False alarms at ${dangerThreshold}, per cent, on the test set and on public corpora`);
  console.table(alarms);
  console.log('Milliseconds to train, load and read one message; size');
  console.table([speed]);
  console.log(
    JSON.stringify({ benchmark: 'safety', threshold: dangerThreshold, curve, byKind, alarms, speed }),
  );
}

function curveOf(model: DangerModel) {
  const confidence = (text: string) => model.likeliest(text).confidence;
  const dangers = heldOutDangers('tuning').map(({ text }) => confidence(text));
  const { nearMisses, everyday, heldOutIntents } = heldOutHarmless('tuning');
  const near = nearMisses.map(confidence);
  const others = [...everyday, ...heldOutIntents].map(confidence);
  return thresholds.map((threshold) => {
    const over = (all: readonly number[]) => percent(all, (each) => each >= threshold);
    return { threshold, recall: over(dangers), alarms: over([...near, ...others]), nearMisses: over(near) };
  });
}

function recallOf(model: DangerModel) {
  const dangers = heldOutDangers('test').map((danger) => ({ ...danger, ...readOf(model, danger.text) }));
  const rowOf = (what: string, chosen: typeof dangers) => ({
    what,
    lines: chosen.length,
    recall: percent(chosen, ({ alarm }) => alarm),
    rightKind: percent(chosen, ({ heard, kind }) => heard === kind),
  });
  return [
    rowOf('all', dangers),
    ...dangerKinds.map((kind) =>
      rowOf(
        kind,
        dangers.filter((danger) => danger.kind === kind),
      ),
    ),
    ...languages.map((language) =>
      rowOf(
        language,
        dangers.filter((danger) => danger.language === language),
      ),
    ),
  ];
}

function alarmsOf(model: DangerModel) {
  const own = heldOutHarmless('test');
  const groups: [string, string[]][] = [
    ['all of our own', Object.values(own).flat()],
    ...Object.entries(own),
  ];
  for (const [corpus, file] of foreign) {
    if (isThere(corpus)) groups.push([`${corpus} ${file}`, examplesIn(corpus, file).map(({ text }) => text)]);
  }
  return groups.map(([what, lines]) => {
    const kinds = lines.map((text) => readOf(model, text)).filter(({ alarm }) => alarm);
    const byKind = dangerKinds.map((kind) => [kind, kinds.filter(({ heard }) => heard === kind).length]);
    const alarms = (100 * kinds.length) / lines.length;
    return { what, lines: lines.length, alarms: rounded(alarms), ...Object.fromEntries(byKind) };
  });
}

function readOf(model: DangerModel, text: string) {
  const reading = model.likeliest(text);
  return { heard: reading.kind, alarm: isReported(reading) };
}

function timesOf(model: DangerModel) {
  const lines = Object.values(heldOutHarmless('tuning')).flat();
  lines.forEach((text) => model.likeliest(text));
  const times = lines.map((text) => timed(() => model.likeliest(text))[1]).sort((a, b) => a - b);
  return { p50: times[times.length >> 1]!, p95: times[Math.floor(times.length * 0.95)]! };
}

function percent<T>(all: readonly T[], is: (each: T) => boolean): number {
  return rounded((100 * all.filter(is).length) / all.length);
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}

/** Milliseconds beside the result. */
function timed<T>(work: () => T): [T, number] {
  const start = performance.now();
  return [work(), performance.now() - start];
}
