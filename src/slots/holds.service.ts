import { Inject, Injectable } from '@nestjs/common';
import { EntityManager, LockMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { NotFound, type DomainError } from '#libs/errors';
import { newId } from '#libs/orm';
import { addDays, Clock, hourMs, instantAt, localDate } from '#libs/time';
import { Forbidden } from '../access/access.errors.js';
import { customerScope, type Actor } from '../access/actor.js';
import { customerOwning, FindsOwner } from '../access/resource-owners.js';
import { CatalogueService } from '../catalogue/catalogue.service.js';
import { Settings } from '../config/settings.js';
import { CustomersService } from '../customers/customers.service.js';
import { Provider } from '../providers/provider.entity.js';
import { ReservationsService, type PlannedVisit, type VisitLook } from './reservations.service.js';
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
    return (await this.keep(actor, slot, {})).hold;
  }

  /** As {@link hold}, on other terms. @returns also whether it was not held before */
  async keep(actor: Actor, slot: HeldSlot, terms: HoldTerms): Promise<{ hold: SlotHold; isNew: boolean }> {
    const customer = customerScope(actor);
    if (!customer) throw new Forbidden('to be a customer');
    const { pincode, providerId, startsAt } = slot;
    this.slots.checkStart(startsAt);
    const service = await this.catalogue.browsed(actor, slot.serviceId);
    const visit = this.reservations.plan(service, slot);
    const look = async (): Promise<VisitLook> => {
      const found = await this.reservations.look(visit, customer);
      if (found.blocking.length === 0) return found;
      throw new SlotTaken(await this.slots.alternatives(actor, service, { pincode, startsAt }));
    };

    let found = await look();
    if (!(await this.slots.visit(actor, service, pincode, slot)))
      throw await this.notOffered(actor, service, slot);
    return this.reservations.inTurn(
      { customer, provider: providerId },
      (em) => this.write(em, customer, slot, visit, found, terms),
      async () => {
        found = await look();
      },
    );
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
    const { customer, slot, bookingId } = of;
    const now = this.clock.now();
    if (of.hold) (await this.lock(em, { customer }, of.hold)).convert(slot, bookingId, now);
    for (const { id } of yielding.toSorted((a, b) => a.id.localeCompare(b.id))) {
      if (id === of.hold) continue;
      const hold = await em.findOne(
        SlotHold,
        { id },
        { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
      );
      if (hold?.status !== 'open') continue;
      if (!of.hold && hold.customer === customer && isOf(hold, slot) && hold.statusAt(now) === 'open')
        hold.convert(slot, bookingId, now);
      else hold.release(now);
    }
    await em.flush();
  }

  private async write(
    em: SqlEntityManager,
    customer: string,
    slot: HeldSlot,
    visit: PlannedVisit,
    { yielding }: VisitLook,
    { minutes = this.settings.SLOT_HOLD_MINUTES, replaces }: HoldTerms,
  ): Promise<{ hold: SlotHold; isNew: boolean }> {
    const now = this.clock.now();
    // Locked, as a sale locks it: closing the account waits for this, or came first and is seen here.
    await this.customers.lockActive(em, customer);
    const recently = { $gt: new Date(now.getTime() - hourMs) };
    const own = await em.find(SlotHold, { customer, $or: [{ status: 'open' }, { createdAt: recently }] });
    const open = own.filter((hold) => hold.statusAt(now) === 'open');
    const same = open.find((hold) => isOf(hold, slot));
    if (same) return { hold: same, isNew: false };
    const inTheWay = new Set(yielding.map(({ id }) => id));
    if (open.some(({ id }) => id === replaces)) inTheWay.add(replaces!);
    this.checkOwn(own, open.filter(({ id }) => !inTheWay.has(id)).length, now);
    await this.checkProviderDay(em, slot, now);
    for (const id of inTheWay) (await this.lock(em, {}, id)).release(now);
    // Written before the new hold is: they may overlap, and the database looks at each statement.
    await em.flush();
    const hold = em.create(SlotHold, {
      id: newId(),
      customer,
      provider: slot.providerId,
      service: slot.serviceId,
      pincode: slot.pincode,
      startsAt: visit.startsAt,
      endsAt: visit.endsAt,
      blockedFrom: visit.blockedFrom,
      blockedUntil: visit.blockedUntil,
      status: 'open',
      endedAt: null,
      bookingId: null,
      createdAt: now,
      expiresAt: new Date(now.getTime() + minutes * 60_000),
    });
    return { hold, isNew: true };
  }

  /** One customer at a time: two at once do not both take the last. @throws TooManySlotHolds */
  private checkOwn(own: readonly SlotHold[], open: number, now: Date): void {
    const { SLOT_HOLDS_OPEN, SLOT_HOLDS_PER_HOUR } = this.settings;
    if (open >= SLOT_HOLDS_OPEN) throw new TooManySlotHolds('customer', SLOT_HOLDS_OPEN);
    const since = now.getTime() - hourMs;
    const made = own.filter(({ createdAt }) => createdAt!.getTime() > since);
    if (made.length >= SLOT_HOLDS_PER_HOUR) throw new TooManySlotHolds('hour', SLOT_HOLDS_PER_HOUR);
  }

  /** One of a provider at a time. @throws TooManySlotHolds */
  private async checkProviderDay(
    em: SqlEntityManager,
    { providerId: provider, startsAt }: HeldSlot,
    now: Date,
  ): Promise<void> {
    const { SLOT_HOLDS_PER_PROVIDER_DAY } = this.settings;
    const zone = this.settings.BUSINESS_TIME_ZONE;
    const day = localDate(startsAt, zone);
    const ofDay = { $gte: instantAt(day, 0, zone), $lt: instantAt(addDays(day, 1), 0, zone) };
    const held = await em.count(SlotHold, {
      provider,
      startsAt: ofDay,
      status: 'open',
      expiresAt: { $gt: now },
    });
    if (held >= SLOT_HOLDS_PER_PROVIDER_DAY)
      throw new TooManySlotHolds('provider_day', SLOT_HOLDS_PER_PROVIDER_DAY);
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

function isOf(hold: SlotHold, { serviceId, providerId, pincode, startsAt }: HeldSlot): boolean {
  const isSamePlace = hold.service === serviceId && hold.provider === providerId && hold.pincode === pincode;
  return isSamePlace && hold.startsAt.getTime() === startsAt.getTime();
}
