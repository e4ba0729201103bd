// Keeps slots that we offer of our own accord: what somebody is asked about is still there when they say yes.
import { Inject, Injectable } from '@nestjs/common';
import { EntityManager, LockMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { newId } from '#libs/orm';
import { Clock } from '#libs/time';
import type { Actor } from '../access/actor.js';
import { CatalogueService } from '../catalogue/catalogue.service.js';
import { CustomersService } from '../customers/customers.service.js';
import { ReservationsService, type PlannedVisit, type VisitLook } from './reservations.service.js';
import { SlotHold, type HeldSlot } from './slot-hold.entity.js';
import { SlotTaken } from './slots.errors.js';

/** For whom a slot is kept, and until when. */
export interface OfferedSlot extends HeldSlot {
  customer: string;
  until: Date;
}

@Injectable()
export class OfferedSlotsService {
  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    private readonly catalogue: CatalogueService,
    private readonly customers: CustomersService,
    private readonly reservations: ReservationsService,
    private readonly clock: Clock,
  ) {}

  /**
   * Does `work` in one transaction, in which it may keep the slot: a hold of the customer's that the limits of holds do not count against
   * them. Other slots that they hold and that are in its way are released. Locks the customer, then what `work` locks, then holds.
   * @param work returns null, and keeps nothing, where there is no longer a reason to
   * @throws SlotTaken, SaleContested, NotFound
   */
  async keep<Result>(
    actor: Actor,
    slot: OfferedSlot,
    work: (em: SqlEntityManager, keep: () => Promise<SlotHold>) => Promise<Result>,
  ): Promise<Result> {
    const { customer, providerId: provider } = slot;
    const visit = this.reservations.plan(await this.catalogue.browsed(actor, slot.serviceId), slot);
    const look = async (): Promise<VisitLook> => {
      const found = await this.reservations.look(visit, customer);
      if (found.blocking.length > 0) throw new SlotTaken([]);
      return found;
    };
    let found = await look();
    return this.reservations.inTurn(
      { customer, provider },
      async (em) => {
        await this.customers.lockActive(em, customer);
        return work(em, () => this.write(em, slot, visit, found));
      },
      async () => {
        found = await look();
      },
    );
  }

  /** In the transaction of whoever no longer offers it. One that was converted, or has ended, stays as it is. */
  async giveUp(em: EntityManager, id: string): Promise<void> {
    const hold = await this.locked(em, id);
    if (hold?.status === 'open') hold.release(this.clock.now());
    await em.flush();
  }

  private async write(
    em: SqlEntityManager,
    { customer, providerId, serviceId, pincode, until }: OfferedSlot,
    visit: PlannedVisit,
    { yielding }: VisitLook,
  ): Promise<SlotHold> {
    const now = this.clock.now();
    for (const { id } of yielding.toSorted((a, b) => a.id.localeCompare(b.id))) await this.giveUp(em, id);
    const { startsAt, endsAt, blockedFrom, blockedUntil } = visit;
    const hold = em.create(SlotHold, {
      id: newId(),
      customer,
      provider: providerId,
      service: serviceId,
      pincode,
      startsAt,
      endsAt,
      blockedFrom,
      blockedUntil,

      status: 'open',
      endedAt: null,
      bookingId: null,
      createdAt: now,
      expiresAt: until,
    });
    await em.flush();
    return hold;
  }

  private locked(em: EntityManager, id: string): Promise<SlotHold | null> {
    return em.findOne(SlotHold, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true });
  }
}
