// Who can do the services of a subcategory at a pincode, in plain rows: a busy pincode has hundreds of providers and shifts, and
// entities of them would cost more than the queries.
import { Inject, Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { LocalDate } from '#libs/time';
import type { PlanException, PlannedShift, WorkPlan } from './working-windows.js';

/** What is to be done, and where. */
export interface ProviderWork {
  subcategoryId: string;
  pincode: string;
}

/** What anybody may see of a provider, with the id of the city. */
export interface AbleProvider {
  id: string;
  name: string;
  about: string;
  city: string;
  ratingAverage: number;
  ratingCount: number;
}

/** What is planned for somebody who can do it. */
export interface AblePlan extends WorkPlan {
  providerId: string;
  name: string;
  ratingAverage: number;
  ratingCount: number;
}

type PlanRow = Omit<AblePlan, 'shifts' | 'exceptions'> & ((PlannedShift & { kind: 'shift' }) | PlanException);

@Injectable()
export class ProviderRepository {
  constructor(@Inject(EntityManager) private readonly em: SqlEntityManager) {}

  /** Best rated first, then most rated. Reads the index in this order and stops at `limit`. */
  best(work: ProviderWork & { minRating: number; limit: number; today: LocalDate }): Promise<AbleProvider[]> {
    return this.em.execute<AbleProvider[]>(
      `select p.id, p.name, p.about, p.city_id as city, p.rating_average::float8 as "ratingAverage", p.rating_count as "ratingCount"
      from ${able}
      where ${abilities} and near.rating_average >= :minRating and ${takesVisits(':today')}
      order by near.rating_average desc, near.rating_count desc, near.provider_id
      limit :limit`,
      work,
    );
  }

  /**
   * The lines of the weekly plans that hold on at least one day from `first` to `last`, both inclusive, and how these days differ from them; leave
   * day by day. Documents may end in between. One statement, because every search for a slot, every hold and every sale waits for it.
   */
  async plans(work: ProviderWork, first: LocalDate, last: LocalDate): Promise<AblePlan[]> {
    const rows = await this.em.execute<PlanRow[]>(
      `select ${whose}, p.documents_valid_until::text as "lastDay", line.*
      from ${able}
      join lateral (
        select 'shift' as kind, weekday, null as day, from_minute as "fromMinute", to_minute as "toMinute",
          valid_from::text as "validFrom", valid_until::text as "validUntil"
        from shifts where provider_id = p.id and valid_from <= :last and (valid_until is null or valid_until >= :first)
          and weekday in (select extract(isodow from day) from generate_series(:first::date, :last::date, '1 day') day)
        union all
        select kind, null, day::text, from_minute, to_minute, null, null
        from shift_exceptions where provider_id = p.id and day between :first and :last
        union all
        select 'leave', null, on_leave::date::text, 0, 1440, null, null from provider_leaves l,
          generate_series(greatest(l.first_day, :first::date), least(l.last_day, :last::date), '1 day') on_leave
        where l.provider_id = p.id and l.first_day <= :last and l.last_day >= :first
      ) line on true
      where ${abilities} and ${takesVisits(':first')}`,
      { ...work, first, last },
    );
    return [...Map.groupBy(rows, ({ providerId }) => providerId).values()].map((lines) => {
      const { providerId, name, ratingAverage, ratingCount, lastDay } = lines[0]!;
      const shifts = lines.filter((line) => line.kind === 'shift');
      const exceptions = lines.filter((line) => line.kind !== 'shift');
      return { providerId, name, ratingAverage, ratingCount, lastDay, shifts, exceptions };
    });
  }
}

/** Those at work who have the skill and come to the place. */
const able = `provider_pincodes near
      join providers p on p.id = near.provider_id
      join provider_skills skill on skill.provider_id = near.provider_id`;
const abilities = `near.pincode_code = :pincode and skill.subcategory_id = :subcategoryId and p.status = 'active'`;
/** `Provider.takesVisitsOn`, beside the status. @param day of SQL */
const takesVisits = (day: string): string =>
  `(p.documents_valid_until is null or p.documents_valid_until >= ${day})`;
const whose = `p.id as "providerId", p.name, p.rating_average::float8 as "ratingAverage", p.rating_count as "ratingCount"`;
