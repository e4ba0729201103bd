// Complaints as staff have them: all of them, found and sorted as they like, and with everything that one needs to work on one.
import { Injectable } from '@nestjs/common';
import { EntityManager, type Loaded } from '@mikro-orm/core';
import { NotFound } from '#libs/errors';
import { PageReader, type ExpectedVersions, type Page } from '#libs/http';
import { Clock } from '#libs/time';
import type { Actor } from '../../../access/actor.js';
import { ReadsService } from '../../../audit/reads.service.js';
import { Booking } from '../../../bookings/booking.entity.js';
import { Customer } from '../../../customers/customer.entity.js';
import { ComplaintChanges } from '../../complaint-changes.js';
import { Complaint, ComplaintEvent } from '../../complaint.entity.js';
import { ComplaintsService } from '../../complaints.service.js';
import { nextActions } from '../../lifecycle/complaint-actions.js';
import { ComplaintClassification } from '../topics/complaint-classification.js';
import { deskConditions } from './desk-search.js';
import { deskList, type DeskQuery, type FileForCustomerInput, type ReclassifyInput } from './desk.schemas.js';

/** The latest lines of the history; the whole of it has a route of its own. */
const historyAtMost = 200;
const linkedAtMost = 100;

export type DeskComplaint = ReturnType<typeof deskViewOf>;

@Injectable()
export class ComplaintDeskService {
  constructor(
    private readonly em: EntityManager,
    private readonly pages: PageReader,
    private readonly complaints: ComplaintsService,
    private readonly changes: ComplaintChanges,
    private readonly classification: ComplaintClassification,
    private readonly reads: ReadsService,
    private readonly clock: Clock,
  ) {}

  /** That staff look is noted. @throws CursorInvalid, ValidationFailed */
  async list(actor: Actor, query: DeskQuery): Promise<Page<DeskComplaint>> {
    const object = { type: 'complaint', id: 'many' };
    await this.reads.note(actor, { action: 'complaints.listed', object });
    const where = deskConditions(actor, query, this.clock.now());
    const { items, nextCursor } = await this.pages.read(Complaint, deskList, query, { where });
    return { items: items.map(deskViewOf), nextCursor };
  }

  /** That staff look is noted. @throws NotFound */
  async get(actor: Actor, id: string) {
    const complaint = await this.em.findOne(Complaint, { id }, { refresh: true });
    if (!complaint) throw new NotFound('Complaint', id);
    const person = complaint.customer;
    await this.reads.note(actor, { action: 'complaint.viewed', object: { type: 'complaint', id }, person });
    return this.shown(actor, complaint);
  }

  /** As {@link ComplaintsService.fileFor}: of somebody on the telephone. @throws NotFound, TooManyComplaints */
  async file(actor: Actor, { customerId, ...input }: FileForCustomerInput, requestKey?: string) {
    return deskViewOf(await this.complaints.fileFor(actor, customerId, input, requestKey));
  }

  /** @throws ComplaintEnded, ComplaintTopicUnfit, PreconditionFailed, NotFound */
  async reclassify(actor: Actor, id: string, input: ReclassifyInput, expected: ExpectedVersions) {
    const changed = await this.changes.change(
      actor,
      id,
      'complaint.reclassified',
      (change) => this.classification.apply(actor, change, input),
      expected,
    );
    return this.shown(actor, changed);
  }

  private async shown(actor: Actor, complaint: Complaint) {
    const { id, customer: customerId, booking: bookingId } = complaint;
    const linked = { fields: ['id', 'reference'], orderBy: { id: 'asc' }, limit: linkedAtMost } as const;
    const [customer, booking, history, mergedInto, merged, parts] = await Promise.all([
      this.em.findOneOrFail(Customer, { id: customerId }),
      bookingId ? this.em.findOne(Booking, { id: bookingId }, { populate: ['service', 'provider'] }) : null,
      this.em.find(
        ComplaintEvent,
        { complaint: id },
        { orderBy: { at: 'desc', id: 'desc' }, limit: historyAtMost },
      ),
      complaint.mergedInto ? this.em.findOne(Complaint, { id: complaint.mergedInto }) : null,
      this.em.find(Complaint, { mergedInto: id }, linked),
      this.em.find(Complaint, { splitFrom: id }, linked),
    ]);
    return {
      ...deskViewOf(complaint),
      customer,
      booking: booking && summaryOf(booking),
      mergedInto,
      merged,
      parts,
      history: history.toReversed(),
      next: nextActions(actor, complaint, this.clock.now()),
    };
  }
}

/** A view reads what is the complaint's own; what it links to is known by ids. */
export function deskViewOf(complaint: Complaint) {
  const { customerId, bookingId, providerId, serviceId, assigneeId, reopenableUntil } = complaint;
  const { topic = null, mergedInto = null, splitFrom = null, pincode = null, ...rest } = complaint;
  const links = { topicId: topic, mergedIntoId: mergedInto, splitFromId: splitFrom };
  return {
    ...rest,
    customerId,
    bookingId,
    providerId,
    serviceId,
    assigneeId,
    reopenableUntil,
    pincode,
    ...links,
  };
}

function summaryOf(booking: Loaded<Booking, 'service' | 'provider'>) {
  const { id, reference, status, startsAt, totalPaise, service, provider } = booking;
  const names = { serviceName: service.name, providerName: provider.name };
  return { id, reference, status, startsAt, totalPaise, ...names };
}
