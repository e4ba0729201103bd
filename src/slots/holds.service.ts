import { Inject, Injectable } from '@nestjs/common';
import { EntityManager, LockMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { NotFound, type DomainError } from '#libs/errors';
import { addDays, Clock, hourMs, instantAt, localDate } from '#libs/time';
import { Forbidden } from '../access/access.errors.js';
import { customerScope, type Actor } from '../access/actor.js';
import { customerOwning, FindsOwner } from '../access/resource-owners.js';
import { CatalogueService } from '../catalogue/catalogue.service.js';
import { Settings } from '../config/settings.js';
import { CustomersService } from '../customers/customers.service.js';
import { Provider } from '../providers/provider.entity.js';
import { HoldRepository } from './hold.repository.js';
import { ReservationsService, TurnLost, type PlannedVisit, type VisitLook } from './reservations.service.js';
import { ownHolds, SlotHold, type HeldSlot } from './slot-hold.entity.js';
import { SlotNotOffered, SlotTaken, TooManySlotHolds } from './slots.errors.js';
import { SlotsService, type VisitedPlace } from './slots.service.js';

/** Of a hold that a conversation needs while something is proposed. */
export interface HoldTerms {
  /** Default SLOT_HOLD_MINUTES. */
  minutes?: number;
  /** A hold of the customer that is given back for it, once the slot was had. */
  replaces?: string | undefined;
}

@Injectable()
export class HoldsService {
  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    private readonly catalogue: CatalogueService,
    private readonly customers: CustomersService,
    private readonly slots: SlotsService,
    private readonly reservations: ReservationsService,
    private readonly repository: HoldRepository,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  @FindsOwner('slot_hold')
  async ownerOf(id: string) {
    return customerOwning(await this.em.findOne(SlotHold, { id }));
  }

  /**
   * Keeps a free slot for some minutes. Asked for again while it is held, it is answered with the same hold, which lasts no longer for it. Other
   * slots that the customer holds and that are in its way are released.
   * @throws StartInPast, StartNotBookable, SlotTaken, SlotNotOffered, TooManySlotHolds, SaleContested, NotFound
   */
  async hold(actor: Actor, slot: HeldSlot): Promise<SlotHold> {
    const plan = await this.planned(actor, slot);
    // Whoever comes too late takes nobody's turn.
    await this.checkFree(actor, plan);
    return this.get(actor, (await this.take(actor, plan, {})).id);
  }

  /**
   * As {@link hold}, of a slot that was just found to be free, and on other terms.
   * @returns its id, and whether it was not held before
   */
  async keep(actor: Actor, slot: HeldSlot, terms: HoldTerms): Promise<{ id: string; isNew: boolean }> {
    return this.take(actor, await this.planned(actor, slot), terms);
  }

  /** Customers see their own, staff those of everybody. @throws NotFound */
  async get(actor: Actor, id: string): Promise<SlotHold> {
    const hold = await this.em.findOne(SlotHold, { id, ...ownHolds(actor) });
    if (!hold) throw new NotFound('Slot hold', id);
    return hold;
  }

  /** Frees the slot; one that has expired or was released before is answered as it is. @throws SlotHoldEnded, NotFound */
  async release(actor: Actor, id: string): Promise<SlotHold> {
    return this.em.transactional(async (em) => {
      const hold = await this.lock(em, ownHolds(actor), id);
      hold.release(this.clock.now());
      return hold;
    });
  }

  /** The same without an answer, in one statement. One that has ended, whatever came of it, is left as it is, and so is another customer's. */
  async giveUp(actor: Actor, id: string): Promise<void> {
    await this.repository.giveUp(ownHolds(actor).customer ?? null, id, this.clock.now());
  }

  /** Whether a booking of that slot can be made of it: the look before the sale. @throws NotFound, SlotHoldEnded, SlotHoldForOther */
  async check(actor: Actor, id: string, slot: HeldSlot): Promise<void> {
    (await this.get(actor, id)).checkUse(slot, this.clock.now());
  }

  /**
   * Makes way for a booking, in the transaction of its sale and before its row is written: what the customer holds of the same slot becomes
   * the booking, what else they hold in its way is released, and holds that have expired are written off. One conversion a hold: the row is
   * locked, so of two at once the second finds it converted.
   * @param of.hold the hold that the booking was asked to be made of
   * @throws NotFound, SlotHoldEnded, SlotHoldForOther
   */
  async makeWay(
    em: SqlEntityManager,
    { yielding }: VisitLook,
    of: { customer: string; slot: HeldSlot; bookingId: string; hold?: string | undefined },
  ): Promise<void> {
    const { hold, ...taken } = of;
    const now = this.clock.now();
    if (hold) {
      const { customer, slot, bookingId } = taken;
      (await this.lock(em, { customer }, hold)).convert(slot, bookingId, now);
      await em.flush();
    }
    await this.repository.makeWay(
      em,
      yielding.map(({ id }) => id),
      { ...taken, now },
    );
  }

  /** @throws Forbidden, StartInPast, StartNotBookable, NotFound */
  private async planned(actor: Actor, slot: HeldSlot): Promise<PlannedHold> {
    const customer = customerScope(actor);
    if (!customer) throw new Forbidden('to be a customer');
    this.slots.checkStart(slot.startsAt);
    const service = await this.catalogue.browsed(actor, slot.serviceId);
    return { customer, slot, service, visit: this.reservations.plan(service, slot) };
  }

  /** @throws SlotTaken */
  private async checkFree(actor: Actor, { customer, slot, service, visit }: PlannedHold): Promise<void> {
    const { blocking } = await this.reservations.look(visit, customer);
    if (blocking.length > 0) throw new SlotTaken(await this.slots.alternatives(actor, service, slot));
  }

  /** @throws SlotTaken, SlotNotOffered, TooManySlotHolds, SaleContested, NotFound */
  private async take(
    actor: Actor,
    plan: PlannedHold,
    terms: HoldTerms,
  ): Promise<{ id: string; isNew: boolean }> {
    const { customer, slot, service } = plan;
    if (!(await this.slots.visit(actor, service, slot.pincode, slot)))
      throw await this.notOffered(actor, service, slot);
    return this.reservations.inTurn(
      { customer, provider: slot.providerId },
      (em) => this.write(em, plan, terms),
      () => this.checkFree(actor, plan),
    );
  }

  private async write(
    em: SqlEntityManager,
    { customer, slot, visit }: PlannedHold,
    { minutes = this.settings.SLOT_HOLD_MINUTES, replaces }: HoldTerms,
  ): Promise<{ id: string; isNew: boolean }> {
    const { SLOT_HOLDS_OPEN, SLOT_HOLDS_PER_HOUR, SLOT_HOLDS_PER_PROVIDER_DAY } = this.settings;
    const limits = {
      customer: SLOT_HOLDS_OPEN,
      hour: SLOT_HOLDS_PER_HOUR,
      providerDay: SLOT_HOLDS_PER_PROVIDER_DAY,
    };
    // Locked, as a sale locks it: closing the account waits for this, or came first and is seen here.
    await this.customers.lockActive(em, customer);
    const now = this.clock.now();
    const { id, obstacle, same } = await this.repository.take(em, visit, slot, {
      customer,
      now,
      replaces,
      limits,
      day: this.dayOf(slot),
      since: new Date(now.getTime() - hourMs),
      expiresAt: new Date(now.getTime() + minutes * 60_000),
    });
    if (id) return { id, isNew: true };
    if (obstacle === 'same') return { id: same!, isNew: false };
    if (obstacle === 'customer') throw new TooManySlotHolds('customer', limits.customer);
    if (obstacle === 'hour') throw new TooManySlotHolds('hour', limits.hour);
    if (obstacle === 'provider_day') throw new TooManySlotHolds('provider_day', limits.providerDay);
    throw new TurnLost();
  }

  private dayOf({ startsAt }: HeldSlot): { from: Date; to: Date } {
    const zone = this.settings.BUSINESS_TIME_ZONE;
    const day = localDate(startsAt, zone);
    return { from: instantAt(day, 0, zone), to: instantAt(addDays(day, 1), 0, zone) };
  }

  private async lock(em: EntityManager, own: { customer?: string }, id: string): Promise<SlotHold> {
    const options = { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true } as const;
    const hold = await em.findOne(SlotHold, { id, ...own }, options);
    if (!hold) throw new NotFound('Slot hold', id);
    return hold;
  }

  private async notOffered(actor: Actor, service: VisitedPlace, slot: HeldSlot): Promise<DomainError> {
    const { providerId, pincode, startsAt } = slot;
    if (!(await this.em.findOne(Provider, { id: providerId }))) return new NotFound('Provider', providerId);
    return new SlotNotOffered(await this.slots.alternatives(actor, service, { pincode, startsAt }));
  }
}

/** What is to be held, and for whom. */
interface PlannedHold {
  customer: string;
  slot: HeldSlot;
  service: VisitedPlace;
  visit: PlannedVisit;
}
