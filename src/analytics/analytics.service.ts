import { setImmediate as breathe } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { addDays, Clock, instantAt, localDate, type LocalDate } from '#libs/time';
import type { Actor } from '../access/actor.js';
import { bookingStatuses } from '../bookings/booking.entity.js';
import { Settings } from '../config/settings.js';
import { messageRoles } from '../conversations/conversation.entity.js';
import type { AnalyticsReport, ReportInput } from './analytics.schemas.js';
import { DailyFigures } from './daily-figures.entity.js';
import * as queries from './report.queries.js';
import { CountTally } from './tally.js';

/** Days of one statement. */
const sliceDays = 7;
/** How far back a missing day is made up for. */
const mostMissing = 31;

@Injectable()
export class AnalyticsService {
  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {}

  /** @param tell hears how many of how many days are counted */
  async report(
    _actor: Actor,
    { from, to }: ReportInput,
    signal: AbortSignal,
    tell: (done: number, of: number) => void,
  ): Promise<AnalyticsReport> {
    const tally = new CountTally();
    const days = daysFrom(from, to);
    for (let at = 0; at < days.length; at += sliceDays) {
      signal.throwIfAborted();
      const slice = days.slice(at, at + sliceDays);
      await this.count(tally, slice[0]!, slice.at(-1)!);
      tell(at + slice.length, days.length);
      await breathe();
    }
    return tally.report(days, this.settings.BUSINESS_TIME_ZONE);
  }

  /** Counts `day`, or yesterday and the days before it that are missing, and keeps the figures. What is there is counted again. */
  async keepDaily(day: LocalDate | undefined, signal: AbortSignal): Promise<LocalDate[]> {
    const days = day ? [day] : await this.missingDays();
    for (const each of days) {
      signal.throwIfAborted();
      const parameters = { ...this.between(each, each), day: each, now: this.clock.now() };
      await this.em.fork().execute(queries.keepDay, parameters as never);
      await breathe();
    }
    return days;
  }

  private async missingDays(): Promise<LocalDate[]> {
    const yesterday = addDays(localDate(this.clock.now(), this.settings.BUSINESS_TIME_ZONE), -1);
    const wanted = daysFrom(addDays(yesterday, 1 - mostMissing), yesterday);
    const kept = await this.em.fork().find(DailyFigures, { day: { $in: wanted } }, { fields: ['day'] });
    const known = new Set(kept.map((row) => row.day));
    return wanted.filter((each) => each === yesterday || !known.has(each));
  }

  private async count(tally: CountTally, first: LocalDate, last: LocalDate): Promise<void> {
    const rows = <Row>(sql: string): Promise<Row[]> =>
      this.em.fork().execute<Row[]>(sql, this.between(first, last) as never);
    tally.addVisits(await rows<queries.VisitsRow>(queries.visitCounts));
    tally.addConversations(await rows<queries.CountRow>(queries.conversationCounts));
    tally.addMessages(await rows<queries.CountRow>(queries.messageCounts));
    tally.addIntents(await rows<queries.CountRow>(queries.intentCounts));
    tally.addRatings(await rows<queries.RatingsRow>(queries.ratingCounts));
    tally.addComplaints(await rows<queries.ComplaintsRow>(queries.complaintCounts));
  }

  private between(first: LocalDate, last: LocalDate) {
    const zone = this.settings.BUSINESS_TIME_ZONE;
    const [from, to] = [instantAt(first, 0, zone), instantAt(addDays(last, 1), 0, zone)];
    return { from, to, zone, statuses: [...bookingStatuses], roles: [...messageRoles] };
  }
}

function daysFrom(first: LocalDate, last: LocalDate): LocalDate[] {
  const days: LocalDate[] = [];
  for (let day = first; day <= last; day = addDays(day, 1)) days.push(day);
  return days;
}
