// Takes a hold in one statement: a turn of a conversation waits for it. Rules that a statement can look at are looked at by it.
import { Inject, Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { newId } from '#libs/orm';
import { meetingParameters, metReservations } from './reservation.repository.js';
import type { PlannedVisit } from './reservations.service.js';
import type { HeldSlot } from './slot-hold.entity.js';

/** Who takes the hold, until when, and how many there may be. */
export interface HoldWanted {
  customer: string;
  now: Date;
  expiresAt: Date;
  /** A hold of the customer that is given back for it. */
  replaces: string | undefined;
  /** Of the provider: `limits.providerDay` is of the holds that start in it. */
  day: { from: Date; to: Date };
  /** Holds made after it count for `limits.hour`. */
  since: Date;
  limits: { customer: number; hour: number; providerDay: number };
}

/** `same`: the customer holds this slot already. The others are limits. */
export type HoldObstacle = 'taken' | 'same' | 'customer' | 'hour' | 'provider_day';

export interface HoldTaken {
  id: string | null;
  /** Null where it was taken. */
  obstacle: HoldObstacle | null;
  /** The hold that stands for `same`. */
  same: string | null;
}

@Injectable()
export class HoldRepository {
  constructor(@Inject(EntityManager) private readonly em: SqlEntityManager) {}

  /**
   * Looks, ends the customer's holds and the expired ones that are in the way, and writes the hold; or says what forbids it and writes nothing.
   * To be called in the turn of the customer and the provider, in a statement after the one that took it: what others have committed before is seen
   * by that alone.
   * @throws the database's refusal, where somebody who takes no turns was faster
   */
  async take(
    em: SqlEntityManager,
    visit: PlannedVisit,
    { serviceId }: HeldSlot,
    wanted: HoldWanted,
  ): Promise<HoldTaken> {
    const { providerId, pincode, startsAt, endsAt, blockedFrom, blockedUntil } = visit;
    const { customer, now, expiresAt, replaces = null, day, since, limits } = wanted;
    const [taken] = await em.execute<HoldTaken[]>(takeStatement, {
      ...meetingParameters({ providers: [providerId], pincode, from: blockedFrom, to: blockedUntil }),
      id: newId(),
      customer,
      provider: providerId,
      service: serviceId,
      startsAt,
      endsAt,
      blockedFrom,
      blockedUntil,
      now,
      expiresAt,
      replaces,
      since,
      dayFrom: day.from,
      dayTo: day.to,
      mostOpen: limits.customer,
      mostMade: limits.hour,
      mostOfDay: limits.providerDay,
    });
    return taken!;
  }

  /** Gives back an open hold. @param customer null: whoever has it */
  async giveUp(customer: string | null, id: string, now: Date): Promise<void> {
    await this.em.execute(
      `update slot_holds set status = ${ended}, ended_at = :now, updated_at = :now
      where id = :id and status = 'open' and (:customer::uuid is null or customer_id = :customer::uuid)`,
      { id, customer, now },
    );
  }

  /**
   * Ends open holds that are in the way of a booking, in one statement: those of its slot, of its customer, become the booking; the others are
   * released, and what has expired is written off.
   */
  async makeWay(
    em: SqlEntityManager,
    ids: readonly string[],
    { customer, slot, bookingId, now }: { customer: string; slot: HeldSlot; bookingId: string; now: Date },
  ): Promise<void> {
    if (ids.length === 0) return;
    const { serviceId: service, providerId: provider, pincode, startsAt } = slot;
    await em.execute(makeWayStatement, {
      ids: `{${ids.join()}}`,
      customer,
      service,
      provider,
      pincode,
      startsAt,
      bookingId,
      now,
    });
  }
}

const isSame = `customer_id = :customer and service_id = :service and provider_id = :provider and pincode_code = :pincode
    and starts_at = :startsAt`;
/** What `SlotHold.release` makes of an open one. */
const ended = `case when expires_at > :now then 'released' else 'expired' end`;

/**
 * Rows that end are locked in the order of their ids, as everywhere. They end before the new one is written, because it is made of their number:
 * the reservations, which triggers write at the end of the statement, follow in the same order.
 */
const takeStatement = `
  with met as (${metReservations}
  ), own as (
    select id, status = 'open' and expires_at > :now as is_open, created_at > :since as is_recent, ${isSame} as is_same
    from slot_holds where customer_id = :customer and (status = 'open' or created_at > :since)
  ), yielding as (
    select id from met where kind = 'hold' and ("customerId" = :customer or "expiresAt" <= :now)
    union
    select id from own where is_open and id = :replaces
  ), obstacle as (
    select case
      when exists (select from met where id not in (select id from yielding)) then 'taken'
      when exists (select from own where is_open and is_same) then 'same'
      when (select count(*) from own where is_open and id not in (select id from yielding)) >= :mostOpen then 'customer'
      when (select count(*) from own where is_recent) >= :mostMade then 'hour'
      when (
        select count(*) from slot_holds where provider_id = :provider and starts_at >= :dayFrom and starts_at < :dayTo
          and status = 'open' and expires_at > :now
      ) >= :mostOfDay then 'provider_day'
    end as name
  ), locked as (
    select id from slot_holds
    where id in (select id from yielding) and status = 'open' and (select name is null from obstacle)
    order by id for update
  ), ended as (
    update slot_holds set status = ${ended}, ended_at = :now, updated_at = :now
    where id in (select id from locked) and status = 'open' returning id
  ), taken as (
    insert into slot_holds (id, customer_id, provider_id, service_id, pincode_code, starts_at, ends_at, blocked_from, blocked_until, status,
      expires_at, created_at, updated_at)
    select :id, :customer, :provider, :service, :pincode, :startsAt, :endsAt, :blockedFrom, :blockedUntil, 'open', :expiresAt, :now, :now
    from obstacle, (select count(*) from ended) before where name is null
    returning id
  )
  select (select id from taken) as id, name as obstacle, (select id from own where is_open and is_same limit 1) as same from obstacle`;

const makeWayStatement = `
  with locked as (
    select id, ${isSame} and expires_at > :now as is_converted from slot_holds
    where id = any(:ids::uuid[]) and status = 'open' order by id for update
  )
  update slot_holds set status = case when is_converted then 'converted' else ${ended} end,
    booking_id = case when is_converted then :bookingId::uuid end, ended_at = :now, updated_at = :now
  from locked where locked.id = slot_holds.id and status = 'open'`;
