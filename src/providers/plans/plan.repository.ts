// The plans of given providers in plain rows, and their lines written many at once: a publication concerns a whole city.
import { Inject, Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { newId, violatesConstraint } from '#libs/orm';
import type { LocalDate } from '#libs/time';
import { LeaveOverlaps, ShiftsOverlap } from '../provider.errors.js';
import type { PlanException, PlannedShift, WorkPlan } from '../working-windows.js';

/** Days, both inclusive; `until` null: for good. */
export interface PlanPeriod {
  from: LocalDate;
  until: LocalDate | null;
}

export type PlannedLine = Omit<PlannedShift, 'validUntil'> & {
  providerId: string;
  validUntil: LocalDate | null;
};

@Injectable()
export class PlanRepository {
  constructor(@Inject(EntityManager) private readonly em: SqlEntityManager) {}

  /** What the plans of the providers say of the days from `first` to `last`, both inclusive. Three queries, however many they are. */
  async plans(ids: readonly string[], first: LocalDate, last: LocalDate): Promise<Map<string, WorkPlan>> {
    const which = { ids: JSON.stringify(ids), first, last };
    const limits = await this.em.execute<{ providerId: string; lastDay: LocalDate | null }[]>(
      `select id as "providerId", documents_valid_until::text as "lastDay" from providers where id in ${given}`,
      which,
    );
    const shifts = await this.em.execute<(PlannedShift & { providerId: string })[]>(
      `select provider_id as "providerId", weekday, from_minute as "fromMinute", to_minute as "toMinute",
        valid_from::text as "validFrom", valid_until::text as "validUntil"
      from shifts where provider_id in ${given} and valid_from <= :last and (valid_until is null or valid_until >= :first)`,
      which,
    );
    const exceptions = await this.em.execute<(PlanException & { providerId: string })[]>(
      `select provider_id as "providerId", day::text as day, kind, from_minute as "fromMinute", to_minute as "toMinute"
      from shift_exceptions where provider_id in ${given} and day between :first and :last
      union all
      select l.provider_id, on_leave::date::text, 'leave', 0, 1440 from provider_leaves l,
        generate_series(greatest(l.first_day, :first::date), least(l.last_day, :last::date), '1 day') on_leave
      where l.provider_id in ${given} and l.first_day <= :last and l.last_day >= :first`,
      which,
    );
    const shiftsOf = Map.groupBy(shifts, ({ providerId }) => providerId);
    const exceptionsOf = Map.groupBy(exceptions, ({ providerId }) => providerId);
    return new Map(
      limits.map(({ providerId, lastDay }) => [
        providerId,
        { shifts: shiftsOf.get(providerId) ?? [], exceptions: exceptionsOf.get(providerId) ?? [], lastDay },
      ]),
    );
  }

  /**
   * Puts `lines` in the place of whatever is planned for the providers in the period; what is planned before and after it stays, in rows of its
   * own where a row reached over an end of the period. To be called in a transaction, with the providers locked.
   */
  async replace(
    ids: readonly string[],
    { from, until }: PlanPeriod,
    lines: readonly PlannedLine[],
    now: Date,
  ): Promise<void> {
    await this.em.execute(cutStatement, { ids: JSON.stringify(ids), from, until, now });
    if (lines.length === 0) return;
    const rows = JSON.stringify(lines.map((line) => ({ id: newId(), ...line })));
    await this.em.execute(
      `insert into shifts (id, provider_id, weekday, from_minute, to_minute, valid_from, valid_until, created_at, updated_at)
      select id, "providerId", weekday, "fromMinute", "toMinute", "validFrom", "validUntil", :now, :now
      from json_to_recordset(:rows::json) as line (id uuid, "providerId" uuid, weekday smallint, "fromMinute" smallint,
        "toMinute" smallint, "validFrom" date, "validUntil" date)`,
      { rows, now },
    );
  }
}

const given = `(select value::uuid from json_array_elements_text(:ids::json))`;
const kept = 'provider_id, weekday, from_minute, to_minute';

/** The part before the period keeps the row's id. */
const cutStatement = `
  with cut as (
    delete from shifts where provider_id in ${given}
      and (:until::date is null or valid_from <= :until::date) and (valid_until is null or valid_until >= :from::date)
    returning *
  )
  insert into shifts (id, ${kept}, valid_from, valid_until, created_at, updated_at)
  select id, ${kept}, valid_from, :from::date - 1, created_at, :now::timestamptz from cut where valid_from < :from::date
  union all
  select gen_random_uuid(), ${kept}, :until::date + 1, valid_until, created_at, :now::timestamptz
  from cut where :until::date is not null and (valid_until is null or valid_until > :until::date)`;

/** @throws ShiftsOverlap, LeaveOverlaps where the database refuses the write */
export async function refusingOverlaps<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (violatesConstraint(error, 'provider_leaves_apart')) throw new LeaveOverlaps();
    if (violatesConstraint(error, 'shifts_apart') || violatesConstraint(error, 'shift_exceptions_apart'))
      throw new ShiftsOverlap();
    throw error;
  }
}
