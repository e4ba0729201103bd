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
import { ComplaintStream } from './complaint.stream.js';
import { ComplaintScores } from './priority/complaint-scores.js';
import { SurveyRequests } from './surveys/survey-requests.js';
import { ComplaintTargets } from './targets/complaint-targets.js';

/** What is changed, and by whom, inside the transaction. */
export interface ComplaintChange {
  em: EntityManager;
  complaint: Complaint;
  now: Date;
}

/** As many of them as there are ids, in their order. */
type Each<Ids extends readonly string[], Thing> = { -readonly [Place in keyof Ids]: Thing };

@PublishesEvents(complaintStatusChanged)
@Injectable()
export class ComplaintChanges {
  constructor(
    private readonly em: EntityManager,
    private readonly targets: ComplaintTargets,
    private readonly scores: ComplaintScores,
    private readonly surveys: SurveyRequests,
    private readonly stream: ComplaintStream,
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
  async change(
    actor: Actor,
    id: string,
    action: string,
    make: (change: ComplaintChange) => unknown,
    expected?: ExpectedVersions,
  ): Promise<Complaint> {
    const [changed] = await this.changeAll(actor, [id], action, ([change]) => make(change), expected);
    return changed;
  }

  /**
   * The same with several that hang together. They are held in the order of their ids: of two at once that name them in different orders
   * one waits, and neither for ever.
   * @param ids different ones
   * @param expected versions of the first
   */
  changeAll<const Ids extends readonly string[]>(
    actor: Actor,
    ids: Ids,
    action: string,
    make: (changes: Each<Ids, ComplaintChange>) => unknown,
    expected?: ExpectedVersions,
  ): Promise<Each<Ids, Complaint>> {
    return this.em.transactional(async (em) => {
      const held = await this.hold(em, actor, ids);
      checkVersion(held[0]!, expected);
      const before = held.map(decidedOf);
      const now = this.clock.now();
      const changes = held.map((complaint) => ({ em, complaint, now }));
      if ((await make(changes as Each<Ids, ComplaintChange>)) === false) return held as Each<Ids, Complaint>;
      for (const [place, complaint] of held.entries()) {
        await this.follow(em, complaint);
        this.tell(actor, complaint, before[place]!.status);
        const object = { type: 'complaint', id: complaint.id };
        const facts = { before: before[place], after: decidedOf(complaint) };
        await this.audit.record(actor, { action, object, person: complaint.customer, ...facts });
      }
      return held as Each<Ids, Complaint>;
    });
  }

  /** @returns them in the order of `ids`, with their history. @throws NotFound */
  private async hold(em: EntityManager, actor: Actor, ids: readonly string[]): Promise<Complaint[]> {
    const held = new Map<string, Complaint>();
    for (const id of ids.toSorted()) {
      const where = { id, ...ownComplaints(actor) };
      const lockMode = LockMode.PESSIMISTIC_WRITE;
      const complaint = await em.findOne(Complaint, where, { lockMode, refresh: true });
      if (!complaint) throw new NotFound('Complaint', id);
      await complaint.history.init();
      held.set(id, complaint);
    }
    return ids.map((id) => held.get(id)!);
  }

  /**
   * Promised times and place in line, as what has happened has them; whether its customer is asked how they found it; and what those who follow it
   * are told. To be called with the row held, before the transaction ends.
   * @param isNew it was made in this transaction: nothing is kept beside it yet, and nothing is looked for
   */
  async follow(em: EntityManager, complaint: Complaint, isNew = false): Promise<void> {
    await this.targets.refresh(em, complaint, isNew);
    await this.scores.refresh(em, complaint, isNew);
    await this.surveys.ask(em, complaint);
    await this.stream.tell(complaint);
  }

  private tell(actor: Actor, complaint: Complaint, from: string): void {
    if (complaint.status === from) return;
    const facts = { ...complaintFactsOf(complaint), from, by: actor.kind };
    this.events.publish(complaintStatusChanged, complaint.id, facts);
  }
}

/** What the audit log keeps of it: no words. */
function decidedOf({
  status,
  category,
  severity,
  topic,
  assigneeId,
  escalationLevel,
  mergedInto,
}: Complaint) {
  const places = { topicId: topic ?? null, mergedIntoId: mergedInto ?? null };
  return { status, category, severity, ...places, assigneeId, escalationLevel };
}
