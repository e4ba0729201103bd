// Reads danger out of a message before anything else is read (AG-17).
import { Injectable } from '@nestjs/common';
import { ModelStore } from '../language/model.store.js';
import { loadDangerCorpus } from './danger-corpus.js';
import { DangerModel, type DangerReading } from './danger-model.js';

/** From this confidence on danger is reported. Chosen on the tuning set: below it false alarms grow faster than what is heard (docs/agents.md). */
export const dangerThreshold = 0.5;

@Injectable()
export class DangerReader {
  private learned?: DangerModel;

  constructor(private readonly models: ModelStore) {}

  /** Learns what danger sounds like, once: seconds at the first start, milliseconds later on. The first reading waits for it otherwise. */
  ready(): DangerModel {
    this.learned ??= this.learn();
    return this.learned;
  }

  /** The danger that a message of any length, script and spelling reports; null where it reports none. */
  readDanger(text: string): DangerReading | null {
    const likeliest = this.ready().likeliest(text);
    return likeliest.confidence >= dangerThreshold ? likeliest : null;
  }

  private learn(): DangerModel {
    const examples = loadDangerCorpus();
    return this.models.learned('dangers', DangerModel.material(examples), {
      train: () => DangerModel.train(examples),
      fromBytes: (bytes) => DangerModel.fromBytes(bytes),
    });
  }
}
