// The intent model that staff have published, in the memory of each process: read from the database when another one is published, and
// given up for the shipped one where it was learned by another version of the program.
import { createHash } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { engineFingerprint, IntentRecogniser, LanguageStatus } from '#libs/nlu';
import { Clock } from '#libs/time';
import { intentLearning, loadIntentCorpus } from '../language/corpus.js';
import { IntentModel, ModelPublication } from './intent-model.entity.js';

/** Published by another process, it is noticed after this. */
const believedMs = 900;

export interface LoadedModel {
  id: string;
  number: number;
  fingerprint: string;
  recogniser: IntentRecogniser;
  /** Whose vectors have taught it beside the words. */
  encoder: string | null;
}

@Injectable()
export class PublishedModel {
  private readonly logger = new Logger(PublishedModel.name);
  private loaded: LoadedModel | null = null;
  private latest?: { model: Promise<LoadedModel | null>; at: number };
  /** Of the shipped corpus. */
  readonly corpusHash = digestOf(JSON.stringify(loadIntentCorpus()));
  /** Of this program: the engine and the shipped corpus. Models that were learned by another one are not understood alike. */
  readonly engine = digestOf(engineFingerprint(), this.corpusHash, JSON.stringify(intentLearning));

  constructor(
    private readonly em: EntityManager,
    private readonly status: LanguageStatus,
    private readonly clock: Clock,
  ) {}

  /** Null where the shipped model stands. Never throws: while the database is away, what stood before stands. Not to be called in a transaction. */
  read(): Promise<LoadedModel | null> {
    const now = this.clock.now().getTime();
    // Nor where the clock was set back.
    if (!this.latest || Math.abs(now - this.latest.at) >= believedMs)
      this.latest = { model: this.look(), at: now };
    return this.latest.model;
  }

  /** To be called after another one was published here. */
  forget(): void {
    this.latest = undefined;
  }

  /** What is published, usable here or not. */
  standing(em: EntityManager): Promise<ModelPublication | null> {
    return em.findOne(
      ModelPublication,
      { withdrawnAt: null },
      { orderBy: { id: 'desc' }, populate: ['model'] },
    );
  }

  private async look(): Promise<LoadedModel | null> {
    try {
      const em = this.em.fork();
      const model = (await this.standing(em))?.model;
      if (model?.id !== this.loaded?.id || model?.engine !== this.engine) await this.load(em, model);
    } catch (error) {
      this.forget(); // the next one tries again
      this.logger.warn({ err: error }, 'the published model could not be looked up');
    }
    return this.loaded;
  }

  private async load(em: EntityManager, model: IntentModel | undefined): Promise<void> {
    if (!model) return this.use(null, { model: 'shipped' });
    const { id, number, fingerprint, encoder = null } = model;
    if (model.engine !== this.engine) {
      const note = `model ${number} was learned by another version of the program: the shipped one stands in for it`;
      return this.use(null, { model: 'shipped', note });
    }
    await em.populate(model, ['bytes']);
    const recogniser = IntentRecogniser.fromBytes(model.bytes);
    this.use({ id, number, fingerprint, recogniser, encoder }, { model: `model ${number}` });
  }

  private use(loaded: LoadedModel | null, status: LanguageStatus['intents']): void {
    const { model, note } = status;
    if (this.status.intents.model !== model || this.status.intents.note !== note)
      this.logger.log(
        note ? `intents are read by the ${model} model: ${note}` : `intents are read by ${model}`,
      );
    this.loaded = loaded;
    this.status.intents = status;
  }
}

export function digestOf(...parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\n')).digest('hex');
}
