// Models that were learned: listed with how they compare, published, and rolled back. Of two people at once the second sees what the first did.
import { Inject, Injectable } from '@nestjs/common';
import { EntityManager, LockMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { NotFound } from '#libs/errors';
import { checkVersion, PageReader, type ExpectedVersions, type Page } from '#libs/http';
import { Job, JobQueue } from '#libs/jobs';
import { afterCommit, lockFor, newId } from '#libs/orm';
import { Clock } from '#libs/time';
import type { Actor } from '../../access/actor.js';
import { AuditService } from '../../audit/audit.service.js';
import { IntentModel, ModelPublication } from './intent-model.entity.js';
import type { TrainedModel } from './model-trainer.js';
import { PublishedModel } from './published-model.js';
import { ModelNotPublished, ModelPublished } from './training.errors.js';
import {
  modelsList,
  trainJob,
  type ModelsQuery,
  type PublishModel,
  type RollBack,
} from './training.schemas.js';

/** So many publications can be rolled back. */
const mostStanding = 10;
/** Models that are kept although none of them stands. */
const mostCandidates = 20;

@Injectable()
export class ModelsService {
  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    private readonly pages: PageReader,
    private readonly published: PublishedModel,
    private readonly jobs: JobQueue,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** Has a model learned in the background; while one is being learned, the answer is that one. */
  async train(actor: Actor): Promise<{ jobId: string; status: string }> {
    const job = await this.em.transactional(async (em) => {
      await lockFor(em, 'training.request');
      const underWay = { type: trainJob, status: { $in: ['queued', 'processing'] } } as const;
      const waiting = await em.findOne(Job, underWay);
      if (waiting) return waiting;
      const asked = await this.jobs.enqueue({
        type: trainJob,
        input: { by: actor.id },
        owner: { kind: 'staff', id: actor.id },
        sequenceKey: trainJob,
      });
      const object = { type: 'intent_model', id: 'next' };
      await this.audit.record(actor, {
        action: 'intent_model.requested',
        object,
        after: { jobId: asked.id },
      });
      return asked;
    });
    return { jobId: job.id, status: job.status };
  }

  /** @throws CursorInvalid, ValidationFailed */
  async list(_actor: Actor, query: ModelsQuery): Promise<Page<object>> {
    const page = await this.pages.read(IntentModel, modelsList, query, { where: [] });
    const standing = await this.published.standing(this.em);
    return { ...page, items: page.items.map((model) => this.shown(model, standing)) };
  }

  /** @throws NotFound */
  async get(_actor: Actor, id: string) {
    const model = await this.em.findOne(IntentModel, { id });
    if (!model) throw new NotFound('Model', id);
    return this.shown(model, await this.published.standing(this.em));
  }

  /** Null where nothing was learned from the same. */
  withFingerprint(fingerprint: string): Promise<IntentModel | null> {
    return this.em.fork().findOne(IntentModel, { fingerprint });
  }

  /** At the end of a job, in its transaction. One that was learned from the same is compared anew. @param id of a new one */
  async keep(em: EntityManager, id: string, trained: TrainedModel, by: string | null): Promise<IntentModel> {
    await this.lock(em);
    const { fingerprint, comparison } = trained;
    const known = await em.findOne(IntentModel, { fingerprint });
    if (known) return Object.assign(known, { comparison });
    const [newest] = await em.find(
      IntentModel,
      {},
      { orderBy: { number: 'desc' }, limit: 1, fields: ['number'] },
    );
    const { engine, corpusHash } = this.published;
    const model = em.create(IntentModel, {
      ...{ id, ...trained, engine, corpusHash, trainedBy: by },
      number: (newest?.number ?? 0) + 1,
      createdAt: this.clock.now(),
    });
    await em.flush();
    await this.prune(em);
    return model;
  }

  /** @throws NotFound, PreconditionFailed, ModelPublished, ModelOfAnotherEngine, ComparisonOutdated, ModelIsWorse */
  async publish(actor: Actor, id: string, { mayBeWorse, reason }: PublishModel, expected: ExpectedVersions) {
    const shown = await this.em.transactional(async (em) => {
      await this.lock(em);
      const model = await em.findOne(
        IntentModel,
        { id },
        { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
      );
      if (!model) throw new NotFound('Model', id);
      checkVersion(model, expected);
      return this.shown(model, await this.stand(em, actor, model, mayBeWorse, reason));
    });
    await afterCommit(() => this.published.forget());
    return shown;
  }

  /** To be called under the lock. The model that was published before is the one to go back to. */
  async stand(
    em: EntityManager,
    actor: Actor,
    model: IntentModel,
    mayBeWorse: boolean,
    reason: string | null,
  ): Promise<ModelPublication> {
    const before = await this.published.standing(em);
    if (before?.model.id === model.id) throw new ModelPublished(model.number);
    const { engine } = this.published;
    // Where this program cannot use it, the shipped model reads, and was compared with.
    const reading = before?.model.engine === engine ? before.model.id : null;
    model.checkPublishable(engine, reading, mayBeWorse);
    const now = this.clock.now();
    const publishedBy = actor.kind === 'system' ? null : actor.id;
    const publication = em.create(ModelPublication, {
      id: newId(),
      model,
      reason,
      publishedBy,
      createdAt: now,
    });
    model.publishedAt = now;
    await this.record(actor, 'published', model, before, reason);
    await em.flush();
    const old = await em.find(
      ModelPublication,
      { withdrawnAt: null },
      { orderBy: { id: 'desc' }, offset: mostStanding },
    );
    for (const each of old) each.withdrawnAt = now;
    return publication;
  }

  /** What was published before stands again; the shipped model, where nothing was. @throws ModelNotPublished */
  async rollBack(actor: Actor, { modelId, reason }: RollBack) {
    const standing = await this.em.transactional(async (em) => {
      await this.lock(em);
      const current = await this.published.standing(em);
      if (current?.model.id !== modelId) throw new ModelNotPublished(current?.model.id ?? null);
      current.withdrawnAt = this.clock.now();
      await em.flush();
      const next = await this.published.standing(em);
      await this.record(actor, 'rolled_back', current.model, next, reason);
      return next;
    });
    await afterCommit(() => this.published.forget());
    return { model: standing && this.shown(standing.model, standing) };
  }

  /** What is published and kept changes by one at a time. */
  private lock(em: EntityManager): Promise<void> {
    return lockFor(em, 'training.publication');
  }

  private async prune(em: EntityManager): Promise<void> {
    const standing = await em.find(ModelPublication, { withdrawnAt: null }, { fields: ['model'] });
    const kept = standing.map(({ model }) => model.id);
    const old = await em.find(
      IntentModel,
      { id: { $nin: kept } },
      { orderBy: { number: 'desc' }, offset: mostCandidates, fields: ['id'] },
    );
    await em.nativeDelete(IntentModel, { id: { $in: old.map(({ id }) => id) } });
  }

  private shown(model: IntentModel, standing: ModelPublication | null) {
    const { accuracy, accuracyBefore, isWorse, engine } = model;
    return {
      ...model,
      ...{ accuracy, accuracyBefore, isWorse },
      isUsable: engine === this.published.engine,
      isPublished: standing?.model.id === model.id,
    };
  }

  private record(
    actor: Actor,
    what: string,
    { id, number }: IntentModel,
    other: ModelPublication | null,
    reason: string | null,
  ): Promise<void> {
    const object = { type: 'intent_model', id };
    const before = what === 'published' ? { published: other?.model.number ?? null } : { published: number };
    const after = what === 'published' ? { published: number } : { published: other?.model.number ?? null };
    return this.audit.record(actor, {
      action: `intent_model.${what}`,
      object,
      before,
      after: { ...after, reason },
    });
  }
}
