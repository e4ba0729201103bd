// The visit itself: the professional says to come, sets out, begins, ends, or finds nobody at home. Each step is one transaction that holds
// the row, so that of a step and a cancellation at the same moment one happens and the other sees it.
import { Injectable } from '@nestjs/common';
import { EntityManager, LockMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { NotFound } from '#libs/errors';
import { EventOutbox, PublishesEvents } from '#libs/events';
import { checkVersion, type ExpectedVersions } from '#libs/http';
import { Clock } from '#libs/time';
import type { Actor } from '../../access/actor.js';
import { AuditService } from '../../audit/audit.service.js';
import { checkStep } from '../booking.checks.js';
import { Booking, ownBookings } from '../booking.entity.js';
import { StartCodeLocked, StartCodeWrong } from '../booking.errors.js';
import {
  bookingCompleted,
  bookingConfirmed,
  bookingEnRoute,
  bookingNoShow,
  bookingStarted,
  stepFactsOf,
} from '../booking.events.js';
import { BookingsService } from '../bookings.service.js';
import type { StartInput, StepInput } from './lifecycle.schemas.js';
import { StartCodes, startTriesAtMost } from './start-codes.js';

/** What happened, for the outbox. */
const stepEvents = {
  en_route: bookingEnRoute,
  in_progress: bookingStarted,
  completed: bookingCompleted,
  no_show: bookingNoShow,
} as const;
type Step = keyof typeof stepEvents;

@PublishesEvents(bookingConfirmed, bookingEnRoute, bookingStarted, bookingCompleted, bookingNoShow)
@Injectable()
export class LifecycleService {
  constructor(
    private readonly em: EntityManager,
    private readonly bookings: BookingsService,
    private readonly codes: StartCodes,
    private readonly audit: AuditService,
    private readonly events: EventOutbox,
    private readonly clock: Clock,
  ) {}

  /**
   * The professional says to come. The slot was sold before that: its status stays `confirmed`. Said again, nothing happens.
   * @throws NotFound, PreconditionFailed, BookingEnded, IllegalTransition when the visit has gone beyond that
   */
  async confirm(actor: Actor, id: string, expected?: ExpectedVersions): Promise<Booking> {
    await this.holding(actor, id, expected, async (_, booking) => {
      if (!booking.confirmVisit(actor, this.clock.now())) return;
      this.events.publish(bookingConfirmed, id, stepFactsOf(booking, actor));
      await this.record(actor, booking, { action: 'booking.confirmed' });
    });
    return this.bookings.get(actor, id);
  }

  /**
   * Sets out, ends, or gives up waiting.
   * @throws NotFound, PreconditionFailed, IllegalTransition, StepTooEarly
   */
  async step(
    actor: Actor,
    id: string,
    to: Exclude<Step, 'in_progress'>,
    { reason }: StepInput,
    expected?: ExpectedVersions,
  ): Promise<Booking> {
    await this.holding(actor, id, expected, (_, booking) => this.advance(actor, booking, to, reason));
    return this.bookings.get(actor, id);
  }

  /**
   * Begins the work: with the code that the customer has told, or with a reason that is kept in the history and in the audit log.
   * A wrong code is counted although nothing else comes of it, so it is told after the transaction, which commits.
   * @throws NotFound, PreconditionFailed, IllegalTransition, StepTooEarly, StartCodeWrong, StartCodeLocked
   */
  async start(actor: Actor, id: string, input: StartInput, expected?: ExpectedVersions): Promise<Booking> {
    const wrong = await this.holding(actor, id, expected, async (em, booking) => {
      checkStep(booking as never, 'in_progress', this.clock.now());
      const { startCode, overrideReason = '' } = input;
      if (startCode === undefined) return this.advance(actor, booking, 'in_progress', overrideReason);
      if (booking.startTries >= startTriesAtMost) throw new StartCodeLocked(startTriesAtMost);
      if (startCode === this.codes.codeOf(booking)) return this.advance(actor, booking, 'in_progress', '');
      const startTries = booking.startTries + 1;
      // Not through the entity: it is no change that somebody who edits the booking must know of (`version`).
      await (em as SqlEntityManager).execute('update bookings set start_tries = ? where id = ?', [
        startTries,
        id,
      ]);
      return new StartCodeWrong(startTriesAtMost - startTries);
    });
    if (wrong) throw wrong;
    return this.bookings.get(actor, id);
  }

  private async advance(actor: Actor, booking: Booking, to: Step, reason: string): Promise<void> {
    const { status: before } = booking;
    booking.step(to, actor, this.clock.now(), reason);
    this.events.publish(stepEvents[to], booking.id, stepFactsOf(booking, actor));
    const action = stepEvents[to].type;
    await this.record(actor, booking, {
      ...{ action, before: { status: before } },
      after: { status: to, ...(reason !== '' && { reason }) },
    });
  }

  private record(
    actor: Actor,
    { id, customer: person }: Booking,
    what: { action: string; before?: object; after?: object },
  ): Promise<void> {
    return this.audit.record(actor, { object: { type: 'booking', id }, person, ...what } as never);
  }

  /** Work on the row that nobody else changes meanwhile. @throws NotFound, PreconditionFailed */
  private holding<Result>(
    actor: Actor,
    id: string,
    expected: ExpectedVersions,
    work: (em: EntityManager, booking: Booking) => Promise<Result>,
  ): Promise<Result> {
    return this.em.transactional(async (em) => {
      const wanted = { id, ...ownBookings(actor) };
      const booking = await em.findOne(Booking, wanted, {
        lockMode: LockMode.PESSIMISTIC_WRITE,
        refresh: true,
      });
      if (!booking) throw new NotFound('Booking', id);
      checkVersion(booking, expected);
      await em.populate(booking, ['service', 'provider', 'history']);
      return work(em, booking);
    });
  }
}
