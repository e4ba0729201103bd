// Opens searches: for a visit whose professional has said that they cannot come, or who was not there.
import { Injectable } from '@nestjs/common';
import { EntityManager, LockMode } from '@mikro-orm/core';
import { NotFound } from '#libs/errors';
import { EventOutbox, PublishesEvents } from '#libs/events';
import { checkVersion, type ExpectedVersions } from '#libs/http';
import { newId } from '#libs/orm';
import { Clock } from '#libs/time';
import type { Actor } from '../../access/actor.js';
import { Booking } from '../../bookings/booking.entity.js';
import { AssignmentHistoryService } from '../../bookings/reassignment/assignment-history.service.js';
import { ReassignmentService } from '../../bookings/reassignment/reassignment.service.js';
import { VisitNotDue } from '../dispatch.errors.js';
import { substituteFactsOf, substituteSearchOpened } from '../dispatch.events.js';
import { SearchStepsService } from './search-steps.service.js';
import { SubstituteSearch } from './substitute-search.entity.js';
import type { SearchCause } from './substitute.states.js';

/** Why a search is opened. */
export interface OpeningReason {
  cause: SearchCause;
  /** Null where nobody came and nobody had said so. */
  absence: string | null;
  /** For the history of the booking. */
  reason: string;
}

@PublishesEvents(substituteSearchOpened)
@Injectable()
export class OpeningsService {
  constructor(
    private readonly em: EntityManager,
    private readonly reassignment: ReassignmentService,
    private readonly history: AssignmentHistoryService,
    private readonly steps: SearchStepsService,
    private readonly events: EventOutbox,
    private readonly clock: Clock,
  ) {}

  /**
   * Nobody came, and nobody had said so. Where a search is under way already, it is that one.
   * @throws NotFound, PreconditionFailed, VisitNotDue, IllegalTransition
   */
  async markNoShow(
    actor: Actor,
    bookingId: string,
    reason: string,
    expected: ExpectedVersions,
  ): Promise<SubstituteSearch> {
    const opened = await this.open(
      actor,
      bookingId,
      { cause: 'did_not_come', absence: null, reason },
      (booking) => {
        checkVersion(booking, expected);
        if (this.clock.now() < booking.startsAt) throw new VisitNotDue(booking.startsAt);
        return true;
      },
    );
    return this.em.findOneOrFail(
      SubstituteSearch,
      { id: opened!.id },
      { populate: ['offers', 'offers.provider'] },
    );
  }

  /**
   * One open search a booking: where there is one for somebody who still does not come, that is it; one that is over, but that nobody has ended
   * yet, is ended first.
   * @param isMeant looks at the booking with its row locked
   * @returns null where the booking is no longer meant
   */
  open(
    actor: Actor,
    bookingId: string,
    why: OpeningReason,
    isMeant: (booking: Booking) => boolean,
  ): Promise<{ id: string; isNew: boolean } | null> {
    return this.em.transactional((em) => this.openWithin(em, actor, bookingId, why, isMeant));
  }

  private async openWithin(
    em: EntityManager,
    actor: Actor,
    bookingId: string,
    { cause, absence, reason }: OpeningReason,
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
}

function openSearch(em: EntityManager, booking: string): Promise<SubstituteSearch | null> {
  return em.findOne(SubstituteSearch, { booking, endedAt: null });
}
