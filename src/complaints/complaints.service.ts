// What customers complain of.
import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { NotFound } from '#libs/errors';
import { EventOutbox, PublishesEvents } from '#libs/events';
import { PageReader, type ExpectedVersions, type Page } from '#libs/http';
import { newId, newReference, violatesConstraint } from '#libs/orm';
import { OpensStream } from '#libs/realtime';
import { Clock } from '#libs/time';
import { Forbidden } from '../access/access.errors.js';
import { customerScope, mayDo, type Actor } from '../access/actor.js';
import { customerOwning, FindsOwner } from '../access/resource-owners.js';
import { AuditService } from '../audit/audit.service.js';
import { ReadsService } from '../audit/reads.service.js';
import { Booking } from '../bookings/booking.entity.js';
import { Customer } from '../customers/customer.entity.js';
import { CustomersService } from '../customers/customers.service.js';
import { ComplaintChanges } from './complaint-changes.js';
import { Complaint, ownComplaints } from './complaint.entity.js';
import { complaintEdited, complaintFactsOf, complaintFiled } from './complaint.events.js';
import { unsolvedStatuses } from './complaint.states.js';
import { usualSeverity, type ComplaintSeverity } from './complaint.terms.js';
import { TooManyComplaints } from './complaints.errors.js';
import {
  complaintsList,
  type ComplaintsQuery,
  type EditComplaintInput,
  type FileComplaintInput,
} from './complaints.schemas.js';

export { ComplaintChanges, type ComplaintChange } from './complaint-changes.js';

/** Unsolved ones of one customer: whoever has more to say adds to one of them. */
const openAtMost = 20;

type Filed = FileComplaintInput & { severity?: ComplaintSeverity | undefined };
type Visit = Partial<Pick<Complaint, 'booking' | 'provider' | 'service' | 'pincode'>>;

@PublishesEvents(complaintFiled, complaintEdited)
@Injectable()
export class ComplaintsService {
  constructor(
    private readonly em: EntityManager,
    private readonly pages: PageReader,
    private readonly customers: CustomersService,
    private readonly changes: ComplaintChanges,
    private readonly audit: AuditService,
    private readonly reads: ReadsService,
    private readonly events: EventOutbox,
    private readonly clock: Clock,
  ) {}

  @FindsOwner('complaint')
  async ownerOf(id: string) {
    return customerOwning(await this.em.findOne(Complaint, { id }));
  }

  /**
   * Takes a complaint of the customer and puts it in line.
   * @param requestKey what the request is known by: the same key never files twice, and answers with the first complaint
   * @throws Forbidden when the actor is no customer, NotFound when the booking is another customer's, TooManyComplaints
   */
  async file(actor: Actor, input: Filed, requestKey?: string): Promise<Complaint> {
    const customer = customerScope(actor);
    if (!customer) throw new Forbidden('to be a customer');
    return this.fileFor(actor, customer, input, requestKey);
  }

  /** The same, of a customer who has told it to staff. @throws NotFound also when there is no such customer */
  async fileFor(actor: Actor, customer: string, input: Filed, requestKey?: string): Promise<Complaint> {
    try {
      return await this.add(actor, customer, input, requestKey);
    } catch (error) {
      if (violatesConstraint(error, 'complaints_reference_unique'))
        return this.fileFor(actor, customer, input, requestKey);
      throw error;
    }
  }

  /** That staff look is noted. @throws NotFound */
  async get(actor: Actor, id: string): Promise<Complaint> {
    return this.looked(actor, await this.em.findOne(Complaint, { id, ...ownComplaints(actor) }), id);
  }

  /** Live, to whom {@link get} shows it. @throws NotFound, Forbidden */
  @OpensStream('complaint')
  async followed(actor: Actor, id: string): Promise<Complaint> {
    if (!mayDo(actor, 'complaints.read')) throw new Forbidden('complaints.read');
    return this.get(actor, id);
  }

  /** As {@link get}. @throws NotFound */
  async byReference(actor: Actor, reference: string): Promise<Complaint> {
    const where = { reference: reference.toUpperCase(), ...ownComplaints(actor) };
    return this.looked(actor, await this.em.findOne(Complaint, where), reference);
  }

  /** The caller's own. @throws Forbidden when the actor is no customer, CursorInvalid, ValidationFailed */
  async list(actor: Actor, query: ComplaintsQuery): Promise<Page<Complaint>> {
    const customer = customerScope(actor);
    if (!customer) throw new Forbidden('to be a customer');
    const { status, bookingId, open } = query;
    const unsolved = { $in: [...unsolvedStatuses] };
    const where = [
      { customer },
      status ? { status } : {},
      bookingId ? { booking: bookingId } : {},
      open ? { status: open === 'true' ? unsolved : { $nin: [...unsolvedStatuses] } } : {},
    ];
    return this.pages.read(Complaint, complaintsList, query, { where });
  }

  /** The caller's own, the latest first. @throws Forbidden when the actor is no customer */
  async latest(actor: Actor, limit: number): Promise<Complaint[]> {
    const customer = customerScope(actor);
    if (!customer) throw new Forbidden('to be a customer');
    const orderBy = { createdAt: 'desc', id: 'desc' } as const;
    return this.em.find(Complaint, { customer }, { orderBy, limit });
  }

  /** @throws ComplaintNotEditable, PreconditionFailed, NotFound */
  edit(actor: Actor, id: string, input: EditComplaintInput, expected: ExpectedVersions): Promise<Complaint> {
    return this.changes.change(
      actor,
      id,
      'complaint.edited',
      ({ complaint, now }) => {
        complaint.edit(input, actor, now);
        this.events.publish(complaintEdited, complaint.id, complaintFactsOf(complaint));
      },
      expected,
    );
  }

  /**
   * Enters a complaint, with what follows from it. In a transaction of the caller.
   * @param more where it comes from, and what it is known by
   */
  async enter(
    em: EntityManager,
    actor: Actor,
    customer: string,
    filed: Filed,
    more: Partial<Pick<Complaint, 'requestKey' | 'splitFrom' | 'topic'>> & Visit = {},
  ): Promise<Complaint> {
    const { category, severity = usualSeverity[category], subject, description, wanted, language } = filed;
    const now = this.clock.now();
    const complaint = em.create(Complaint, {
      id: newId(),
      customer,
      ...more,
      category,
      severity,
      subject,
      description,
      wanted,
      language,
      reference: newReference('CP'),
      resolvedAt: null,
      endedAt: null,
      createdAt: now,
    });
    const { tier: customerTier } = await em.findOneOrFail(Customer, { id: customer });
    complaint.record({ kind: 'filed', at: now, facts: { category, severity, customerTier } }, actor);
    await this.changes.follow(em, complaint, true);
    this.events.publish(complaintFiled, complaint.id, complaintFactsOf(complaint));
    const object = { type: 'complaint', id: complaint.id };
    const after = { category, severity, bookingId: more.booking ?? null };
    await this.audit.record(actor, { action: 'complaint.filed', object, person: customer, after });
    return complaint;
  }

  /** One at a time per customer: their row is locked, so that of two at once the second sees the first. */
  private add(actor: Actor, customer: string, filed: Filed, requestKey?: string): Promise<Complaint> {
    return this.em.transactional(async (em) => {
      await this.customers.lockActive(em, customer);
      const earlier = requestKey ? await em.findOne(Complaint, { requestKey, customer }) : null;
      if (earlier) return earlier;
      const visit = await this.visitOf(em, customer, filed.bookingId);
      const open = await em.count(Complaint, { customer, status: { $in: [...unsolvedStatuses] } });
      if (open >= openAtMost) throw new TooManyComplaints(openAtMost);
      return this.enter(em, actor, customer, filed, { ...visit, requestKey });
    });
  }

  /** @throws NotFound when it is another customer's */
  private async visitOf(em: EntityManager, customer: string, bookingId?: string): Promise<Visit> {
    if (!bookingId) return {};
    const visit = await em.findOne(Booking, { id: bookingId, customer });
    if (!visit) throw new NotFound('Booking', bookingId);
    const { id, provider, service, pincode } = visit;
    return { booking: id, provider: provider.id, service: service.id, pincode };
  }

  /** @throws NotFound */
  private async looked(actor: Actor, complaint: Complaint | null, wanted: string): Promise<Complaint> {
    if (!complaint) throw new NotFound('Complaint', wanted);
    const { id, customer: person } = complaint;
    await this.reads.note(actor, { action: 'complaint.viewed', object: { type: 'complaint', id }, person });
    return complaint;
  }
}
