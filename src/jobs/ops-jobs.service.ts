// What staff do with jobs of everybody: look, cancel, do again what has died.
import { Inject, Injectable } from '@nestjs/common';
import { EntityManager, LockMode, type FilterQuery } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { NotFound } from '#libs/errors';
import { checkPart, PageReader, type Page } from '#libs/http';
import {
  Job,
  JobAttempt,
  JobControl,
  JobRegistry,
  JobStatistics,
  type JobOverview,
  type JobStatus,
} from '#libs/jobs';
import type { Actor } from '../access/actor.js';
import { AuditService } from '../audit/audit.service.js';
import { conditionsOf } from './job-lists.js';
import { shownInFull, shownToStaff } from './job-views.js';
import { JobNotDead, JobTypeUnknown } from './jobs.errors.js';
import { personOf } from './job-actors.service.js';
import { OwnJobsService } from './own-jobs.service.js';
import { opsJobsList, type BulkInput, type OpsJobsQuery, type ReplayInput } from './jobs.schemas.js';

const dead: readonly JobStatus[] = ['failed', 'cancelled'];

@Injectable()
export class OpsJobsService {
  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    private readonly pages: PageReader,
    private readonly jobs: OwnJobsService,
    private readonly registry: JobRegistry,
    private readonly control: JobControl,
    private readonly work: JobStatistics,
    private readonly audit: AuditService,
  ) {}

  /** How the work stands. */
  statistics(_actor: Actor): Promise<JobOverview> {
    return this.work.overview();
  }

  /** @throws CursorInvalid, ValidationFailed */
  async list(_actor: Actor, query: OpsJobsQuery): Promise<Page<object>> {
    const page = await this.pages.read(Job, opsJobsList, query, { where: conditionsOf(query) });
    return { ...page, items: page.items.map(shownToStaff) };
  }

  /** With what was asked and every attempt. Looking is recorded: what people asked for is theirs. @throws NotFound */
  async get(actor: Actor, id: string) {
    const job = await this.jobs.watched(actor, id);
    const attempts = await this.em.find(
      JobAttempt,
      { job: id },
      { orderBy: { startedAt: 'asc', number: 'asc' } },
    );
    return shownInFull(job, attempts);
  }

  /** @throws NotFound */
  async cancel(actor: Actor, id: string) {
    return this.em.transactional(async (em) => {
      const job = await this.found(id);
      if ((await this.control.cancel([id])) > 0) await this.record(actor, 'job.cancelled', job);
      await em.refresh(job);
      return shownToStaff(job);
    });
  }

  /**
   * Asks for it again, as its owner, with the same input or another one.
   * @throws NotFound, JobNotDead, JobTypeUnknown, ValidationFailed
   */
  async replay(actor: Actor, id: string, edit: ReplayInput) {
    return this.em.transactional(async () => {
      const job = await this.found(id);
      if (!dead.includes(job.status)) throw new JobNotDead(job.status);
      const input = 'input' in edit && edit.input !== undefined ? edit.input : job.input;
      this.checkInput(job.type, input);
      const again = await this.control.replay(job, input);
      await this.audit.record(actor, {
        action: 'job.replayed',
        object: { type: 'job', id },
        person: personOf(job),
        before: { input: job.input },
        after: { input, replayedAs: again.id },
      });
      return shownToStaff(again);
    });
  }

  /** Those that wait or are under way, oldest first. */
  async cancelAll(actor: Actor, what: BulkInput) {
    return this.em.transactional(async () => {
      const jobs = await this.matching(what, ['queued', 'processing']);
      const chosen = jobs.slice(0, what.limit);
      const count = await this.control.cancel(chosen.map(({ id }) => id));
      await this.recordBulk(actor, 'jobs.cancelled', what, count);
      return { count, isMore: jobs.length > what.limit };
    });
  }

  /** Those that have failed and were not replayed yet, oldest first. Whose input no longer fits its type is passed over. */
  async replayAll(actor: Actor, what: BulkInput) {
    return this.em.transactional(async () => {
      const jobs = await this.matching(what, ['failed'], true);
      let count = 0;
      for (const job of jobs.slice(0, what.limit)) {
        if (!this.registry.find(job.type)?.definition.input.safeParse(job.input).success) continue;
        await this.control.replay(job);
        count += 1;
      }
      await this.recordBulk(actor, 'jobs.replayed', what, count);
      return { count, isMore: jobs.length > what.limit };
    });
  }

  /** Results so far answer no new question. @returns how many */
  async invalidateResults(actor: Actor, type?: string) {
    return this.em.transactional(async () => {
      const count = await this.control.invalidateResults(type);
      await this.audit.record(actor, {
        action: 'job_results.invalidated',
        object: { type: 'job_type', id: type ?? 'all' },
        after: { count },
      });
      return { count };
    });
  }

  private async found(id: string): Promise<Job> {
    const job = await this.em.findOne(Job, { id });
    if (!job) throw new NotFound('Job', id);
    return job;
  }

  /** Locked: two who do the same at once do it once. */
  private matching(what: BulkInput, statuses: readonly JobStatus[], isUnrepeated = false): Promise<Job[]> {
    const { since, limit, ...filter } = what;
    const where: FilterQuery<Job>[] = [{ status: { $in: [...statuses] } }, ...conditionsOf(filter)];
    if (since) where.push({ createdAt: { $gte: since } });
    if (isUnrepeated) where.push({ replayedAs: null });
    return this.em.find(
      Job,
      { $and: where },
      { orderBy: { id: 'asc' }, limit: limit + 1, lockMode: LockMode.PESSIMISTIC_WRITE },
    );
  }

  private checkInput(type: string, input: unknown): void {
    const registered = this.registry.find(type);
    if (!registered) throw new JobTypeUnknown(type);
    checkPart(registered.definition.input, input, 'input');
  }

  private record(actor: Actor, action: string, job: Job): Promise<void> {
    return this.audit.record(actor, { action, object: { type: 'job', id: job.id }, person: personOf(job) });
  }

  private recordBulk(actor: Actor, action: string, what: BulkInput, count: number): Promise<void> {
    const { since, ...rest } = what;
    return this.audit.record(actor, {
      action,
      object: { type: 'job', id: 'many' },
      after: { ...rest, ...(since && { since: since.toISOString() }), count },
    });
  }
}
