// What people ask to be done in the background, and what became of it. Theirs alone.
import { Inject, Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { NotFound } from '#libs/errors';
import { checkPart, PageReader, RateLimiter, type LimitedClass, type Page } from '#libs/http';
import { Job, JobControl, JobRegistry, JobQueue, type JobOwner, type RegisteredJobType } from '#libs/jobs';
import { lockFor } from '#libs/orm';
import { OpensStream } from '#libs/realtime';
import { Clock } from '#libs/time';
import { Forbidden } from '../access/access.errors.js';
import { customerScope, isFor, isPerson, mayDo, type Actor } from '../access/actor.js';
import type { Requirement } from '../access/roles.js';
import { FindsOwner } from '../access/resource-owners.js';
import { ReadsService } from '../audit/reads.service.js';
import { Settings } from '../config/settings.js';
import { FeatureOff } from '../flags/flags.errors.js';
import { FlagsService } from '../flags/flags.service.js';
import { callerNetwork } from '../sessions/attempts.service.js';
import { conditionsOf } from './job-lists.js';
import { personOf } from './job-actors.service.js';
import { toJobView, typeShown } from './job-views.js';
import { JobNotDone, JobTypeUnknown, TooManyJobs } from './jobs.errors.js';
import { jobsList, secondsBefore, type AskForJobInput, type JobsQuery } from './jobs.schemas.js';

/** What is more urgent is for staff. */
const highestForCustomers = 7;

@Injectable()
export class OwnJobsService {
  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    private readonly pages: PageReader,
    private readonly registry: JobRegistry,
    private readonly jobs: JobQueue,
    private readonly control: JobControl,
    private readonly flags: FlagsService,
    private readonly rates: RateLimiter,
    private readonly reads: ReadsService,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {}

  @FindsOwner('job')
  async ownerOf(id: string) {
    const { ownerKind, ownerId } = (await this.em.findOne(Job, { id })) ?? {};
    return ownerKind && ownerId && ownerKind !== 'system' ? { kind: ownerKind, id: ownerId } : null;
  }

  /** What the actor may ask for. */
  types(actor: Actor) {
    return this.askable(actor).map(({ definition }) => typeShown(definition));
  }

  /** @throws JobTypeUnknown, FeatureOff, TooManyRequests, ValidationFailed, TooManyJobs */
  async ask(actor: Actor, wanted: AskForJobInput) {
    const type = this.registry.find(wanted.type);
    if (!type || type.definition.permission === null) throw new JobTypeUnknown(wanted.type);
    if (!this.mayAskFor(actor, type)) throw new Forbidden(type.definition.permission);
    const { feature, rateClass } = type.definition;
    if (feature && !(await this.flags.isOn(feature, actor))) throw new FeatureOff(feature);
    if (rateClass) await this.countAs(rateClass as LimitedClass, actor);
    checkPart(type.definition.input, wanted.input, 'input');
    const owner = ownerOf(actor);
    const now = this.clock.now().getTime();
    return this.em.transactional(async () => {
      await this.checkRoom(owner);
      const job = await this.jobs.enqueue({
        type: wanted.type,
        input: wanted.input,
        tags: wanted.tags,
        owner,
        isFresh: wanted.isFresh,
        permissions: actor.permissions,
        priority: actor.kind === 'staff' ? wanted.priority : Math.min(wanted.priority, highestForCustomers),
        runAt: new Date(now + secondsBefore(wanted) * 1_000),
        expiresAt:
          wanted.expiresInSeconds === undefined ? undefined : new Date(now + wanted.expiresInSeconds * 1_000),
        debounceKey: wanted.debounce?.key,
      });
      return toJobView(job);
    });
  }

  /** @throws CursorInvalid, ValidationFailed */
  async list(actor: Actor, query: JobsQuery): Promise<Page<object>> {
    const where = [this.ownedBy(actor), ...conditionsOf(query)];
    const page = await this.pages.read(Job, jobsList, query, { where });
    return { ...page, items: page.items.map(toJobView) };
  }

  /** @throws NotFound when it is somebody else's */
  async get(actor: Actor, id: string) {
    return toJobView(await this.own(actor, id));
  }

  /** @throws NotFound, JobNotDone */
  async result(actor: Actor, id: string) {
    const { type, status, result, finishedAt } = await this.own(actor, id);
    if (status !== 'completed') throw new JobNotDone(status);
    return { id, type, finishedAt, result };
  }

  /** What has ended stays as it is. @throws NotFound */
  async cancel(actor: Actor, id: string) {
    return this.em.transactional(async (em) => {
      const job = await this.own(actor, id);
      await this.control.cancel([id]);
      await em.refresh(job);
      return toJobView(job);
    });
  }

  /**
   * What somebody may be told of a job while it runs, over a stream or at the desk: their own, as {@link get} shows it; that of somebody else
   * to staff who look after all of them, which is noted. @throws NotFound
   */
  @OpensStream('job')
  async watched(actor: Actor, id: string): Promise<Job> {
    const looksAfterAll = isFor('staff', actor) && mayDo(actor, 'system.configure');
    if (!looksAfterAll) return this.own(actor, id);
    const job = await this.em.findOne(Job, { id });
    if (!job) throw new NotFound('Job', id);
    const person = personOf(job);
    if (person) await this.reads.note(actor, { action: 'job.opened', object: { type: 'job', id }, person });
    return job;
  }

  private async own(actor: Actor, id: string): Promise<Job> {
    const job = await this.em.findOne(Job, { id, ...this.ownedBy(actor) });
    if (!job) throw new NotFound('Job', id);
    return job;
  }

  /** A key sees those of its owner whose type it could ask for itself. */
  private ownedBy(actor: Actor) {
    const { kind, id } = ownerOf(actor);
    const own = { ownerKind: kind, ownerId: id };
    if (isPerson(actor)) return own;
    const types = this.askable(actor).map(({ definition }) => definition.type);
    return { ...own, type: { $in: types } };
  }

  /** A key has been charged for the request itself. */
  private countAs(rateClass: LimitedClass, actor: Actor): Promise<void> {
    const caller = { ...actor, requestsPerMinute: undefined };
    return this.rates.take(rateClass, caller, callerNetwork());
  }

  /** Requests of one owner one after the other, so that the limit is exact. */
  private async checkRoom({ kind, id }: JobOwner): Promise<void> {
    const most = this.settings.JOBS_PER_PERSON;
    await lockFor(this.em, 'jobs.owner', kind, id);
    if ((await this.jobs.countOpen({ kind, id }, most)) >= most) throw new TooManyJobs(most);
  }

  private askable(actor: Actor): RegisteredJobType[] {
    return this.registry.all().filter((type) => this.mayAskFor(actor, type));
  }

  private mayAskFor(actor: Actor, { definition: { permission, audience } }: RegisteredJobType): boolean {
    if (permission === null || (audience && !isFor(audience, actor))) return false;
    return mayDo(actor, permission as Requirement);
  }
}

/** An agent asks for its customer. */
function ownerOf(actor: Actor): JobOwner {
  const customer = customerScope(actor);
  return customer ? { kind: 'customer', id: customer } : { kind: 'staff', id: actor.id };
}
