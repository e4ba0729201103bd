// Learns the shipped corpus and the examples of staff, in threads of their own, and measures what was learned on lines that were not.
import { Injectable, Logger } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { JobRun } from '#libs/jobs';
import {
  IntentRecogniser,
  learnIntentsApart,
  SentenceEncoder,
  type VectorTable,
  type IntentCorpus,
} from '#libs/nlu';
import { corpusVectors } from '../language/corpus-vectors.js';
import { intentLearning, loadIntentCorpus } from '../language/corpus.js';
import { loadHeldOut } from '../language/held-out.js';
import { LanguageUnderstander } from '../language/language-understander.js';
import { IntentModel } from './intent-model.entity.js';
import {
  compareModels,
  readLines,
  type Heard,
  type MeasuredLine,
  type ModelComparison,
} from './model-comparison.js';
import { digestOf, PublishedModel } from './published-model.js';
import { TrainingExample } from './training-example.entity.js';

/** Of the cross-validation: each learns from four fifths of the examples. */
const folds = 5;
const encodedAtOnce = 32;

export interface TrainedModel {
  fingerprint: string;
  examplesCount: number;
  encoder: string | null;
  bytes: Buffer;
  validated: readonly Heard[];
  comparison: ModelComparison;
}

type Watched = Pick<JobRun, 'signal' | 'progress'>;

interface ExampleLine extends MeasuredLine {
  id: string;
}

interface Learned {
  recogniser: IntentRecogniser;
  /** The examples, each as a model understands it that has learned the others. */
  validated: Heard[];
}

@Injectable()
export class ModelTrainer {
  private readonly logger = new Logger(ModelTrainer.name);

  constructor(
    private readonly em: EntityManager,
    private readonly understander: LanguageUnderstander,
    private readonly published: PublishedModel,
    private readonly encoder: SentenceEncoder,
  ) {}

  /** Nothing is written. What was learned before from the same is not learned again, but compared anew. */
  async train(run: Watched): Promise<TrainedModel> {
    const { signal } = run;
    const examples = await this.examples();
    run.progress(0, 'encoding');
    const vectors = await this.vectors(examples, signal);
    const encoder = vectors?.encoder ?? null;
    const material = examples.map(({ text, intents }) => [text, intents[0] ?? null]);
    const fingerprint = digestOf(this.published.engine, JSON.stringify(material), encoder ?? '');
    const { recogniser, validated } =
      (await this.learnedBefore(fingerprint)) ?? (await this.learn(examples, vectors, run));
    run.progress(92, 'comparing');
    const comparison = await this.compare(recogniser, examples, validated, signal);
    const bytes = Buffer.from(recogniser.toBytes());
    return { fingerprint, examplesCount: examples.length, encoder, bytes, validated, comparison };
  }

  /** In the order in which they were added; without those whose intent the program no longer has. */
  private async examples(): Promise<ExampleLine[]> {
    const known = new Set(loadIntentCorpus().examples.map(({ label }) => label));
    const rows = await this.em.fork().find(TrainingExample, {}, { orderBy: { id: 'asc' } });
    return rows
      .filter(({ intent }) => !intent || known.has(intent))
      .map(({ id, text, intent }) => ({ id, text, intents: intent ? [intent] : [] }));
  }

  private async learn(
    examples: readonly ExampleLine[],
    vectors: VectorTable | undefined,
    run: Watched,
  ): Promise<Learned> {
    run.progress(10, 'learning');
    const options = { ...intentLearning, vectors, signal: run.signal };
    const recogniser = await learnIntentsApart(corpusWith(examples), options);
    return { recogniser, validated: await this.crossValidate(examples, run) };
  }

  /** From the words alone, which is what the comparison reads by. */
  private async crossValidate(examples: readonly ExampleLine[], run: Watched): Promise<Heard[]> {
    const { signal } = run;
    const heard: Heard[] = [];
    const count = Math.min(folds, examples.length);
    for (let fold = 0; fold < count; fold++) {
      run.progress(40 + Math.round((50 * fold) / count), 'validating', `${fold} of ${count} parts`);
      const left = examples.filter((_, at) => at % count !== fold);
      const recogniser = await learnIntentsApart(corpusWith(left), { ...intentLearning, signal });
      const places = [...examples.keys()].filter((at) => at % count === fold);
      const read = await readLines(recogniser, places.map((at) => examples[at]!), signal); // prettier-ignore
      places.forEach((at, nth) => (heard[at] = read[nth]!));
    }
    return heard;
  }

  private async learnedBefore(fingerprint: string): Promise<Learned | null> {
    const em = this.em.fork();
    const model = await em.findOne(IntentModel, { fingerprint }, { populate: ['bytes', 'validated'] });
    if (!model) return null;
    return { recogniser: IntentRecogniser.fromBytes(model.bytes), validated: [...model.validated] };
  }

  private async compare(
    recogniser: IntentRecogniser,
    examples: readonly ExampleLine[],
    validated: readonly Heard[],
    signal: AbortSignal,
  ): Promise<ModelComparison> {
    this.published.forget();
    const standing = await this.published.read();
    const before = standing?.recogniser ?? (await this.understander.ready()).intents;
    const lines = [...loadHeldOut('heldout.tsv'), ...loadHeldOut('heldout-situations.tsv')];
    return compareModels(
      { id: standing?.id ?? null, number: standing?.number ?? null },
      {
        lines,
        heard: await readLines(recogniser, lines, signal),
        before: await readLines(before, lines, signal),
      },
      { lines: examples, heard: validated, before: await readLines(before, examples, signal) },
    );
  }

  /** Of the corpus and the examples; undefined where there is no encoder, or it fails: then the words alone teach. */
  private async vectors(
    examples: readonly ExampleLine[],
    signal: AbortSignal,
  ): Promise<VectorTable | undefined> {
    const known = this.encoder.missing ? undefined : corpusVectors();
    if (known?.encoder !== this.encoder.name) return undefined;
    try {
      const vectors = new Map<string, Float32Array>();
      const texts = examples.map(({ text }) => text);
      for (let at = 0; at < texts.length; at += encodedAtOnce) {
        const some = texts.slice(at, at + encodedAtOnce);
        const made = await this.encoder.embed(some, signal);
        some.forEach((text, nth) => vectors.set(text, made[nth]!));
      }
      return known.plus(vectors);
    } catch (error) {
      signal.throwIfAborted();
      this.logger.warn({ err: error }, 'the encoder failed: the words alone teach');
      return undefined;
    }
  }
}

function corpusWith(examples: readonly ExampleLine[]): IntentCorpus {
  const shipped = loadIntentCorpus();
  return {
    examples: [
      ...shipped.examples,
      ...examples.flatMap(({ text, intents: [label] }) => (label === undefined ? [] : [{ text, label }])),
    ],
    outOfScope: [
      ...shipped.outOfScope,
      ...examples.flatMap(({ text, intents }) => (intents.length === 0 ? [text] : [])),
    ],
  };
}
