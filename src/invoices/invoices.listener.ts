import { Inject, Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { ListensTo, type DomainEvent } from '#libs/events';
import { bookingCompleted, type StepFacts } from '../bookings/booking.events.js';
import { paymentRefunded, type RefundFacts } from '../payments/payment.events.js';
import { InvoicesService } from './invoices.service.js';

/** Heard twice, an event has one document: each has a key. */
@Injectable()
export class InvoicesListener {
  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    private readonly invoices: InvoicesService,
  ) {}

  @ListensTo({ name: 'invoices.issue', to: [bookingCompleted] })
  async issue({ aggregate: { id } }: DomainEvent<StepFacts>): Promise<void> {
    await (this.em.fork() as SqlEntityManager).transactional((em) => this.invoices.issue(em, id));
  }

  @ListensTo({ name: 'invoices.credit', to: [paymentRefunded] })
  async credit({ data }: DomainEvent<RefundFacts>): Promise<void> {
    await (this.em.fork() as SqlEntityManager).transactional((em) => this.invoices.credit(em, data));
  }
}
