// A professional cannot come, or did not: each visit that has nobody now gets a search for a substitute, in a transaction of its own.
import { Injectable } from '@nestjs/common';
import { EntityManager, LockMode } from '@mikro-orm/core';
import { NotFound } from '#libs/errors';
import { EventOutbox, PublishesEvents } from '#libs/events';
import { checkVersion, type ExpectedVersions } from '#libs/http';
import { newId } from '#libs/orm';
import { Clock, dayMs } from '#libs/time';
import type { Actor } from '../../access/actor.js';
import { Booking } from '../../bookings/booking.entity.js';
import { AssignmentHistoryService } from '../../bookings/reassignment/assignment-history.service.js';
import { ReassignmentService } from '../../bookings/reassignment/reassignment.service.js';
import { ShiftPlansService } from '../../providers/plans/shift-plans.service.js';
import { AbsenceOver, VisitNotDue } from '../dispatch.errors.js';
import { substituteFactsOf, substituteSearchOpened } from '../dispatch.events.js';
import type { ReportAbsenceInput } from '../dispatch.schemas.js';
import { dispatcher, SearchStepsService } from '../searches/search-steps.service.js';
import { SubstituteSearch } from '../searches/substitute-search.entity.js';
import type { SearchCause } from '../searches/substitute.states.js';
import { ProviderAbsence } from './provider-absence.entity.js';

/** More visits than one professional has in the longest absence; what is beyond them the next sweep takes. */
const visitsAtOnce = 500;
/** How long after its end an absence is looked at: a process may have died just when it was reported. */
const sweptMs = dayMs;
const absencesSwept = 200;

@PublishesEvents(substituteSearchOpened)
@Injectable()
export class AbsencesService {
  constructor(
    private readonly em: EntityManager,
    private readonly plans: ShiftPlansService,
    private readonly reassignment: ReassignmentService,
    private readonly history: AssignmentHistoryService,
    private readonly steps: SearchStepsService,
    private readonly events: EventOutbox,
    private readonly clock: Clock,
  ) {}

  /**
   * The professional is away from then on, in their plan as well, so that nothing is sold of them; visits that they had get searches. Should the
   * process die in between, `sweep` opens what is missing.
   * @throws NotFound, ProviderLeft, AbsenceOver
   */
  async report(actor: Actor, providerId: string, input: ReportAbsenceInput): Promise<ReportedAbsence> {
    const period = await this.periodOf(providerId, input);
    if (period.to <= this.clock.now()) throw new AbsenceOver();
    const id = newId();
    await this.em.transactional(async (em) => {
      await this.plans.markAway(actor, providerId, period, input.reason);
      const { cause, bookingId: booking = null } = input;
      em.create(ProviderAbsence, {
        id,
        provider: providerId,
        cause,
        booking,
        fromAt: period.from,
        toAt: period.to,
        createdAt: this.clock.now(),
      });
    });
    const absence = await this.em.findOneOrFail(ProviderAbsence, { id });
    await this.openFor(actor, absence);
    const searches = await this.em.find(
      SubstituteSearch,
      { absence: id },
      {
        populate: ['offers', 'offers.provider'],
        orderBy: { missedStartsAt: 'asc', id: 'asc' },
        refresh: true,
      },
    );
    return { absence, searches };
  }

  /**
   * Nobody came, and nobody had said so. Where a search is under way already, it is that one.
   * @throws NotFound, PreconditionFailed, VisitNotDue, IllegalTransition, BookingChangedTooOften
   */
  async markNoShow(
    actor: Actor,
    bookingId: string,
    reason: string,
    expected: ExpectedVersions,
  ): Promise<SubstituteSearch> {
    const opened = await this.em.fork().transactional((em) =>
      this.open(em, actor, bookingId, { cause: 'did_not_come', absence: null, reason }, (booking) => {
        checkVersion(booking, expected);
        if (this.clock.now() < booking.startsAt) throw new VisitNotDue(booking.startsAt);
        return true;
      }),
    );
    return this.em.findOneOrFail(
      SubstituteSearch,
      { id: opened!.id },
      { populate: ['offers', 'offers.provider'] },
    );
  }

  /** Opens what a process that died has left, and what was sold while an absence was being reported. @returns how many */
  async sweep(signal: AbortSignal): Promise<number> {
    const since = new Date(this.clock.now().getTime() - sweptMs);
    const absences = await this.em
      .fork()
      .find(
        ProviderAbsence,
        { toAt: { $gt: since } },
        { orderBy: { toAt: 'asc', id: 'asc' }, limit: absencesSwept },
      );
    let opened = 0;
    for (const absence of absences) {
      if (signal.aborted) break;
      opened += await this.openFor(dispatcher, absence);
    }
    return opened;
  }

  /** For every visit of the absence that has no search of it yet. @returns how many */
  private async openFor(actor: Actor, absence: ProviderAbsence): Promise<number> {
    const { id, provider, booking: only, fromAt, toAt, cause } = absence;
    const isMeant = (booking: Booking): boolean =>
      booking.provider.id === provider &&
      ['confirmed', 'en_route'].includes(booking.status) &&
      (only ? booking.id === only : booking.startsAt < toAt && booking.endsAt > fromAt);
    const visits = await this.em.fork().find(
      Booking,
      {
        provider,
        status: { $in: ['confirmed', 'en_route'] },
        ...(only
          ? { id: only }
          : {
              startsAt: {
                $lt: toAt,
                $gt: new Date(fromAt.getTime() - dayMs),
              },
            }),
      },
      { orderBy: { startsAt: 'asc', id: 'asc' }, limit: visitsAtOnce },
    );
    const done = await this.em.fork().find(SubstituteSearch, { absence: id }, { fields: ['booking'] });
    const isDone = new Set(done.map(({ booking }) => booking.id));
    let opened = 0;
    for (const visit of visits.filter((each) => isMeant(each) && !isDone.has(each.id))) {
      const why = { cause, absence: id, reason: cause === 'ill' ? 'Ill.' : 'Called off.' } as const;
      const made = await this.em.fork().transactional((em) => this.open(em, actor, visit.id, why, isMeant));
      if (made?.isNew) opened += 1;
    }
    return opened;
  }

  /**
   * One open search a booking: where there is one for somebody who still does not come, that is it; one that is over, but that nobody has ended
   * yet, is ended first.
   * @returns null where the booking is no longer meant
   */
  private async open(
    em: EntityManager,
    actor: Actor,
    bookingId: string,
    { cause, absence, reason }: { cause: SearchCause; absence: string | null; reason: string },
    isMeant: (booking: Booking) => boolean,
  ): Promise<{ id: string; isNew: boolean } | null> {
    const underWay = await this.wantedSearch(em, bookingId);
    if (underWay) return { id: underWay, isNew: false };
    const lockMode = LockMode.PESSIMISTIC_WRITE;
    const booking = await em.findOne(Booking, { id: bookingId }, { lockMode, refresh: true });
    if (!booking) throw new NotFound('Booking', bookingId);
    if (!isMeant(booking)) return null;
    // Reported twice at once: the other one was faster with the lock.
    const faster = booking.unattendedSince && (await openSearch(em, bookingId));
    if (faster) return { id: faster.id, isNew: false };
    await em.populate(booking, ['service', 'provider', 'history']);
    await this.reassignment.markUnattended(actor, booking, reason);
    const search = await this.searchFor(em, booking, cause, absence);
    this.events.publish(substituteSearchOpened, search.id, substituteFactsOf(search, null));
    await em.flush();
    if (cause === 'did_not_come') await this.steps.noteFailure(em, search);
    return { id: search.id, isNew: true };
  }

  /** Before the booking is locked: a search, and the slot that it offers, come before that. */
  private async wantedSearch(em: EntityManager, bookingId: string): Promise<string | null> {
    const open = await openSearch(em, bookingId);
    if (!open) return null;
    const search = await this.steps.locked(em, open.id);
    if (search.isOpen && (await this.steps.isWanted(em, search))) return search.id;
    await this.steps.withdraw(em, search);
    return null;
  }

  private async searchFor(
    em: EntityManager,
    booking: Booking,
    cause: SearchCause,
    absence: string | null,
  ): Promise<SubstituteSearch> {
    const { customer, service, provider, startsAt } = booking;
    const done = await this.history.doneBy([provider.id], { customer, service: service.id });
    const asksForProvider = (done.get(provider.id)?.together ?? 0) > 0;
    return em.create(SubstituteSearch, {
      id: newId(),
      booking,
      customer,
      absence,
      cause,
      asksForProvider,
      absentProvider: provider.id,
      missedStartsAt: startsAt,
      failedAt: null,
      endedAt: null,

      createdAt: this.clock.now(),
    });
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

function openSearch(em: EntityManager, booking: string): Promise<SubstituteSearch | null> {
  return em.findOne(SubstituteSearch, { booking, endedAt: null });
}

export interface ReportedAbsence {
  absence: ProviderAbsence;
  searches: SubstituteSearch[];
}
