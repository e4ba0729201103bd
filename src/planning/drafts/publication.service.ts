// Publishes a draft: from then on its shifts are what slots are cut from. Everything in one transaction, with the draft and all its providers
// locked: of two that publish at once the second finds it published, and leave that is given meanwhile comes before or after, never in between.
import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { ExpectedVersions } from '#libs/http';
import { addDays, Clock, weekdayOf } from '#libs/time';
import type { Actor } from '../../access/actor.js';
import { PlannableProvidersService } from '../../providers/plans/plannable-providers.service.js';
import { DraftOutdated, VisitsInTheWay, type ConflictingVisit } from '../planning.errors.js';
import { BookedVisitsService } from '../roster/booked-visits.service.js';
import { uncoveredBy, type PlannedWork } from './coverage.js';
import { needOf } from './draft-maker.service.js';
import { DraftsService } from './drafts.service.js';
import { ShiftDraft } from './shift-draft.entity.js';
import { draftFaults } from './week-rules.js';
import { WeekWorkersService, type PlannedProvider } from './week-workers.service.js';

export interface DraftComparison {
  id: string;
  publishedMinutes: number;
  draftMinutes: number;
  publishedUncovered: number;
  draftUncovered: number;
  changes: { providerId: string; name: string; day: string; published: Hours[]; draft: Hours[] }[];
}
type Hours = Pick<PlannedWork, 'fromMinute' | 'toMinute'>;

@Injectable()
export class PublicationService {
  constructor(
    private readonly em: EntityManager,
    private readonly drafts: DraftsService,
    private readonly workers: WeekWorkersService,
    private readonly providers: PlannableProvidersService,
    private readonly visits: BookedVisitsService,
    private readonly clock: Clock,
  ) {}

  /**
   * @param force whether visits that are booked may end up in time that is not worked
   * @throws NotFound, PreconditionFailed, DraftNotEditable, PlanWeekInvalid, DraftOutdated, VisitsInTheWay
   */
  publish(
    actor: Actor,
    id: string,
    force: boolean,
    expected: ExpectedVersions,
  ): Promise<{ draft: ShiftDraft; conflicts: ConflictingVisit[] }> {
    return this.em.transactional(async (em) => {
      const draft = await this.drafts.locked(id, expected);
      draft.checkEditable();
      const { week, city } = draft;
      this.drafts.checkWeek(week);
      const workers = await this.workers.locked(draft.providerIds, week);
      const shifts = await this.drafts.shiftsOf(id);
      const byId = new Map(workers.map((worker) => [worker.id, worker]));
      const faults = draftFaults(byId, shifts, week);
      if (faults.length > 0) throw new DraftOutdated(faults);

      const days = { first: week, last: addDays(week, 6) };
      // Whoever is not active works nothing, and keeps the plan that holds when they come back.
      const ids = workers.filter(({ isActive }) => isActive).map((worker) => worker.id);
      const conflicts = await this.conflicts(workers, shifts, week);
      if (conflicts.length > 0 && !force) throw new VisitsInTheWay(conflicts);
      await this.providers.publish(ids, days, shifts);
      const before = { city, week, status: 'published' } as const;
      await em.nativeUpdate(ShiftDraft, before, { status: 'superseded' });
      draft.publish(actor.id, this.clock.now());
      const after = { week, shifts: shifts.length, providers: ids.length };
      await this.drafts.record(actor, draft, 'draft_published', { after });
      return { draft, conflicts };
    });
  }

  /** The draft beside what is published for its week now. @throws NotFound, DraftNotEditable while it is being made */
  async compare(actor: Actor, id: string): Promise<DraftComparison> {
    const { draft, shifts } = await this.drafts.get(actor, id);
    if (draft.status === 'making') draft.checkEditable();
    const known = new Set(draft.providerIds);
    const inCity = await this.workers.ofCity(actor, draft.city, draft.week, known.size + 100);
    const workers = inCity.filter((worker) => known.has(worker.id));
    const published = workers.flatMap((worker) => worker.published);
    const need = needOf(draft, draft.load, workers);
    return {
      id,
      publishedMinutes: minutesOf(published),
      draftMinutes: minutesOf(shifts),
      publishedUncovered: uncoveredBy(need, workers, published).length,
      draftUncovered: uncoveredBy(need, workers, shifts).length,
      changes: workers.flatMap((worker) => changesOf(worker, shifts, draft.week)),
    };
  }

  /** Booked visits of the week that the new shifts would leave outside. */
  private async conflicts(
    workers: readonly PlannedProvider[],
    shifts: readonly PlannedWork[],
    week: string,
  ): Promise<ConflictingVisit[]> {
    const ids = workers.map(({ id }) => id);
    const visits = Map.groupBy(await this.workers.visitsIn(ids, week), ({ providerId }) => providerId);
    const sunday = addDays(week, 6);
    return workers.flatMap(({ id, plan }) => {
      const around = plan.shifts.map((shift) => ({ ...shift }));
      const own = shifts.filter(({ providerId }) => providerId === id);
      const dated = own.map(({ day, fromMinute, toMinute }) => ({
        weekday: weekdayOf(day),
        fromMinute,
        toMinute,
        validFrom: day,
        validUntil: day,
      }));
      const before = around.filter(({ validFrom }) => validFrom < week);
      const after = around.filter(({ validUntil }) => !validUntil || validUntil > sunday);
      const beside = [
        ...before.map((shift) => ({ ...shift, validUntil: addDays(week, -1) })),
        ...after.map((shift) => ({ ...shift, validFrom: addDays(sunday, 1) })),
      ];
      return this.visits.outside({ ...plan, shifts: [...beside, ...dated] }, visits.get(id) ?? []);
    });
  }
}

function minutesOf(shifts: readonly PlannedWork[]): number {
  return shifts.reduce((sum, { fromMinute, toMinute }) => sum + toMinute - fromMinute, 0);
}

function changesOf({ id, name, published }: PlannedProvider, shifts: readonly PlannedWork[], week: string) {
  return Array.from({ length: 7 }, (_, index) => addDays(week, index)).flatMap((day) => {
    const on = (all: readonly PlannedWork[]): Hours[] =>
      all
        .filter((shift) => shift.providerId === id && shift.day === day)
        .map(({ fromMinute, toMinute }) => ({ fromMinute, toMinute }));
    const [now, then] = [on(published), on(shifts)];
    if (JSON.stringify(now) === JSON.stringify(then)) return [];
    return [{ providerId: id, name, day, published: now, draft: then }];
  });
}
