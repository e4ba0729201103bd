// A professional cannot come: their plan says so, and each visit that has nobody now gets a search for a substitute, one by one behind the answer.
import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { NotFound } from '#libs/errors';
import { EventOutbox, PublishesEvents } from '#libs/events';
import { newId } from '#libs/orm';
import { Clock, dayMs } from '#libs/time';
import type { Actor } from '../../access/actor.js';
import { Booking } from '../../bookings/booking.entity.js';
import { ShiftPlansService } from '../../providers/plans/shift-plans.service.js';
import { AbsenceOver } from '../dispatch.errors.js';
import { absenceReported } from '../dispatch.events.js';
import type { ReportAbsenceInput } from '../dispatch.schemas.js';
import { OpeningsService } from '../searches/openings.service.js';
import { dispatcher } from '../searches/search-steps.service.js';
import { SubstituteSearch } from '../searches/substitute-search.entity.js';
import { ProviderAbsence } from './provider-absence.entity.js';

/** More visits than one professional has in the longest absence; what is beyond them the next sweep takes. */
const visitsAtOnce = 500;
/** How long after its end an absence is looked at: a process may have died just when it was reported. */
const sweptMs = dayMs;
const absencesSwept = 200;
const attended = ['confirmed', 'en_route'] as const;

/** What was reported, and the visits that it concerns, the earliest first. */
export interface ReportedAbsence {
  absence: ProviderAbsence;
  visits: Booking[];
}

@PublishesEvents(absenceReported)
@Injectable()
export class AbsencesService {
  constructor(
    private readonly em: EntityManager,
    private readonly plans: ShiftPlansService,
    private readonly openings: OpeningsService,
    private readonly events: EventOutbox,
    private readonly clock: Clock,
  ) {}

  /**
   * The professional is away from then on, in their plan as well, so that nothing is sold of them. The searches for their visits follow from the
   * event, each in a transaction of its own; should that fail, `sweep` opens what is missing.
   * @throws NotFound, ProviderLeft, AbsenceOver
   */
  async report(actor: Actor, providerId: string, input: ReportAbsenceInput): Promise<ReportedAbsence> {
    const { cause, bookingId: booking = null, reason } = input;
    const period = await this.periodOf(providerId, input);
    if (period.to <= this.clock.now()) throw new AbsenceOver();
    const absence = await this.em.transactional(async (em) => {
      await this.plans.markAway(actor, providerId, period, reason);
      const { from: fromAt, to: toAt } = period;
      const createdAt = this.clock.now();
      const made = em.create(ProviderAbsence, {
        id: newId(),
        provider: providerId,
        cause,
        booking,
        fromAt,
        toAt,
        createdAt,
      });
      const facts = { providerId, cause, from: fromAt.toISOString(), to: toAt.toISOString() };
      this.events.publish(absenceReported, made.id, facts);
      return made;
    });
    return { absence, visits: await this.visitsOf(absence) };
  }

  /** Opens what a process that died has left, and what was sold while an absence was being reported. @returns how many */
  async sweep(signal: AbortSignal): Promise<number> {
    const since = new Date(this.clock.now().getTime() - sweptMs);
    const absences = await this.em.find(
      ProviderAbsence,
      { toAt: { $gt: since } },
      { orderBy: { toAt: 'asc', id: 'asc' }, limit: absencesSwept, disableIdentityMap: true },
    );
    let opened = 0;
    for (const { id } of absences) {
      if (signal.aborted) break;
      opened += await this.openSearches(id);
    }
    return opened;
  }

  /** For every visit of the absence that has no search of it yet. @returns how many */
  async openSearches(id: string): Promise<number> {
    const absence = await this.em.fork().findOneOrFail(ProviderAbsence, { id });
    const done = await this.em.fork().find(SubstituteSearch, { absence: id }, { fields: ['booking'] });
    const isDone = new Set(done.map(({ booking }) => booking.id));
    const reason = absence.cause === 'ill' ? 'Ill.' : 'Called off.';
    let opened = 0;
    for (const visit of await this.visitsOf(absence)) {
      if (isDone.has(visit.id)) continue;
      const why = { cause: absence.cause, absence: id, reason };
      const made = await this.openings.open(dispatcher, visit.id, why, (booking) =>
        isPartOf(absence, booking),
      );
      if (made?.isNew) opened += 1;
    }
    return opened;
  }

  private async visitsOf(absence: ProviderAbsence): Promise<Booking[]> {
    const { provider, booking, fromAt, toAt } = absence;
    const from = new Date(fromAt.getTime() - dayMs);
    const when = booking ? { id: booking } : { startsAt: { $gt: from, $lt: toAt } };
    const visits = await this.em.find(
      Booking,
      { provider, status: { $in: [...attended] }, ...when },
      { orderBy: { startsAt: 'asc', id: 'asc' }, limit: visitsAtOnce, disableIdentityMap: true },
    );
    return visits.filter((visit) => isPartOf(absence, visit));
  }

  /** @throws NotFound when the booking is not one of the provider's */
  private async periodOf(provider: string, input: ReportAbsenceInput): Promise<{ from: Date; to: Date }> {
    const { bookingId: id, from, to } = input;
    if (!id) return { from: from!, to: to! };
    const booking = await this.em.findOne(Booking, { id, provider }, { disableIdentityMap: true });
    if (!booking) throw new NotFound('Booking', id);
    return { from: booking.startsAt, to: booking.busyUntil };
  }
}

function isPartOf(
  { provider, booking: only, fromAt, toAt, createdAt }: ProviderAbsence,
  { id, provider: by, status, startsAt, endsAt }: Booking,
): boolean {
  if (by.id !== provider || !attended.some((each) => each === status)) return false;
  // Of a visit that was over when it was reported nobody has said that it did not take place.
  return only ? id === only : startsAt < toAt && endsAt > fromAt && endsAt > createdAt;
}
