// Which events people are told of, and who is.
import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { ListensTo, type DomainEvent } from '#libs/events';
import type { JobRun } from '#libs/jobs';
import type { z } from 'zod';
import { Booking } from '../bookings/booking.entity.js';
import { bookingCancelled, bookingCreated, bookingReminderDue } from '../bookings/booking.events.js';
import { Service } from '../catalogue/service.entity.js';
import { Complaint } from '../complaints/complaint.entity.js';
import { complaintDueSoon, complaintOverdue } from '../complaints/complaint.events.js';
import { jobEnded } from '../jobs/jobs.events.js';
import { webhookDisabled } from '../webhooks/webhook.events.js';
import { NotificationsService, type NewNotice } from './notifications.service.js';
import type { NoticeName } from './notice-kinds.js';
import { RecipientsService, type RecipientPerson } from './recipients.service.js';

type DataOf<Definition extends { data: z.ZodType }> = z.output<Definition['data']>;
type BookingData = DataOf<typeof bookingCreated>;

/** Of those who may do something about it, if it is nobody's own. */
const mostTold = 20;

@Injectable()
export class NotificationsListener {
  constructor(
    private readonly em: EntityManager,
    private readonly notifications: NotificationsService,
    private readonly recipients: RecipientsService,
  ) {}

  /** One listener for all of them: what happened to a booking is told in the order in which it happened. */
  @ListensTo({ name: 'notifications.bookings', to: [bookingCreated, bookingCancelled, bookingReminderDue] })
  async bookings(event: DomainEvent<BookingData>, run: JobRun): Promise<void> {
    if (event.type === bookingCreated.type) this.tell(run, event, await this.visit('booking.created', event));
    if (event.type === bookingCancelled.type) await this.cancelled(event as never, run);
    if (event.type === bookingReminderDue.type) await this.reminder(event as never, run);
  }

  private async cancelled(event: DomainEvent<DataOf<typeof bookingCancelled>>, run: JobRun): Promise<void> {
    const notice = await this.visit('booking.cancelled', event);
    const { cancellationFeePaise } = event.data;
    this.tell(run, event, {
      ...{ to: notice.to, kind: 'booking.cancelled' },
      facts: { ...notice.facts, cancellationFeePaise },
    });
  }

  /** Unless it has been cancelled since, or moved. Of the second one somebody is woken: they have to let us in. */
  private async reminder(event: DomainEvent<DataOf<typeof bookingReminderDue>>, run: JobRun): Promise<void> {
    const { status, startsAt, ahead } = event.data;
    const stillSo = { id: event.aggregate.id, status, startsAt: new Date(startsAt) };
    if ((await this.em.count(Booking, stillSo as object)) === 0) return;
    const notice = await this.visit('booking.reminder', event);
    this.tell(run, event, { ...notice, isUrgent: ahead === 'hours', until: new Date(startsAt) });
  }

  /** To whoever works on it; if that is nobody, to those who give complaints to somebody. */
  @ListensTo({ name: 'notifications.complaint_due', to: [complaintDueSoon, complaintOverdue] })
  async complaintDue(event: DomainEvent<DataOf<typeof complaintDueSoon>>, run: JobRun): Promise<void> {
    const complaint = await this.em.findOne(Complaint, { id: event.aggregate.id });
    const { reference, dueAt } = event.data;
    if (!complaint || !dueAt || complaint.resolvedAt) return;
    const kind = event.type === complaintOverdue.type ? 'complaint.overdue' : 'complaint.due_soon';
    const people: RecipientPerson[] = complaint.assignee
      ? [{ kind: 'staff', id: complaint.assignee }]
      : await this.recipients.staffWho('complaints.assign', mostTold);
    for (const to of people)
      this.tell(run, event, { to, kind, facts: { complaintId: complaint.id, reference, dueAt } });
  }

  @ListensTo({ name: 'notifications.job_ended', to: [jobEnded] })
  jobEnded(event: DomainEvent<DataOf<typeof jobEnded>>, run: JobRun): void {
    const { owner, status, jobType } = event.data;
    if (owner.kind === 'system') return;
    const to = { kind: owner.kind, id: owner.id };
    this.tell(run, event, { to, kind: `job.${status}`, facts: { jobId: event.aggregate.id, jobType } });
  }

  /** To whoever made it; if they are not here any more, to those who can mend it. */
  @ListensTo({ name: 'notifications.webhook_disabled', to: [webhookDisabled] })
  async webhookDisabled(event: DomainEvent<DataOf<typeof webhookDisabled>>, run: JobRun): Promise<void> {
    const { createdBy, description } = event.data;
    const maker: RecipientPerson = { kind: 'staff', id: createdBy };
    const isHere = (await this.recipients.find(maker))?.isActive ?? false;
    const people = isHere ? [maker] : await this.recipients.staffWho('system.configure', mostTold);
    const facts = { webhookId: event.aggregate.id, description };
    for (const to of people) this.tell(run, event, { to, kind: 'webhook.disabled', facts });
  }

  private tell<Name extends NoticeName>(
    run: JobRun,
    event: DomainEvent<unknown>,
    notice: Omit<NewNotice<Name>, 'change'>,
  ): void {
    run.atTheEnd(async () => void (await this.notifications.tell({ ...notice, change: event.id })));
  }

  private async visit<Name extends 'booking.created' | 'booking.cancelled' | 'booking.reminder'>(
    kind: Name,
    { aggregate, data }: DomainEvent<BookingData>,
  ) {
    const { customerId, serviceId, reference, startsAt, totalPaise } = data;
    const { name } = await this.em.findOneOrFail(Service, { id: serviceId });
    const facts = { bookingId: aggregate.id, reference, service: name, startsAt, totalPaise };
    return { to: { kind: 'customer' as const, id: customerId }, kind, facts };
  }
}
