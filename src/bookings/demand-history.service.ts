// What was asked for, where and when: visits counted by the hour of the business time zone. For forecasts (src/planning).
import { Inject, Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { instantAt, type LocalDate } from '#libs/time';
import { Settings } from '../config/settings.js';

/** Visits of one service that began at a pincode within an hour. */
export interface CountedVisits {
  serviceId: string;
  pincode: string;
  day: LocalDate;
  /** 0 … 23 */
  hour: number;
  visits: number;
}

@Injectable()
export class DemandHistoryService {
  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    private readonly settings: Settings,
  ) {}

  /**
   * One query by the index of start times. Cancelled visits are left out: whoever cancels mostly books anew, and would count twice.
   * @param from first day
   * @param to the day after the last one
   */
  visitsByHour(pincodes: readonly string[], from: LocalDate, to: LocalDate): Promise<CountedVisits[]> {
    const zone = this.settings.BUSINESS_TIME_ZONE;
    return this.em.execute<CountedVisits[]>(
      `select service_id as "serviceId", pincode_code as pincode, (starts_at at time zone :zone)::date::text as day,
        extract(hour from starts_at at time zone :zone)::int as hour, count(*)::int as visits
      from bookings
      where starts_at >= :begin and starts_at < :end and status <> 'cancelled'
        and pincode_code in (select json_array_elements_text(:pincodes::json))
      group by 1, 2, 3, 4 order by 1, 2, 3, 4`,
      {
        zone,
        begin: instantAt(from, 0, zone),
        end: instantAt(to, 0, zone),
        pincodes: JSON.stringify(pincodes),
      },
    );
  }
}
