// Learning takes a minute: in the background, off the thread that answers. And anew by itself where a new version of the program cannot use
// what is published.
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { z } from 'zod';
import { JobQueue, JobType, TryAgainLater, type JobRun } from '#libs/jobs';
import { newId } from '#libs/orm';
import { systemActor } from '../../access/actor.js';
import { ModelsService } from './models.service.js';
import { ModelTrainer } from './model-trainer.js';
import { PublishedModel } from './published-model.js';
import { relearnJob, trainJob } from './training.schemas.js';

const trainInput = z.strictObject({ by: z.uuid().describe('Staff who asked for it.') });
const trained = z.object({
  modelId: z.uuid(),
  accuracy: z.number().describe('Of the held-out lines, 0 … 1.'),
  accuracyBefore: z.number().describe('Of the model that is published.'),
});

const relearnInput = z.strictObject({
  modelId: z.uuid().describe('The published one, which this program cannot use.'),
  engine: z.string().length(64).describe('Of the program that can do it.'),
});
const relearned = z.object({
  fingerprint: z.string().nullable().describe('Null where another model is published meanwhile.'),
});
/** Until processes of the other version are gone. */
const otherVersionSeconds = 60;

@Injectable()
export class TrainingJobs implements OnApplicationBootstrap {
  private readonly logger = new Logger(TrainingJobs.name);

  constructor(
    private readonly em: EntityManager,
    private readonly trainer: ModelTrainer,
    private readonly models: ModelsService,
    private readonly published: PublishedModel,
    private readonly jobs: JobQueue,
  ) {}

  /** A start does not depend on it. */
  async onApplicationBootstrap(): Promise<void> {
    try {
      await this.askToRelearn();
    } catch (error) {
      this.logger.warn({ err: error }, 'it is not known whether the published model has to be learned anew');
    }
  }

  /** Only the program asks for it, for the staff who wished it (POST /ops/nlp/models). */
  @JobType({
    type: trainJob,
    description: 'Learn an intent model from the shipped corpus and the examples of staff, and compare it.',
    input: trainInput,
    output: trained,
    permission: null,
    cost: 'heavy',
    timeoutSeconds: 1_800,
    retry: { attempts: 2 },
    announced: true,
  })
  async train({ by }: z.output<typeof trainInput>, run: JobRun) {
    const model = await this.trainer.train(run);
    const known = await this.models.withFingerprint(model.fingerprint);
    const modelId = known?.id ?? newId();
    run.atTheEnd(async (em) => void (await this.models.keep(em, modelId, model, by)));
    const { accuracy, before } = model.comparison.heldOut;
    return { modelId, accuracy, accuracyBefore: before };
  }

  @JobType({
    type: relearnJob,
    description: 'Learn the published intent model anew, for a version of the program that cannot use it.',
    input: relearnInput,
    output: relearned,
    permission: null,
    cost: 'heavy',
    timeoutSeconds: 1_800,
    retry: { attempts: 30, backoffSeconds: 30, longestBackoffSeconds: 600 },
  })
  async relearn({ modelId, engine }: z.output<typeof relearnInput>, run: JobRun) {
    if (engine !== this.published.engine)
      throw new TryAgainLater(otherVersionSeconds, 'Another version of the program has to do it.');
    const standing = await this.published.standing(this.em.fork());
    if (standing?.model.id !== modelId) return { fingerprint: null };
    const model = await this.trainer.train(run);
    run.atTheEnd(async (em) => {
      const kept = await this.models.keep(em, newId(), model, null);
      const still = await this.published.standing(em);
      // Meanwhile staff may have published another; and one that is worse than the shipped model waits for them to decide.
      if (still?.model.id !== modelId || kept.isWorse) return;
      await this.models.stand(em, systemActor('training'), kept, false, null);
    });
    return { fingerprint: model.fingerprint };
  }

  private async askToRelearn(): Promise<void> {
    await this.published.read();
    const standing = await this.published.standing(this.em.fork());
    const { engine } = this.published;
    if (!standing || standing.model.engine === engine) return;
    const { id } = standing.model;
    await this.jobs.enqueue({
      type: relearnJob,
      input: { modelId: id, engine },
      owner: { kind: 'system', id: 'training' },
      sequenceKey: trainJob,
      uniqueKey: `${relearnJob}:${id}:${engine.slice(0, 16)}`,
    });
  }
}
