import { Inject, Injectable } from '@nestjs/common';
import { EntityManager, LockMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { NotFound } from '#libs/errors';
import { checkPart, checkVersion, type ExpectedVersions } from '#libs/http';
import { JobRegistry, JobQueue, type JobOwner } from '#libs/jobs';
import { lockFor } from '#libs/orm';
import { Clock } from '#libs/time';
import { Forbidden } from '../access/access.errors.js';
import { mayDo, type Actor } from '../access/actor.js';
import { ownAccount, type Requirement } from '../access/roles.js';
import { AuditService } from '../audit/audit.service.js';
import { Settings } from '../config/settings.js';
import { problemWith, runsAfter } from './due.js';
import { Schedule } from './schedule.entity.js';
import { JobTypePersonal, JobTypeUnknown } from './schedules.errors.js';
import { ScheduleBuiltIn, ScheduleExists, TooManySchedules } from './schedules.errors.js';
import type { ChangeScheduleInput, CreateScheduleInput } from './schedules.schemas.js';

/** All of them are looked through at once, by people and by the ticker. */
const atMost = 100;
const shownAhead = 5;

/** Who asks for the jobs of a schedule. */
export function ownerOf({ name }: Pick<Schedule, 'name'>): JobOwner {
  return { kind: 'system', id: `schedule:${name}`.slice(0, 80) };
}

@Injectable()
export class SchedulesService {
  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    private readonly registry: JobRegistry,
    private readonly jobs: JobQueue,
    private readonly audit: AuditService,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {}

  /** By name. */
  async list(_actor: Actor) {
    const schedules = await this.em.find(Schedule, {}, { orderBy: { name: 'asc' } });
    return schedules.map((schedule) => this.shown(schedule));
  }

  /** @throws NotFound */
  async get(_actor: Actor, id: string) {
    const schedule = await this.em.findOne(Schedule, { id });
    if (!schedule) throw new NotFound('Schedule', id);
    return this.shown(schedule);
  }

  /** @throws ScheduleExists, TooManySchedules, JobTypeUnknown, JobTypePersonal, ValidationFailed, Forbidden */
  async create(actor: Actor, input: CreateScheduleInput) {
    this.check(actor, input.jobType, input.input);
    return this.em.transactional(async (em) => {
      // One at a time, so that both refusals are exact.
      await lockFor(em, 'schedules.creation');
      if (await em.findOne(Schedule, { name: input.name })) throw new ScheduleExists(input.name);
      if ((await em.count(Schedule)) >= atMost) throw new TooManySchedules(atMost);
      const timeZone = input.timeZone ?? this.settings.BUSINESS_TIME_ZONE;
      const schedule = em.create(Schedule, { ...input, timeZone });
      this.plan(schedule);
      await this.record(actor, 'created', schedule, { after: plannedIn(schedule) });
      await em.flush();
      return this.shown(schedule);
    });
  }

  /** @throws NotFound, PreconditionFailed, JobTypeUnknown, JobTypePersonal, ValidationFailed, Forbidden */
  change(actor: Actor, id: string, changes: ChangeScheduleInput, expected: ExpectedVersions) {
    return this.em.transactional(async (em) => {
      const schedule = await this.locked(em, id, expected);
      // Whoever decides what runs must be allowed to do it; whoever stops it need not be.
      const onlyStops = Object.keys(changes).length === 1 && changes.enabled === false;
      if (!onlyStops) this.check(actor, schedule.jobType, changes.input ?? schedule.input);
      const before = plannedIn(schedule);
      Object.assign(schedule, changes);
      schedule.version += 1;
      const isTimed = changes.cron ?? changes.timeZone ?? changes.enabled;
      if (isTimed !== undefined) this.plan(schedule);
      await this.record(actor, 'changed', schedule, { before, after: plannedIn(schedule) });
      await em.flush();
      return this.shown(schedule);
    });
  }

  /** @throws NotFound, PreconditionFailed, ScheduleBuiltIn */
  async remove(actor: Actor, id: string, expected: ExpectedVersions): Promise<void> {
    await this.em.transactional(async (em) => {
      const schedule = await this.locked(em, id, expected);
      // It would be back at the next start.
      if (schedule.builtIn) throw new ScheduleBuiltIn(schedule.name);
      await this.record(actor, 'deleted', schedule, { before: plannedIn(schedule) });
      em.remove(schedule);
    });
  }

  /** Now, beside its times; also while it is switched off. @throws NotFound, JobTypeUnknown, ValidationFailed, Forbidden */
  run(actor: Actor, id: string): Promise<{ jobId: string }> {
    return this.em.transactional(async (em) => {
      const schedule = await this.locked(em, id);
      this.check(actor, schedule.jobType, schedule.input);
      const { jobType: type, input } = schedule;
      const job = await this.jobs.enqueue({ type, input, owner: ownerOf(schedule), isFresh: true });
      Object.assign(schedule, { lastRunAt: this.clock.now(), lastJobId: job.id });
      await this.record(actor, 'started', schedule, { after: { jobId: job.id } });
      return { jobId: job.id };
    });
  }

  /** What a schedule does it does without asking anybody again: so whoever sets it up must be allowed to do it themselves. */
  private check(actor: Actor, jobType: string, input: unknown): void {
    const type = this.registry.find(jobType);
    if (!type) throw new JobTypeUnknown(jobType);
    const { permission, audience, input: schema } = type.definition;
    if (permission === ownAccount || audience === 'customer') throw new JobTypePersonal(jobType);
    if (permission !== null && !mayDo(actor, permission as Requirement)) throw new Forbidden(permission);
    checkPart(schema, input, 'input');
  }

  /** What was due before it was planned like this is not made up for. */
  private plan(schedule: Schedule): void {
    const [next = null] = schedule.enabled ? runsAfter(schedule, this.clock.now(), 1) : [];
    schedule.nextRunAt = next;
  }

  private shown(schedule: Schedule) {
    const problem = problemWith(schedule, this.registry);
    const upcoming = schedule.enabled && !problem ? runsAfter(schedule, this.clock.now(), shownAhead) : [];
    return { ...plain(schedule), problem, upcoming };
  }

  /** The ticker waits for changes, and they for it. */
  private async locked(em: EntityManager, id: string, expected?: ExpectedVersions): Promise<Schedule> {
    const lockMode = LockMode.PESSIMISTIC_WRITE;
    const schedule = await em.findOne(Schedule, { id }, { lockMode, refresh: true });
    if (!schedule) throw new NotFound('Schedule', id);
    checkVersion(schedule, expected);
    return schedule;
  }

  private record(
    actor: Actor,
    what: string,
    { id }: Schedule,
    change: { before?: Record<string, unknown>; after?: Record<string, unknown> },
  ): Promise<void> {
    return this.audit.record(actor, {
      action: `schedule.${what}`,
      object: { type: 'schedule', id },
      ...change,
    });
  }
}

function plannedIn({ name, jobType, input, cron, timeZone, missed, enabled }: Schedule) {
  return { name, jobType, input, cron, timeZone, missed, enabled };
}

function plain(schedule: Schedule) {
  const { id, name, description, jobType, input, cron, timeZone, missed, enabled, builtIn } = schedule;
  const { lastRunAt = null, lastJobId = null, version, createdAt, updatedAt } = schedule;
  return {
    id,
    name,
    description,
    jobType,
    input,
    cron,
    timeZone,
    missed,
    enabled,
    builtIn,
    lastRunAt,
    lastJobId,
    version,
    createdAt,
    updatedAt,
  };
}
