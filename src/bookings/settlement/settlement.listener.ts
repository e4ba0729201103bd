import { Injectable } from '@nestjs/common';
import { EntityManager, LockMode } from '@mikro-orm/core';
import { ListensTo, type DomainEvent } from '#libs/events';
import { systemActor } from '../../access/actor.js';
import { Booking } from '../booking.entity.js';
import { bookingCompleted, bookingNoShow, type StepFacts } from '../booking.events.js';
import { paymentCaptured, type CaptureFacts } from '../../payments/payment.events.js';
import { SettlementsService } from './settlements.service.js';

const actor = systemActor('bookings.settlement');

/** A visit that has ended is charged. Heard twice, it is charged once: every entry has a key. */
@Injectable()
export class SettlementListener {
  constructor(
    private readonly em: EntityManager,
    private readonly settlements: SettlementsService,
  ) {}

  @ListensTo({ name: 'bookings.settle_visits', to: [bookingCompleted, bookingNoShow] })
  async settle({ aggregate: { id } }: DomainEvent<StepFacts>): Promise<void> {
    await this.settleEnded(id);
  }

  /** Money that came when all was settled, because the gateway took it late or twice, goes back. */
  @ListensTo({ name: 'bookings.return_late_payments', to: [paymentCaptured] })
  async returnLate({ data: { subjectType, subjectId } }: DomainEvent<CaptureFacts>): Promise<void> {
    if (subjectType === 'booking') await this.settleEnded(subjectId);
  }

  /** What it is now counts, not what it was when the event was written: a visit that has not ended waits for its end. */
  private settleEnded(id: string): Promise<void> {
    return this.em.fork().transactional(async (em) => {
      const booking = await em.findOneOrFail(Booking, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE });
      await em.populate(booking, ['provider', 'items']);
      if (booking.status === 'completed') await this.settlements.settleCompletion(em, actor, booking);
      if (booking.status === 'no_show') await this.settlements.settleNoShow(em, actor, booking);
      // Its fee was settled when it was cancelled.
      if (booking.status === 'cancelled') await this.settlements.returnOverpaid(em, actor, booking);
    });
  }
}
