// Who proposes and who decides. What is decided is done by `RemedySettlement`, after it is written: whatever dies between, a job finishes it.
import { Injectable } from '@nestjs/common';
import { EntityManager, LockMode } from '@mikro-orm/core';
import { NotFound } from '#libs/errors';
import { EventOutbox, PublishesEvents } from '#libs/events';
import { checkVersion, PageReader, type ExpectedVersions, type Page } from '#libs/http';
import { newId } from '#libs/orm';
import type { Actor } from '../access/actor.js';
import { AuditService } from '../audit/audit.service.js';
import { ReadsService } from '../audit/reads.service.js';
import { ComplaintChanges, type ComplaintChange } from '../complaints/complaints.service.js';
import { RemedyNotPossible } from './remedies.errors.js';
import { remediesList, type ProposeRemedyInput, type RemediesQuery } from './remedies.schemas.js';
import { Remedy } from './remedy.entity.js';
import { remedyApproved, remedyFactsOf, remedyProposed, remedyRejected } from './remedy.events.js';
import { countingStatuses } from './remedy.states.js';
import { RemedySettlement } from './remedy-settlement.service.js';

/** Of one complaint, whatever became of them. */
const remediesAtMost = 20;

const events = { approved: remedyApproved, rejected: remedyRejected } as const;

@PublishesEvents(remedyProposed, remedyApproved, remedyRejected)
@Injectable()
export class RemediesService {
  constructor(
    private readonly em: EntityManager,
    private readonly pages: PageReader,
    private readonly changes: ComplaintChanges,
    private readonly settlement: RemedySettlement,
    private readonly audit: AuditService,
    private readonly reads: ReadsService,
    private readonly events: EventOutbox,
  ) {}

  /**
   * Within the limit of the actor it is done at once, and the answer says whether it could be; above it waits for somebody else.
   * @param expected version of the complaint that was read
   * @throws NotFound, ComplaintEnded, RemedyNotPossible, RemedyTooHigh, PreconditionFailed
   */
  async propose(
    actor: Actor,
    complaintId: string,
    input: ProposeRemedyInput,
    expected?: ExpectedVersions,
  ): Promise<Remedy> {
    let id!: string;
    await this.changes.change(
      actor,
      complaintId,
      'complaint.remedy_proposed',
      async (change) => {
        change.complaint.checkUnsolved();
        id = (await this.add(actor, change, input)).id;
      },
      expected,
    );
    await this.settlement.settle(id);
    return this.settled(id);
  }

  /** @throws RemedyTransitionIllegal, RemedyOwnProposal, PreconditionFailed, NotFound */
  async approve(actor: Actor, id: string, reason: string, expected?: ExpectedVersions): Promise<Remedy> {
    await this.decide(actor, id, 'approved', reason, expected);
    await this.settlement.settle(id);
    return this.settled(id);
  }

  /** @throws RemedyTransitionIllegal, RemedyOwnProposal, PreconditionFailed, NotFound */
  async reject(actor: Actor, id: string, reason: string, expected?: ExpectedVersions): Promise<Remedy> {
    await this.decide(actor, id, 'rejected', reason, expected);
    return this.settled(id);
  }

  /** That staff look is noted. @throws NotFound */
  async get(actor: Actor, id: string): Promise<Remedy> {
    const remedy = await this.found(id);
    const object = { type: 'remedy', id };
    await this.reads.note(actor, { action: 'remedy.viewed', object, person: remedy.customer });
    return remedy;
  }

  /** The same. @throws CursorInvalid, ValidationFailed */
  async list(actor: Actor, query: RemediesQuery): Promise<Page<Remedy>> {
    await this.reads.note(actor, { action: 'remedies.listed', object: { type: 'remedy', id: 'many' } });
    const { status, kind, complaintId } = query;
    const where = [
      status ? { status } : {},
      kind ? { kind } : {},
      complaintId ? { complaint: complaintId } : {},
    ];
    return this.pages.read(Remedy, remediesList, query, { where });
  }

  private async add(actor: Actor, change: ComplaintChange, input: ProposeRemedyInput): Promise<Remedy> {
    const { em, complaint, now } = change;
    const earlier = await em.find(Remedy, { complaint });
    checkPossible(earlier, complaint.bookingId, input.kind);
    const { kind, amountPaise = 0, as, slot, reason, resolves } = input;
    if (kind === 'credit') await this.settlement.checkCeiling(em, complaint, amountPaise);
    const counting = earlier.filter(isCounting);
    const givenPaise = counting.reduce((sum, each) => sum + each.amountPaise, 0);
    const isOwn = amountPaise === 0 || givenPaise + amountPaise <= this.settlement.ownLimitOf(actor);
    const remedy = em.create(Remedy, {
      id: newId(),
      complaint,
      customer: complaint.customer,
      booking: complaint.booking,
      kind,
      amountPaise,
      refundAs: kind === 'refund' ? (as ?? 'money') : null,
      ...slot,
      reason,
      resolves,
      needsApproval: !isOwn,
      proposedBy: actor.id,
      createdAt: now,
    });
    if (isOwn) remedy.decide('approved', actor.id, '', now);
    else this.events.publish(remedyProposed, remedy.id, remedyFactsOf(remedy));
    await this.keep(actor, change, remedy, 'remedy.proposed');
    return remedy;
  }

  /** With the row of the complaint held: of two who decide at once the second sees what the first has said. */
  private async decide(
    actor: Actor,
    id: string,
    status: 'approved' | 'rejected',
    reason: string,
    expected?: ExpectedVersions,
  ): Promise<void> {
    const { complaintId } = await this.found(id);
    await this.changes.change(actor, complaintId, `complaint.remedy_${status}`, async (change) => {
      const lockMode = LockMode.PESSIMISTIC_WRITE;
      const remedy = await change.em.findOneOrFail(Remedy, { id }, { lockMode, refresh: true });
      checkVersion(remedy, expected);
      remedy.decide(status, actor.id, reason, change.now);
      this.events.publish(events[status], id, remedyFactsOf(remedy));
      await this.keep(actor, change, remedy, `remedy.${status}`);
    });
  }

  /** In the history, for staff, and in the audit log: without the words. */
  private async keep(
    actor: Actor,
    { complaint, now }: ComplaintChange,
    remedy: Remedy,
    action: string,
  ): Promise<void> {
    const { id, kind, status, amountPaise } = remedy;
    const facts = { remedyId: id, kind, status, amountPaise };
    complaint.record({ kind: 'remedy', at: now, visibility: 'internal', facts }, actor);
    const object = { type: 'remedy', id };
    const after = { kind, status, amountPaise };
    await this.audit.record(actor, { action, object, person: remedy.customer, after });
  }

  /** As it stands by now. In the transaction of a request that may be sent twice, if there is one: a fork would wait for it. */
  private settled(id: string): Promise<Remedy> {
    return this.em.findOneOrFail(Remedy, { id }, { disableIdentityMap: true });
  }

  private async found(id: string): Promise<Remedy> {
    const remedy = await this.em.findOne(Remedy, { id });
    if (!remedy) throw new NotFound('Remedy', id);
    return remedy;
  }
}

const isCounting = ({ status }: Remedy): boolean => (countingStatuses as readonly string[]).includes(status);

/** @throws RemedyNotPossible */
function checkPossible(
  earlier: readonly Remedy[],
  bookingId: string | null,
  kind: ProposeRemedyInput['kind'],
): void {
  if (earlier.length >= remediesAtMost)
    throw new RemedyNotPossible('too_many', `A complaint has at most ${remediesAtMost} remedies.`);
  if (!bookingId && (kind === 'refund' || kind === 'revisit'))
    throw new RemedyNotPossible(
      'no_visit',
      'The complaint is about no visit: there is nothing to give back or repeat.',
    );
  const isOnce = kind === 'revisit' || kind === 'apology';
  if (isOnce && earlier.some((each) => each.kind === kind && isCounting(each)))
    throw new RemedyNotPossible('given_already', `A complaint has one ${kind} at most.`);
}
