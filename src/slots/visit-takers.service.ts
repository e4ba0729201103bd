// Who could make a visit: everybody who does this kind of work at the place, what stands in the way of each, and what their day looks like
// around it. Bounded queries, however many providers there are; who is best among them is decided further up (src/bookings/candidates).
import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { addDays, Clock, instantAt, localDate } from '#libs/time';
import type { Actor } from '../access/actor.js';
import { CatalogueService } from '../catalogue/catalogue.service.js';
import { Settings } from '../config/settings.js';
import { ProvidersService } from '../providers/providers.service.js';
import { ReservationRepository, type DayReservation } from './reservation.repository.js';
import { ReservationsService, type PlannedVisit } from './reservations.service.js';
import { cutSlots } from './slot-cutter.js';
import type { VisitedPlace } from './slots.service.js';

/** A visit that somebody is to make. */
export interface WantedVisit {
  serviceId: string;
  pincode: string;
  startsAt: Date;
  customer: string;
  /** The booking of the customer that it is, or would take the place of: its time counts as free. */
  instead?: string | undefined;
}

/** What keeps a provider from the visit: no shift then, a visit or the way to it, or a slot held for somebody else. */
export type TakerObstacle = 'not_working' | 'busy' | 'held';

export interface VisitTaker {
  provider: { id: string; name: string; ratingAverage: number; ratingCount: number };
  /** Null where they are free. */
  obstacle: TakerObstacle | null;
  /** Minutes of the way from the visit before and to the one after on that day; null where there is none. */
  travelBeforeMinutes: number | null;
  travelAfterMinutes: number | null;
  /** Other visits of that day in the business time zone. */
  visitsThatDay: number;
}

/** Most providers that are looked at: those who work then before those who do not, best rated first. */
export const takersAtMost = 60;

@Injectable()
export class VisitTakersService {
  constructor(
    private readonly em: EntityManager,
    private readonly catalogue: CatalogueService,
    private readonly providers: ProvidersService,
    private readonly visits: ReservationsService,
    private readonly reservations: ReservationRepository,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /**
   * Whatever the lead time: staff may have asked somebody by telephone.
   * @param who `working`: only those who work then, in two statements
   * @throws NotFound when there is no such service
   */
  async of(
    actor: Actor,
    wanted: WantedVisit,
    who: 'everybody' | 'working' = 'everybody',
  ): Promise<VisitTaker[]> {
    const { pincode, startsAt } = wanted;
    const service = await this.serviceOf(actor, wanted.serviceId);
    const subcategoryId = service.subcategory.id;
    const to = new Date(startsAt.getTime() + service.durationMinutes * 60_000);
    const windows = await this.providers.workingWindows(actor, {
      subcategoryId,
      pincode,
      from: startsAt,
      to,
    });
    const working = new Set(
      cutSlots(windows, [], service, startsAt, startsAt).map(({ providerId }) => providerId),
    );
    const atWork = windows.filter(({ providerId }) => working.has(providerId));
    const search = { serviceId: service.id, pincode, minRating: 0, limit: takersAtMost };
    const others = who === 'working' ? [] : await this.providers.search(actor, search);
    const known = [...atWork.map(({ providerId: id, ...shown }) => ({ id, ...shown })), ...others];
    const providers = [...new Map(known.map((each) => [each.id, each])).values()].slice(0, takersAtMost);
    const ids = providers.map(({ id }) => id);
    const reserved = Map.groupBy(await this.dayAround(ids, wanted), ({ providerId }) => providerId);
    return providers.map((provider) => {
      const { id: providerId } = provider;
      const visit = this.visits.plan(service, { providerId, pincode, startsAt });
      return this.taker(provider, visit, reserved.get(providerId) ?? [], working.has(providerId), wanted);
    });
  }

  /** From memory; in a transaction, which has its connection in hand, not: reading the copy anew takes another one. */
  private serviceOf(actor: Actor, id: string): Promise<VisitedPlace> {
    return this.em.isInTransaction() ? this.catalogue.service(actor, id) : this.catalogue.browsed(actor, id);
  }

  private taker(
    { id, name, ratingAverage, ratingCount }: VisitTaker['provider'],
    visit: PlannedVisit,
    around: readonly DayReservation[],
    isWorking: boolean,
    wanted: WantedVisit,
  ): VisitTaker {
    const inTheWay = around.filter((each) => meets(each, visit));
    const visits = around.filter(({ kind }) => kind === 'booking');
    const before = visits.filter(({ to }) => to <= visit.blockedFrom).at(-1);
    const after = visits.find(({ from }) => from >= visit.blockedUntil);
    const obstacle = inTheWay.some(({ kind }) => kind === 'booking') ? 'busy' : 'held';
    return {
      provider: { id, name, ratingAverage, ratingCount },
      obstacle: isWorking ? (inTheWay.length > 0 ? obstacle : null) : 'not_working',
      travelBeforeMinutes: before ? Math.round(before.wayMinutes) : null,
      travelAfterMinutes: after ? Math.round(after.wayMinutes) : null,
      visitsThatDay: visits.filter(({ from }) => this.dayOf(from) === this.dayOf(wanted.startsAt)).length,
    };
  }

  /** What counts for the visit: neither what it takes the place of, nor the customer's own holds, nor those that are over. */
  private async dayAround(providers: string[], wanted: WantedVisit): Promise<DayReservation[]> {
    const { pincode, startsAt, customer, instead } = wanted;
    const zone = this.settings.BUSINESS_TIME_ZONE;
    const day = this.dayOf(startsAt);
    const [from, to] = [instantAt(day, 0, zone), instantAt(addDays(day, 1), 0, zone)];
    const rows = await this.reservations.during({ providers, pincode, from, to });
    const now = this.clock.now();
    return rows.filter(
      ({ id, kind, customerId, expiresAt }) =>
        (id !== instead || customerId !== customer) &&
        (kind === 'booking' || (customerId !== customer && expiresAt! > now)),
    );
  }

  private dayOf(instant: Date): string {
    return localDate(instant, this.settings.BUSINESS_TIME_ZONE);
  }
}

/** With the way between the two, as the database reckons it when it refuses. */
function meets({ from, to, wayMinutes }: DayReservation, visit: PlannedVisit): boolean {
  const way = wayMinutes * 60_000;
  return (
    from.getTime() - way < visit.blockedUntil.getTime() && to.getTime() + way > visit.blockedFrom.getTime()
  );
}
