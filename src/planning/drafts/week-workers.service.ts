// Providers as the planner sees them in a certain week: what they can cover, and what binds them.
import { Injectable } from '@nestjs/common';
import { addDays, instantAt, localDate, minuteOfDay, type LocalDate } from '#libs/time';
import type { Actor } from '../../access/actor.js';
import { Settings } from '../../config/settings.js';
import {
  PlannableProvidersService,
  type DayRange,
  type PlannableProvider,
} from '../../providers/plans/plannable-providers.service.js';
import { workSpans, type PlanException, type WorkPlan, type WorkSpan } from '../../providers/shift.entity.js';
import { pincodeGroupOf, seriesOf } from '../forecast/demand.service.js';
import type { ConflictingVisit } from '../planning.errors.js';
import { BookedVisitsService } from '../roster/booked-visits.service.js';
import type { PlannedWork } from './coverage.js';
import type { WeekProvider } from './week-planner.js';
import { daysAround } from './week-rules.js';

export interface PlannedProvider extends WeekProvider {
  name: string;
  /** What is worked of the week as it is published now, without extra hours. */
  published: PlannedWork[];
  plan: WorkPlan;
}

@Injectable()
export class WeekWorkersService {
  constructor(
    private readonly providers: PlannableProvidersService,
    private readonly visits: BookedVisitsService,
    private readonly settings: Settings,
  ) {}

  /** Active ones of a city. */
  async ofCity(actor: Actor, city: string, week: LocalDate, limit: number): Promise<PlannedProvider[]> {
    return this.inWeek(await this.providers.ofCity(actor, city, around(week), limit), week);
  }

  /** Locked until the transaction ends, whatever their status. */
  async locked(ids: readonly string[], week: LocalDate): Promise<PlannedProvider[]> {
    return this.inWeek(await this.providers.lockedForPlan(ids, around(week)), week);
  }

  /** Booked visits that begin in the week. */
  visitsIn(ids: readonly string[], week: LocalDate): Promise<ConflictingVisit[]> {
    const zone = this.settings.BUSINESS_TIME_ZONE;
    return this.visits.ahead(ids, {
      from: instantAt(week, 0, zone),
      until: instantAt(addDays(week, 7), 0, zone),
    });
  }

  private async inWeek(providers: readonly PlannableProvider[], week: LocalDate): Promise<PlannedProvider[]> {
    const visits = await this.visitsIn(
      providers.map(({ id }) => id),
      week,
    );
    const visitsOf = Map.groupBy(visits, ({ providerId }) => providerId);
    return providers.map((provider) => ({
      ...boundBy(provider, week),
      visits: (visitsOf.get(provider.id) ?? []).map((visit) => this.spanOf(visit)),
    }));
  }

  /** Within the day on which it begins. */
  private spanOf({ startsAt, endsAt }: ConflictingVisit): WorkSpan {
    const zone = this.settings.BUSINESS_TIME_ZONE;
    const fromMinute = minuteOfDay(startsAt, zone);
    const minutes = Math.ceil((endsAt.getTime() - startsAt.getTime()) / 60_000);
    return { day: localDate(startsAt, zone), fromMinute, toMinute: Math.min(1440, fromMinute + minutes) };
  }
}

function around(week: LocalDate): DayRange {
  return { first: addDays(week, -daysAround), last: addDays(week, 6 + daysAround) };
}

function boundBy(
  { id, name, status, limits, skills, pincodes, plan }: PlannableProvider,
  week: LocalDate,
): PlannedProvider {
  const { first, last } = around(week);
  const sunday = addDays(week, 6);
  const isInWeek = ({ day }: { day: LocalDate }): boolean => day >= week && day <= sunday;
  const groups = new Set(pincodes.map(pincodeGroupOf));
  const withoutExtra = plan.exceptions.filter(({ kind }) => kind !== 'extra');
  return {
    id,
    name,
    isActive: status === 'active',
    limits,
    series: skills.flatMap((skill) => [...groups].map((group) => seriesOf(skill, group))),
    standing: [
      ...workSpans(plan, first, last).filter((span) => !isInWeek(span)),
      ...workSpans({ ...plan, shifts: [] }, week, sunday),
    ],
    absent: withoutExtra.filter(isInWeek).map(spanOfAbsence),
    lastDay: plan.lastDay ?? null,
    visits: [],
    published: workSpans({ ...plan, exceptions: withoutExtra }, week, sunday).map((span) => ({
      providerId: id,
      ...span,
    })),
    plan,
  };
}

function spanOfAbsence({ day, fromMinute, toMinute }: PlanException): WorkSpan {
  return { day, fromMinute, toMinute };
}
