// How complaints go: counted when it is asked for, and kept for each week.
import { Inject, Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { NotFound } from '#libs/errors';
import { EventOutbox, PublishesEvents } from '#libs/events';
import { lockFor, newId } from '#libs/orm';
import { addDays, Clock, instantAt, localDate, weekdayOf, type LocalDate } from '#libs/time';
import type { Actor } from '../../access/actor.js';
import { Settings } from '../../config/settings.js';
import { Provider } from '../../providers/provider.entity.js';
import { Staff } from '../../staff/staff.entity.js';
import { groupsOf, totalOf } from './figures.js';
import { complaintWeekReported } from './report.events.js';
import * as queries from './report.queries.js';
import { complaintFiguresView, type ComplaintFigures, type FiguresQuery } from './reports.schemas.js';
import { WeeklyComplaintReport } from './weekly-report.entity.js';

@PublishesEvents(complaintWeekReported)
@Injectable()
export class ComplaintReports {
  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    private readonly events: EventOutbox,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {}

  /** Counts the days; one statement after the other, so that a long range holds one connection. */
  async figures(_actor: Actor, { from, to, category, city }: FiguresQuery): Promise<ComplaintFigures> {
    const zone = this.settings.BUSINESS_TIME_ZONE;
    const [start, end] = [instantAt(from, 0, zone), instantAt(addDays(to, 1), 0, zone)];
    const at = this.clock.now();
    const what = { category: category ?? null, city: city ?? null };
    const rows = await this.rows<queries.CohortRow>(queries.cohortFigures, {
      zone,
      now: at,
      from: start,
      to: end,
      ...what,
    });
    const [steps] = await this.rows<queries.StepsRow>(queries.steps, { from: start, to: end, ...what });
    const [before] = await this.rows<{ count: number }>(queries.backlog, { at: start, ...what });
    const [after] = await this.rows<{ count: number }>(queries.backlog, { at: end, ...what });
    const labels = await this.labelsOf(rows);
    return {
      from,
      to,
      timeZone: zone,
      at,
      total: totalOf(rows),
      steps: steps!,
      backlog: { before: before!.count, after: after!.count },
      byCategory: groupsOf(rows, 'category'),
      bySeverity: groupsOf(rows, 'severity'),
      byCity: groupsOf(rows, 'city'),
      byProvider: groupsOf(rows, 'provider', labels),
      byAssignee: groupsOf(rows, 'assignee', labels),
      byDay: groupsOf(rows, 'day'),
      byHour: groupsOf(rows, 'hour'),
    };
  }

  /** Keeps the figures of the last whole week, unless they are kept. @returns its Monday */
  async keepWeek(actor: Actor): Promise<LocalDate> {
    const week = this.lastWeek();
    if ((await this.em.count(WeeklyComplaintReport, { week })) > 0) return week;
    const figures = await this.figures(actor, { from: week, to: addDays(week, 6) });
    await this.em.fork().transactional(async (em) => {
      await lockFor(em, 'complaints.weekly_report', week);
      // Another process may have been faster: theirs stays, and was told of.
      if ((await em.count(WeeklyComplaintReport, { week })) > 0) return;
      em.create(WeeklyComplaintReport, { week, figures });
      const { total, steps, backlog } = figures;
      const facts = { week, filed: total.filed, resolved: steps.resolved, backlog: backlog.after };
      this.events.publish(complaintWeekReported, newId(), facts);
    });
    return week;
  }

  /** The latest first. */
  async weeks(_actor: Actor) {
    const kept = await this.em.find(WeeklyComplaintReport, {}, { orderBy: { week: 'desc' }, limit: 53 });
    return kept.map((report) => ({
      week: report.week,
      figures: figuresFrom(report),
      createdAt: report.createdAt,
    }));
  }

  /** @throws NotFound */
  async week(_actor: Actor, week: LocalDate): Promise<ComplaintFigures> {
    const kept = await this.em.findOne(WeeklyComplaintReport, { week });
    if (!kept) throw new NotFound('Weekly report', week);
    return figuresFrom(kept);
  }

  private lastWeek(): LocalDate {
    const today = localDate(this.clock.now(), this.settings.BUSINESS_TIME_ZONE);
    return addDays(today, -6 - weekdayOf(today));
  }

  private async labelsOf(rows: readonly queries.CohortRow[]): Promise<Map<string, string>> {
    const ids = (dimension: 'provider' | 'assignee') =>
      groupsOf(rows, dimension).flatMap(({ key }) => (key === '' ? [] : [key]));
    const named = [
      ...(await this.em.find(Provider, { id: { $in: ids('provider') } }, { fields: ['name'] })),
      ...(await this.em.find(Staff, { id: { $in: ids('assignee') } }, { fields: ['name'] })),
    ];
    return new Map([['', 'none'], ...named.map(({ id, name }) => [id, name] as const)]);
  }

  private rows<Row>(sql: string, parameters: object): Promise<Row[]> {
    return this.em.execute<Row[]>(sql, parameters as never);
  }
}

/** JSON has no instants. */
function figuresFrom({ figures }: WeeklyComplaintReport): ComplaintFigures {
  return complaintFiguresView.parse({ ...figures, at: new Date(figures.at) });
}
