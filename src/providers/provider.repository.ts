// Who can do the services of a subcategory at a pincode, in plain rows: a busy pincode has hundreds of providers and shifts, and
// entities of them would cost more than the queries.
import { Inject, Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { LocalDate } from '#libs/time';
import type { PlanException, PlannedShift } from './working-windows.js';

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

/** Until when the documents of the provider let them work. */
export interface LastDay {
  lastDay: LocalDate | null;
}

/** Something of a provider's plan, and whose it is. */
export type ProvidersOf<Planned> = Planned & { providerId: string; name: string; ratingAverage: number };

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

  /** The lines of the weekly plans that hold on at least one day from `first` to `last`, both inclusive. Documents may end in between. */
  shifts(
    work: ProviderWork,
    first: LocalDate,
    last: LocalDate,
  ): Promise<ProvidersOf<PlannedShift & LastDay>[]> {
    return this.em.execute<ProvidersOf<PlannedShift & LastDay>[]>(
      `select ${whose}, p.documents_valid_until::text as "lastDay", s.weekday, s.from_minute as "fromMinute", s.to_minute as "toMinute",
        s.valid_from::text as "validFrom", s.valid_until::text as "validUntil"
      from ${able}
      join shifts s on s.provider_id = p.id
      where ${abilities} and ${takesVisits(':first')} and s.valid_from <= :last and (s.valid_until is null or s.valid_until >= :first)
        and s.weekday in (select extract(isodow from day) from generate_series(:first::date, :last::date, '1 day') day)`,
      { ...work, first, last },
    );
  }

  /** How the days from `first` to `last`, both inclusive, differ from the plans; leave day by day. */
  exceptions(
    work: ProviderWork,
    first: LocalDate,
    last: LocalDate,
  ): Promise<ProvidersOf<PlanException & LastDay>[]> {
    return this.em.execute<ProvidersOf<PlanException & LastDay>[]>(
      `select ${whose}, p.documents_valid_until::text as "lastDay", e.day::text as day, e.kind,
        e.from_minute as "fromMinute", e.to_minute as "toMinute"
      from ${able}
      join lateral (
        select day, kind, from_minute, to_minute from shift_exceptions where provider_id = p.id and day between :first and :last
        union all
        select on_leave::date, 'leave', 0, 1440 from provider_leaves l,
          generate_series(greatest(l.first_day, :first::date), least(l.last_day, :last::date), '1 day') on_leave
        where l.provider_id = p.id and l.first_day <= :last and l.last_day >= :first
      ) e on true
      where ${abilities} and ${takesVisits(':first')}`,
      { ...work, first, last },
    );
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
const whose = `p.id as "providerId", p.name, p.rating_average::float8 as "ratingAverage"`;
