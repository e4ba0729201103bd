// How a complaint is changed, whoever does it: its row is held, what follows from the change is reckoned anew, and all of it is written at once.
import { Injectable } from '@nestjs/common';
import { EntityManager, LockMode } from '@mikro-orm/core';
import { NotFound } from '#libs/errors';
import { EventOutbox, PublishesEvents } from '#libs/events';
import { checkVersion, type ExpectedVersions } from '#libs/http';
import { Clock } from '#libs/time';
import type { Actor } from '../access/actor.js';
import { AuditService } from '../audit/audit.service.js';
import { Complaint, ownComplaints } from './complaint.entity.js';
import { complaintFactsOf, complaintStatusChanged } from './complaint.events.js';
import { ComplaintScores } from './priority/complaint-scores.js';
import { ComplaintTargets } from './targets/complaint-targets.js';

/** What is changed, and by whom, inside the transaction. */
export interface ComplaintChange {
  em: EntityManager;
  complaint: Complaint;
  now: Date;
}

@PublishesEvents(complaintStatusChanged)
@Injectable()
export class ComplaintChanges {
  constructor(
    private readonly em: EntityManager,
    private readonly targets: ComplaintTargets,
    private readonly scores: ComplaintScores,
    private readonly audit: AuditService,
    private readonly events: EventOutbox,
    private readonly clock: Clock,
  ) {}

  /**
   * Changes one complaint that the actor may see. Of two at once the second sees what the first has done.
   * @param action for the audit log: `complaint.withdrawn`
   * @param make returns false where there was nothing to change
   * @throws NotFound when it is another customer's, PreconditionFailed, and what `make` throws: then nothing is written
   */
  change(
    actor: Actor,
    id: string,
    action: string,
    make: (change: ComplaintChange) => unknown,
    expected?: ExpectedVersions,
  ): Promise<Complaint> {
    return this.em.transactional(async (em) => {
      const lockMode = LockMode.PESSIMISTIC_WRITE;
      const where = { id, ...ownComplaints(actor) };
      const complaint = await em.findOne(Complaint, where, { lockMode, refresh: true });
      if (!complaint) throw new NotFound('Complaint', id);
      checkVersion(complaint, expected);
      await complaint.history.init();
      const before = decidedOf(complaint);
      if ((await make({ em, complaint, now: this.clock.now() })) === false) return complaint;
      await this.follow(em, complaint);
      this.tell(actor, complaint, before.status);
      const object = { type: 'complaint', id };
      await this.audit.record(actor, {
        action,
        object,
        person: complaint.customer,
        before,
        after: decidedOf(complaint),
      });
      return complaint;
    });
  }

  /** Promised times and place in line, as what has happened has them. To be called with the row held, before the transaction ends. */
  async follow(em: EntityManager, complaint: Complaint): Promise<void> {
    await this.targets.refresh(em, complaint);
    await this.scores.refresh(em, complaint);
  }

  private tell(actor: Actor, complaint: Complaint, from: string): void {
    if (complaint.status === from) return;
    const facts = { ...complaintFactsOf(complaint), from, by: actor.kind };
    this.events.publish(complaintStatusChanged, complaint.id, facts);
  }
}

/** What the audit log keeps of it: no words. */
function decidedOf({ status, category, severity, assigneeId, escalationLevel }: Complaint) {
  return { status, category, severity, assigneeId, escalationLevel };
}
