// What stands in the way of a visit, and whose turn it is to reserve: the same for whoever sells, moves or holds.
import { setTimeout as wait } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { Clock } from '#libs/time';
import { tryLocksFor, violatesConstraint } from '#libs/orm';
import { ReservationRepository, type MetReservation } from './reservation.repository.js';
import { blockedBy, endOf, type VisitLength } from './slot-cutter.js';
import { reservationRefusals } from './slot-reservation.entity.js';
import { SaleContested } from './slots.errors.js';

export { reservationRefusals };

/** A visit that is to be made. */
export interface PlannedVisit {
  providerId: string;
  pincode: string;
  startsAt: Date;
  endsAt: Date;
  /** With the buffers of the service. */
  blockedFrom: Date;
  blockedUntil: Date;
}

/** What a visit meets. */
export interface VisitLook {
  /** Visits, and what others hold. */
  blocking: MetReservation[];
  /** Holds that have expired, and those of the customer: they have to be ended before the visit is written (HoldsService). */
  yielding: MetReservation[];
}

/** Milliseconds between the tries to be the only one who reserves for this customer and of this provider; a sale takes some ten. */
const pausesMs = [10, 20, 40, 80, 160, 320, 640];

@Injectable()
export class ReservationsService {
  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    private readonly reservations: ReservationRepository,
    private readonly clock: Clock,
  ) {}

  /** The visit of a service that starts then, with its buffers. */
  plan(
    service: VisitLength,
    { providerId, pincode, startsAt }: { providerId: string; pincode: string; startsAt: Date },
  ): PlannedVisit {
    const { from: blockedFrom, to: blockedUntil } = blockedBy(service, startsAt);
    return { providerId, pincode, startsAt, endsAt: endOf(service, startsAt), blockedFrom, blockedUntil };
  }

  /**
   * What keeps the provider from the visit, by one indexed statement: visits and holds that it overlaps, or that are too near for the way. The
   * database refuses by the same; this is the look that saves the price, the locks and the failed insert.
   * @param customer whose visit it is to be: what they hold themselves gives way
   * @param except a booking that is given up for the visit
   */
  async look(visit: PlannedVisit, customer: string, except?: string): Promise<VisitLook> {
    const { providerId, pincode, blockedFrom: from, blockedUntil: to } = visit;
    const met = await this.reservations.met({ providers: [providerId], pincode, from, to });
    const now = this.clock.now();
    const yields = ({ kind, customerId, expiresAt }: MetReservation): boolean =>
      kind === 'hold' && (customerId === customer || expiresAt! <= now);
    return {
      blocking: met.filter((each) => each.id !== except && !yields(each)),
      yielding: met.filter(yields),
    };
  }

  /**
   * Does `work`, which writes a visit or a hold, in a transaction in which nobody else does so for this customer or of this provider. Nobody waits
   * with a connection in the hand: who does not get the turn, or is refused by the database, looks again after a pause, at first a short one.
   * @param lookAgain throws what is to be answered when the slot is gone
   * @throws SaleContested when it has been somebody else's turn all the time
   */
  async inTurn<Result>(
    { customer, provider }: { customer: string; provider: string },
    work: (em: SqlEntityManager) => Promise<Result>,
    lookAgain: () => Promise<void>,
  ): Promise<Result> {
    for (const pause of pausesMs) {
      try {
        return await this.em.transactional(async (em) => {
          await takeTurn(em, customer, provider);
          return work(em);
        });
      } catch (error) {
        const isLost =
          error instanceof TurnLost || reservationRefusals.some((name) => violatesConstraint(error, name));
        if (!isLost) throw error;
      }
      // Holding nothing. Mostly it is a rival for the same slot, and the next look ends it.
      await wait(pause);
      await lookAgain();
    }
    throw new SaleContested();
  }
}

/** Gives up the transaction, and the turn with it: somebody else was faster, and a look from outside will tell. */
export class TurnLost extends Error {}

/**
 * One reservation at a time for each customer and each provider, whatever the times: two inserts that overlap would wait for each other in the
 * database, and one customer's for the customer's row, each with a connection in its hands. Here nobody waits.
 * @throws TurnLost
 */
async function takeTurn(em: SqlEntityManager, customer: string, provider: string): Promise<void> {
  if (!(await tryLocksFor(em, 'slots.reservation', [[customer], [provider]]))) throw new TurnLost();
}
