// Where a complaint goes: taken up, waiting, solved, escalated, reopened, withdrawn. Each step is one change (`ComplaintChanges`).
import { Injectable } from '@nestjs/common';
import { EventOutbox, PublishesEvents } from '#libs/events';
import type { ExpectedVersions } from '#libs/http';
import { Clock } from '#libs/time';
import { customerScope, type Actor } from '../../access/actor.js';
import { ComplaintChanges, type ComplaintChange } from '../complaint-changes.js';
import type { Complaint } from '../complaint.entity.js';
import { complaintEscalated, complaintFactsOf } from '../complaint.events.js';
import type { ComplaintStatus } from '../complaint.states.js';
import { checkNotMerged } from '../desk/merging/merge-rules.js';
import { ComplaintsService } from '../complaints.service.js';
import { UpdatesService } from '../updates/updates.service.js';
import { nextActions, nextStatuses } from './complaint-actions.js';
import type { ComplaintStatusView, SetStatusInput } from './lifecycle.schemas.js';

interface Said {
  /** Empty where nothing was said. */
  reason: string;
  requestKey?: string | undefined;
}

@PublishesEvents(complaintEscalated)
@Injectable()
export class ComplaintLifecycle {
  constructor(
    private readonly complaints: ComplaintsService,
    private readonly changes: ComplaintChanges,
    private readonly updates: UpdatesService,
    private readonly events: EventOutbox,
    private readonly clock: Clock,
  ) {}

  /** Where it stands, and what the caller may do about it. @throws NotFound */
  async statusOf(actor: Actor, id: string): Promise<ComplaintStatusView> {
    const complaint = await this.complaints.get(actor, id);
    const now = this.clock.now();
    return {
      status: complaint.status,
      nextStatuses: nextStatuses(actor, complaint, now),
      next: nextActions(actor, complaint, now),
    };
  }

  /** By staff. @throws ComplaintTransitionIllegal, ComplaintNotReopenable, PreconditionFailed, NotFound */
  setStatus(
    actor: Actor,
    id: string,
    { status, reason }: SetStatusInput,
    expected: ExpectedVersions,
  ): Promise<Complaint> {
    return this.step(actor, id, status, { reason }, expected);
  }

  /** What is resolved already stays so. @throws ComplaintTransitionIllegal, NotFound */
  resolve(actor: Actor, id: string, reason: string, expected?: ExpectedVersions): Promise<Complaint> {
    return this.step(actor, id, 'resolved', { reason }, expected);
  }

  /** For good. @param said as of {@link escalate} @throws ComplaintTransitionIllegal, NotFound */
  withdraw(actor: Actor, id: string, said: Said, expected?: ExpectedVersions): Promise<Complaint> {
    return this.step(actor, id, 'withdrawn', said, expected);
  }

  /** @param said as of {@link escalate} @throws ComplaintNotReopenable, NotFound */
  reopen(actor: Actor, id: string, said: Said, expected?: ExpectedVersions): Promise<Complaint> {
    const reopenIt = async (change: ComplaintChange) => {
      change.complaint.reopen(actor, change.now);
      await this.explain(actor, change, said.reason);
    };
    return this.changes.change(actor, id, 'complaint.reopened', once(said.requestKey, reopenIt), expected);
  }

  /**
   * One level up. What is with the manager already stays there.
   * @param said why; and what the request is known by: said again, it is answered with the complaint as it is by then
   * @throws ComplaintEnded, NotFound
   */
  escalate(actor: Actor, id: string, said: Said, expected?: ExpectedVersions): Promise<Complaint> {
    const passItUp = (change: ComplaintChange) => this.passUp(actor, change, said.reason);
    return this.changes.change(actor, id, 'complaint.escalated', once(said.requestKey, passItUp), expected);
  }

  private step(
    actor: Actor,
    id: string,
    to: ComplaintStatus,
    { reason, requestKey }: Said,
    expected?: ExpectedVersions,
  ): Promise<Complaint> {
    const moveIt = (change: ComplaintChange) => this.move(actor, change, to, reason);
    return this.changes.change(actor, id, `complaint.${to}`, once(requestKey, moveIt), expected);
  }

  /** As part of another change. @returns whether it is news. @throws ComplaintTransitionIllegal, ComplaintNotReopenable, ComplaintEnded */
  async move(actor: Actor, change: ComplaintChange, to: ComplaintStatus, reason: string): Promise<boolean> {
    const { complaint, now } = change;
    if (complaint.status === to) return false;
    // The words come first: nothing is said to what has ended.
    checkNotMerged(complaint);
    complaint.checkMove(to, now);
    await this.explain(actor, change, reason);
    complaint.moveTo(to, actor, now);
    return true;
  }

  /** The same. @throws ComplaintEnded */
  async passUp(actor: Actor, change: ComplaintChange, reason: string): Promise<boolean> {
    const { complaint, now } = change;
    const isNews = complaint.escalate(actor, now, { because: 'asked' });
    await this.explain(actor, change, reason);
    if (isNews) this.events.publish(complaintEscalated, complaint.id, complaintFactsOf(complaint));
    return isNews || reason !== '';
  }

  /** Why, as an update: of a customer for both sides, of staff for themselves. */
  private async explain(actor: Actor, change: ComplaintChange, reason: string): Promise<void> {
    if (reason === '') return;
    const visibility = customerScope(actor) ? 'public' : 'internal';
    await this.updates.write(actor, { body: reason, visibility }, change);
  }
}

/** @param requestKey absent: it is done however often it is asked for */
function once(requestKey: string | undefined, make: (change: ComplaintChange) => Promise<unknown>) {
  if (!requestKey) return make;
  return (change: ComplaintChange) => change.complaint.once(requestKey, () => make(change));
}
