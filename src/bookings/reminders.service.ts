// Tells that a visit is near: a day and two hours ahead, once each. What has been told is noted with the start that it was told of, so
// that a visit which is moved is told of again, and one that is cancelled never.
import { Injectable } from '@nestjs/common';
import { EntityManager, LockMode, raw } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { EventOutbox, PublishesEvents } from '#libs/events';
import { inBatches } from '#libs/orm';
import { Clock, hourMs } from '#libs/time';
import { Booking } from './booking.entity.js';
import { bookingReminderDue, factsOf } from './booking.events.js';

type Ahead = 'day' | 'hours';

/** How long before the visit, and until when it still makes sense: two hours before it the other reminder has its turn. */
const reminders = {
  day: { hours: 24, untilHours: 2, column: 'day_reminded_for' },
  hours: { hours: 2, untilHours: 0, column: 'hours_reminded_for' },
} as const;
/** Of one transaction. */
const batchSize = 100;

@PublishesEvents(bookingReminderDue)
@Injectable()
export class RemindersService {
  constructor(
    private readonly em: EntityManager,
    private readonly events: EventOutbox,
    private readonly clock: Clock,
  ) {}

  /**
   * Publishes `booking.reminder_due` for the confirmed visits that somebody comes to and of which it is time. Note and event are written together, so neither a crash
   * nor a run at the same time makes two of one. Who booked later than the reminder would have come needs none.
   * @returns how many
   */
  send(ahead: Ahead, signal: AbortSignal): Promise<number> {
    const sendSome = (limit: number) => this.em.fork().transactional((em) => this.sendSome(em, ahead, limit));
    return inBatches(batchSize, sendSome, signal);
  }

  private async sendSome(em: EntityManager, ahead: Ahead, limit: number): Promise<number> {
    const { hours, untilHours, column } = reminders[ahead];
    const [from, to] = [untilHours, hours].map(
      (each) => new Date(this.clock.now().getTime() + each * hourMs),
    );
    const due = await em.find(
      Booking,
      {
        ...{ status: 'confirmed', unattendedSince: null, startsAt: { $gt: from, $lte: to } },
        [raw(`${column} is distinct from starts_at`)]: [],
        [raw(`created_at <= starts_at - interval '${hours} hours'`)]: [],
      },
      { orderBy: { startsAt: 'asc' }, limit, lockMode: LockMode.PESSIMISTIC_PARTIAL_WRITE },
    );
    // Not through the entities: it is no change that somebody who edits the booking must know of (`version`).
    const ids = due.map(({ id }) => id);
    if (ids.length > 0)
      await (em as SqlEntityManager).execute(`update bookings set ${column} = starts_at where id in (?)`, [
        ids,
      ]);
    for (const booking of due)
      this.events.publish(bookingReminderDue, booking.id, { ...factsOf(booking), ahead });
    return due.length;
  }
}
