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

/** What keeps a provider, as it is, and how long the way from there to the place takes, or back. */
export interface DayReservation extends MetReservation {
  wayMinutes: number;
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
    const rows = await this.em.execute<Undated<MetReservation>[]>(
      metReservations,
      meetingParameters({ providers, pincode, from, to }),
    );
    return rows.map(withDates);
  }

  /**
   * All that keeps the providers between two instants, and what is too near before or after for the way, in the order of time; expired holds
   * included. One statement. The times are those with the buffers, without the way.
   */
  async during({ providers, pincode, from, to }: MeetingQuery): Promise<DayReservation[]> {
    if (providers.length === 0) return [];
    const rows = await this.em.execute<Undated<DayReservation>[]>(
      `with near as (
        select * from slot_reservations
        where provider_id = any(:providers::uuid[]) and blocked_from > :notBefore and blocked_from < :notAfter and blocked_until > :earliest
      ), ways as (
        select pincode_code, extract(epoch from travel_time(pincode_code, :pincode))::float8 / 60 as minutes
        from (select distinct pincode_code from near) places
      )
      select near.id, kind, provider_id as "providerId", customer_id as "customerId", expires_at as "expiresAt",
        blocked_from as "from", blocked_until as "to", ways.minutes as "wayMinutes"
      from near join ways using (pincode_code) order by blocked_from, near.id`,
      {
        providers: `{${providers.join()}}`,
        pincode,
        notBefore: new Date(from.getTime() - longestVisitMs - longestWayMs),
        notAfter: new Date(to.getTime() + longestWayMs),
        earliest: new Date(from.getTime() - longestWayMs),
      },
    );
    return rows.map(withDates);
  }
}

/** What `ReservationRepository.met` asks, for statements that have to know it as well. */
export const metReservations = `
  with near as (
    select * from slot_reservations
    where provider_id = any(:providers::uuid[]) and blocked_from > :notBefore and blocked_from < :notAfter
  ), ways as (
    select pincode_code, travel_time(pincode_code, :pincode) as way from (select distinct pincode_code from near) places
  )
  select near.id, kind, provider_id as "providerId", customer_id as "customerId", expires_at as "expiresAt",
    blocked_from - way as "from", blocked_until + way as "to"
  from near join ways using (pincode_code)
  where blocked_from - way < :to and blocked_until + way > :from`;

/** Of {@link metReservations}. */
export function meetingParameters({ providers, pincode, from, to }: MeetingQuery) {
  return {
    providers: `{${providers.join()}}`,
    pincode,
    from,
    to,
    notBefore: new Date(from.getTime() - longestVisitMs - longestWayMs),
    notAfter: new Date(to.getTime() + longestWayMs),
  };
}

/** Times as the driver hands them over. */
type Undated<Row extends MetReservation> = Omit<Row, DateField> & Record<DateField, string | Date | null>;
type DateField = 'expiresAt' | 'from' | 'to';

function withDates<Row extends MetReservation>(row: Undated<Row>): Row {
  const { expiresAt, from, to } = row;
  const dates = { expiresAt: expiresAt === null ? null : new Date(expiresAt), from: new Date(from!) };
  return { ...row, ...dates, to: new Date(to!) } as unknown as Row;
}
