import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { newReference, violatesConstraint } from '#libs/orm';
import { Clock, hourMs } from '#libs/time';
import { Forbidden } from '../access/access.errors.js';
import { customerScope, type Actor } from '../access/actor.js';
import { BookingsService } from '../bookings/bookings.service.js';
import { Complaint, PriorityEntry, severityRules } from './complaint.entity.js';
import type { FileComplaintInput } from './complaints.schemas.js';

@Injectable()
export class ComplaintsService {
  constructor(
    private readonly em: EntityManager,
    private readonly bookings: BookingsService,
    private readonly clock: Clock,
  ) {}

  /**
   * Takes a complaint of the customer, to be solved by the target of its severity, and puts it in line.
   * @param requestKey what the request is known by: the same key never files twice, and answers with the first complaint
   * @throws Forbidden when the actor is no customer, NotFound when the booking is another customer's
   */
  async file(actor: Actor, input: FileComplaintInput, requestKey?: string): Promise<Complaint> {
    const customer = customerScope(actor);
    if (!customer) throw new Forbidden('to be a customer');
    const earlier = await this.filedBy(customer, requestKey);
    if (earlier) return earlier;
    const booking = input.bookingId ? (await this.bookings.get(actor, input.bookingId)).id : null;
    try {
      return await this.add(customer, booking, input, requestKey);
    } catch (error) {
      if (violatesConstraint(error, 'complaints_reference_unique'))
        return this.file(actor, input, requestKey);
      // The same request may have been faster elsewhere.
      const filed = await this.filedBy(customer, requestKey);
      if (filed) return filed;
      throw error;
    }
  }

  private add(
    customer: string,
    booking: string | null,
    { category, severity, subject, description }: FileComplaintInput,
    requestKey?: string,
  ): Promise<Complaint> {
    const now = this.clock.now();
    const { points, solutionHours } = severityRules[severity];
    const because = `Severity ${severity}`;
    return this.em.fork().transactional(async (em) => {
      const complaint = em.create(Complaint, {
        customer,
        booking,
        category,
        severity,
        subject,
        description,
        requestKey,
        reference: newReference('CP'),
        priorityScore: points,
        dueAt: new Date(now.getTime() + solutionHours * hourMs),
        createdAt: now,
      });
      const reasons = [{ factor: 'severity', points, because }];
      em.create(PriorityEntry, { complaint, score: points, reasons });
      return complaint;
    });
  }

  private async filedBy(customer: string, requestKey?: string): Promise<Complaint | null> {
    return requestKey ? this.em.fork().findOne(Complaint, { requestKey, customer }) : null;
  }
}
