// Drafts of weeks: made, looked at, changed, compared, published. Published shifts are what slots use.
import { Injectable } from '@nestjs/common';
import { EntityManager, LockMode } from '@mikro-orm/core';
import { NotFound } from '#libs/errors';
import { checkVersion, PageReader, type ExpectedVersions, type Page } from '#libs/http';
import { JobQueue } from '#libs/jobs';
import { newId } from '#libs/orm';
import { addDays, Clock, localDate, type LocalDate } from '#libs/time';
import type { Actor } from '../../access/actor.js';
import { AuditService } from '../../audit/audit.service.js';
import { Settings } from '../../config/settings.js';
import { PlannableProvidersService } from '../../providers/plans/plannable-providers.service.js';
import { CityTooLarge, DraftBreaksRules, PlanWeekInvalid } from '../planning.errors.js';
import { uncoveredBy, type PlannedWork, type UncoveredDemand } from './coverage.js';
import { DraftMaker, needOf, providersAtMost, type MadeDraft } from './draft-maker.service.js';
import { draftsList, type CreateDraftInput, type DraftsQuery } from './drafts.schemas.js';
import { DraftShift, ShiftDraft } from './shift-draft.entity.js';
import { draftFaults } from './week-rules.js';
import { WeekWorkersService } from './week-workers.service.js';

/** More are planned by a job. */
const atOnce = 40;
const weeksAhead = 12;
const uncoveredKept = 500;
export const makeDraftJob = 'planning.make_draft';

@Injectable()
export class DraftsService {
  constructor(
    private readonly em: EntityManager,
    private readonly pages: PageReader,
    private readonly maker: DraftMaker,
    private readonly workers: WeekWorkersService,
    private readonly providers: PlannableProvidersService,
    private readonly jobs: JobQueue,
    private readonly audit: AuditService,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /** @throws CursorInvalid, ValidationFailed */
  list(_actor: Actor, query: DraftsQuery): Promise<Page<ShiftDraft>> {
    const { status, cityId, week } = query;
    const where = [status ? { status } : {}, cityId ? { city: cityId } : {}, week ? { week } : {}];
    return this.pages.read(ShiftDraft, draftsList, query, { where, exclude: ['load'] });
  }

  /** @throws NotFound */
  async get(_actor: Actor, id: string): Promise<{ draft: ShiftDraft; shifts: PlannedWork[] }> {
    const draft = await this.em.findOne(ShiftDraft, { id }, { refresh: true });
    if (!draft) throw new NotFound('Shift draft', id);
    return { draft, shifts: await this.shiftsOf(id) };
  }

  /**
   * Plans a week: at once, or by a job where there are many providers.
   * @throws PlanWeekInvalid, CityTooLarge, NotFound when there is no such city
   */
  async create(actor: Actor, { cityId: city, ...wish }: CreateDraftInput): Promise<ShiftDraft> {
    this.checkWeek(wish.week);
    const count = await this.providers.countActive(actor, city);
    if (count > providersAtMost) throw new CityTooLarge(count, providersAtMost);
    const made = count > atOnce ? null : await this.maker.make(actor, { city, ...wish });
    return this.em.transactional(async (em) => {
      const draft = em.create(ShiftDraft, {
        id: newId(),
        city,
        ...wish,
        status: 'making',
        providerIds: [],
        load: [],
        uncovered: [],
        madeBy: actor.id,
        createdAt: this.clock.now(),
      });
      if (made) await this.fill(draft, made);
      else {
        const input = { draftId: draft.id };
        const owner = { kind: 'staff', id: actor.id } as const;
        const { id } = await this.jobs.enqueue({ type: makeDraftJob, input, owner, uniqueKey: draft.id });
        draft.jobId = id;
      }
      await this.record(actor, draft, 'draft_made', { after: { city, ...wish } });
      return draft;
    });
  }

  /** Puts what was planned into the draft. In a transaction. */
  async fill(draft: ShiftDraft, { shifts, uncovered, ...made }: MadeDraft): Promise<void> {
    Object.assign(draft, { status: 'ready', ...made });
    await this.put(draft, shifts, uncovered);
  }

  /** @throws NotFound, PreconditionFailed, DraftNotEditable, DraftBreaksRules */
  replaceShifts(
    actor: Actor,
    id: string,
    shifts: readonly PlannedWork[],
    expected: ExpectedVersions,
  ): Promise<ShiftDraft> {
    return this.em.transactional(async () => {
      const draft = await this.locked(id, expected);
      draft.checkEditable();
      const { city, week } = draft;
      const known = new Set(draft.providerIds);
      const workers = await this.workers.ofCity(actor, city, week, providersAtMost);
      const planned = workers.filter((worker) => known.has(worker.id));
      const byId = new Map(planned.map((worker) => [worker.id, worker]));
      const faults = draftFaults(byId, shifts, week);
      if (faults.length > 0) throw new DraftBreaksRules(faults);
      const before = { shifts: await this.em.count(DraftShift, { draft: id }) };
      await this.em.nativeDelete(DraftShift, { draft: id });
      await this.put(draft, shifts, uncoveredBy(needOf(draft, draft.load, planned), planned, shifts));
      draft.version += 1;
      await this.record(actor, draft, 'draft_changed', { before, after: { shifts: shifts.length } });
      return draft;
    });
  }

  /** Gives up a draft that was not published. @throws NotFound, PreconditionFailed, DraftNotEditable */
  async remove(actor: Actor, id: string, expected: ExpectedVersions): Promise<void> {
    await this.em.transactional(async (em) => {
      const draft = await this.locked(id, expected);
      if (draft.status !== 'making') draft.checkEditable();
      await this.record(actor, draft, 'draft_deleted', { before: { week: draft.week } });
      em.remove(draft);
    });
  }

  /** To be called in a transaction. @throws NotFound, PreconditionFailed */
  async locked(id: string, expected: ExpectedVersions): Promise<ShiftDraft> {
    const lockMode = LockMode.PESSIMISTIC_WRITE;
    const draft = await this.em.findOne(ShiftDraft, { id }, { lockMode, refresh: true });
    if (!draft) throw new NotFound('Shift draft', id);
    checkVersion(draft, expected);
    return draft;
  }

  /** By day and provider. */
  async shiftsOf(id: string): Promise<PlannedWork[]> {
    const lines = await this.em.find(
      DraftShift,
      { draft: id },
      { orderBy: { day: 'asc', provider: 'asc', fromMinute: 'asc' }, disableIdentityMap: true },
    );
    return lines.map(({ provider, day, fromMinute, toMinute }) => ({
      providerId: provider,
      day,
      fromMinute,
      toMinute,
    }));
  }

  /** Of a draft. @throws PlanWeekInvalid unless the week is still to come, and not too far */
  checkWeek(week: LocalDate): void {
    const today = localDate(this.clock.now(), this.settings.BUSINESS_TIME_ZONE);
    if (week <= today) throw new PlanWeekInvalid('The week has begun.', { today });
    const latest = addDays(today, 7 * weeksAhead);
    if (week > latest)
      throw new PlanWeekInvalid(`A week is planned at most ${weeksAhead} weeks ahead.`, { latest });
  }

  record(
    actor: Actor,
    { id }: ShiftDraft,
    what: string,
    facts: { before?: Record<string, unknown>; after?: Record<string, unknown> },
  ): Promise<void> {
    return this.audit.record(actor, {
      action: `planning.${what}`,
      object: { type: 'shift_draft', id },
      ...facts,
    });
  }

  private async put(
    draft: ShiftDraft,
    shifts: readonly PlannedWork[],
    uncovered: readonly UncoveredDemand[],
  ): Promise<void> {
    draft.uncovered = uncovered.slice(0, uncoveredKept);
    draft.uncoveredInAll = uncovered.length;
    for (const { providerId: provider, ...line } of shifts)
      this.em.create(DraftShift, { draft, provider, ...line });
    await this.em.flush();
  }
}
