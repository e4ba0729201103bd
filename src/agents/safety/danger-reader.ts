// Reads danger out of a message before anything else is read (AG-17).
import { Injectable } from '@nestjs/common';
import { HearsDanger } from '#libs/nlu';
import { ModelStore } from '../language/model.store.js';
import { loadDangerCorpus } from './danger-corpus.js';
import { DangerModel, type DangerReading } from './danger-model.js';

/** From this confidence on danger is reported. Chosen on the tuning set: below it false alarms grow faster than what is heard (docs/agents.md). */
export const dangerThreshold = 0.4;
/** Words of the family sound like violence ("my brother in law will come"); on the tuning set nothing is heard between the two. */
const violenceThreshold = 0.7;

/** Whether what was read is reported. */
export function isReported({ kind, confidence }: DangerReading): boolean {
  return confidence >= (kind === 'violence' ? violenceThreshold : dangerThreshold);
}

/** Kept: several programs in one process, as in tests, read the same files. */
let lessons: ReturnType<typeof readLessons> | undefined;

function readLessons() {
  const examples = loadDangerCorpus();
  return { examples, material: DangerModel.material(examples) };
}

@Injectable()
export class DangerReader {
  private readonly learned: Promise<DangerModel>;

  /** Begins to learn what danger sounds like, once: seconds at the first start, milliseconds later on. */
  constructor(private readonly models: ModelStore) {
    this.learned = this.learn();
    // Whoever reads hears of it.
    this.learned.catch(() => {});
  }

  /** Until danger can be read. */
  async ready(): Promise<void> {
    await this.learned;
  }

  /** The danger that a message of any length, script and spelling reports; null where it reports none. */
  @HearsDanger()
  async readDanger(text: string): Promise<DangerReading | null> {
    const likeliest = (await this.learned).likeliest(text);
    return isReported(likeliest) ? likeliest : null;
  }

  private learn(): Promise<DangerModel> {
    const { examples, material } = (lessons ??= readLessons());
    return this.models.learnedApart('dangers', material, {
      train: () => DangerModel.trainApart(examples),
      fromBytes: (bytes) => DangerModel.fromBytes(bytes),
    });
  }
}
