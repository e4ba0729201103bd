// What keeps providers, as a visit at one place meets it: widened on both sides by the way. In plain rows, because a search reads hundreds.
import { Inject, Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { longestVisitMs, longestWayMs, type reservationKinds } from './slot-reservation.entity.js';

export interface MetReservation {
  /** That of the booking or the hold. */
  id: string;
  kind: (typeof reservationKinds)[number];
  providerId: string;
  customerId: string;
  /** Of a hold. */
  expiresAt: Date | null;
  /** No other visit at the place may be going on from then … */
  from: Date;
  /** … until then. */
  to: Date;
}

/** A visit, or the time in which one is looked for. */
export interface MeetingQuery {
  providers: readonly string[];
  pincode: string;
  from: Date;
  to: Date;
}

@Injectable()
export class ReservationRepository {
  constructor(@Inject(EntityManager) private readonly em: SqlEntityManager) {}

  /**
   * All that stands in the way of a visit of one of the providers at a pincode between two instants, expired holds included. One statement; the
   * way is that of the database (`travel_time`), which refuses by the same.
   */
  async met({ providers, pincode, from, to }: MeetingQuery): Promise<MetReservation[]> {
    if (providers.length === 0) return [];
    const rows = await this.em.execute<
      (Omit<MetReservation, DateField> & Record<DateField, string | Date | null>)[]
    >(
      `with near as (
        select * from slot_reservations
        where provider_id = any(:providers::uuid[]) and blocked_from > :notBefore and blocked_from < :notAfter
      ), ways as (
        select pincode_code, travel_time(pincode_code, :pincode) as way from (select distinct pincode_code from near) places
      )
      select near.id, kind, provider_id as "providerId", customer_id as "customerId", expires_at as "expiresAt",
        blocked_from - way as "from", blocked_until + way as "to"
      from near join ways using (pincode_code)
      where blocked_from - way < :to and blocked_until + way > :from`,
      {
        providers: `{${providers.join()}}`,
        pincode,
        from,
        to,
        notBefore: new Date(from.getTime() - longestVisitMs - longestWayMs),
        notAfter: new Date(to.getTime() + longestWayMs),
      },
    );
    return rows.map((row) => ({
      ...row,
      expiresAt: row.expiresAt === null ? null : new Date(row.expiresAt),
      from: new Date(row.from!),
      to: new Date(row.to!),
    }));
  }
}

type DateField = 'expiresAt' | 'from' | 'to';
