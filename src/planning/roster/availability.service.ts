// When one provider could come: what is worked less what is booked or held. Whether a certain visit can be sold is for the slots to say.
import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { addDays, Clock, instantAt } from '#libs/time';
import type { Actor } from '../../access/actor.js';
import { CatalogueService } from '../../catalogue/catalogue.service.js';
import { Settings } from '../../config/settings.js';
import { PlannableProvidersService } from '../../providers/plans/plannable-providers.service.js';
import { calendarOf, workingPeriods, type WorkingPeriod } from '../../providers/shift.entity.js';
import { longestVisitMs, SlotReservation } from '../../slots/slot-reservation.entity.js';
import type { AvailabilityQuery } from './roster.schemas.js';

export interface Availability {
  providerId: string;
  windows: WorkingPeriod[];
}

@Injectable()
export class AvailabilityService {
  constructor(
    private readonly em: EntityManager,
    private readonly providers: PlannableProvidersService,
    private readonly catalogue: CatalogueService,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /** @throws NotFound when there is no such provider or service */
  async of(
    actor: Actor | undefined,
    id: string,
    { from, to, serviceId, pincode }: AvailabilityQuery,
  ): Promise<Availability> {
    const provider = await this.providers.active(actor, id, { first: from, last: to });
    const service = serviceId === undefined ? undefined : await this.catalogue.browsed(actor, serviceId);
    const isAble =
      (!service || provider.skills.includes(service.subcategory.id)) &&
      (pincode === undefined || provider.pincodes.includes(pincode));
    const period = this.periodOf(from, to);
    if (!isAble || period.from >= period.to) return { providerId: id, windows: [] };
    const zone = this.settings.BUSINESS_TIME_ZONE;
    const works = workingPeriods(provider.plan, period, calendarOf(period, zone));
    const free = withoutBusy(works, await this.busy(id, period));
    const leastMs = (service?.durationMinutes ?? 0) * 60_000;
    return {
      providerId: id,
      windows: free.filter((window) => window.to.getTime() - window.from.getTime() >= leastMs),
    };
  }

  private periodOf(from: string, to: string): WorkingPeriod {
    const zone = this.settings.BUSINESS_TIME_ZONE;
    const begin = instantAt(from, 0, zone);
    const now = this.clock.now();
    return { from: begin > now ? begin : now, to: instantAt(addDays(to, 1), 0, zone) };
  }

  /** Visits with their buffers, and what is held. The way between visits is not known here: it depends on where the next one is. */
  private async busy(provider: string, { from, to }: WorkingPeriod): Promise<WorkingPeriod[]> {
    const reservations = await this.em.find(
      SlotReservation,
      {
        provider,
        blockedFrom: { $gt: new Date(from.getTime() - longestVisitMs), $lt: to },
        $or: [{ expiresAt: null }, { expiresAt: { $gt: this.clock.now() } }],
      },
      { fields: ['blockedFrom', 'blockedUntil'], orderBy: { blockedFrom: 'asc' }, disableIdentityMap: true },
    );
    return reservations.map(({ blockedFrom, blockedUntil }) => ({ from: blockedFrom, to: blockedUntil }));
  }
}

/** @param busy in the order of their begins; they may overlap */
function withoutBusy(works: readonly WorkingPeriod[], busy: readonly WorkingPeriod[]): WorkingPeriod[] {
  return works.flatMap((work) => {
    const free: WorkingPeriod[] = [];
    let { from } = work;
    for (const taken of busy) {
      if (taken.to <= from || taken.from >= work.to) continue;
      if (taken.from > from) free.push({ from, to: taken.from });
      from = taken.to;
    }
    return from < work.to ? [...free, { from, to: work.to }] : free;
  });
}
