// Does the steps of incidents, one complaint after the other: each in a transaction of its own, in which it is also written that it is done. So
// it is done once to each, whatever dies between, and however many processes are at it.
import { Injectable } from '@nestjs/common';
import { EntityManager, LockMode } from '@mikro-orm/core';
import { EventOutbox, PublishesEvents } from '#libs/events';
import { inIdBatches, lockFor, newId } from '#libs/orm';
import { Clock } from '#libs/time';
import type { Actor } from '../access/actor.js';
import { ComplaintChanges, type ComplaintChange } from '../complaints/complaints.service.js';
import { UpdatesService } from '../complaints/updates/updates.service.js';
import { RemedySettlement } from '../remedies/remedy-settlement.service.js';
import { Incident, IncidentEffect, IncidentMember, IncidentStep } from './incident.entity.js';
import { incidentAnswered, incidentFactsOf, incidentOverdue } from './incident.events.js';
import { lockIncident } from './incidents.service.js';

/** Effects that are looked for at a time. */
const batchSize = 50;
const overdueAtMost = 100;

@PublishesEvents(incidentAnswered, incidentOverdue)
@Injectable()
export class IncidentWork {
  constructor(
    private readonly em: EntityManager,
    private readonly changes: ComplaintChanges,
    private readonly updates: UpdatesService,
    private readonly remedies: RemedySettlement,
    private readonly events: EventOutbox,
    private readonly clock: Clock,
  ) {}

  /**
   * All that is to be done, and what follows from it: whoever joins has to hear what was said before.
   * @returns how much that was
   * @throws the last fault, after all others were done
   */
  async workOff(signal?: AbortSignal): Promise<number> {
    let done = 0;
    for (;;) {
      const pass = await this.onePass(signal);
      done += pass.done;
      if (pass.done > 0) continue;
      if (pass.fault) throw pass.fault;
      return done;
    }
  }

  /** One that cannot be done must not keep the others waiting. */
  private async onePass(signal?: AbortSignal): Promise<{ done: number; fault: unknown }> {
    let done = 0;
    let fault: unknown;
    const doEach = async (ids: readonly string[]) => {
      for (const id of ids)
        await this.doOne(id).then(
          () => done++,
          (error: unknown) => (fault = error),
        );
    };
    await inIdBatches(batchSize, (after, limit) => this.waiting(after, limit), doEach, signal);
    return { done, fault };
  }

  /** Of a target that has passed it is told once. @returns of how many */
  async tellOverdue(): Promise<number> {
    const now = this.clock.now();
    return this.em.transactional(async (em) => {
      const open = await em.find(
        Incident,
        { status: 'open', dueAt: { $lte: now } },
        { orderBy: { dueAt: 'asc' }, limit: overdueAtMost, lockMode: LockMode.PESSIMISTIC_PARTIAL_WRITE },
      );
      const missed = open.filter((each) => each.overdueToldFor?.getTime() !== each.dueAt!.getTime());
      for (const incident of missed) {
        incident.overdueToldFor = incident.dueAt;
        this.events.publish(incidentOverdue, incident.id, incidentFactsOf(incident));
      }
      return missed.length;
    });
  }

  private async waiting(after: string | null, limit: number): Promise<string[]> {
    const effects = await this.em.find(
      IncidentEffect,
      { doneAt: null, step: { status: 'approved' }, ...(after && { id: { $gt: after } }) },
      { fields: ['id'], orderBy: { id: 'asc' }, limit, disableIdentityMap: true },
    );
    return effects.map(({ id }) => id);
  }

  private async doOne(id: string): Promise<void> {
    const seen = await this.em.findOne(
      IncidentEffect,
      { id },
      { populate: ['step'], disableIdentityMap: true },
    );
    // Taken out meanwhile.
    if (!seen) return;
    const actor: Actor = { kind: 'staff', id: seen.step.decidedBy!, permissions: new Set() };
    const action = `complaint.incident_${seen.step.kind}`;
    await this.changes.change(actor, seen.complaint.id, action, async (change) => {
      const lockMode = LockMode.PESSIMISTIC_WRITE;
      const effect = await change.em.findOne(IncidentEffect, { id }, { lockMode, refresh: true });
      if (!effect || effect.doneAt) return false;
      const step = await change.em.findOneOrFail(
        IncidentStep,
        { id: effect.step.id },
        { populate: ['incident'] },
      );
      effect.doneAt = change.now;
      effect.isSkipped = !(await this.apply(actor, change, step, effect));
      return true;
    });
  }

  /** @returns false where it was too late for it */
  private async apply(
    actor: Actor,
    change: ComplaintChange,
    step: IncidentStep,
    effect: IncidentEffect,
  ): Promise<boolean> {
    switch (step.kind) {
      case 'joining':
        return this.join(actor, change, step.incident);
      case 'broadcast':
        return this.answer(actor, change, step, effect);
      case 'resolution':
        return this.resolve(actor, change, step, effect);
      case 'goodwill': {
        const { amountPaise, proposedBy, decidedBy, needsApproval, incident } = step;
        const reason = `Incident ${incident.reference}`;
        const credit = { incidentId: incident.id, amountPaise, reason, proposedBy, needsApproval };
        await this.remedies.giveCredit(change, { ...credit, decidedBy: decidedBy! });
        return true;
      }
    }
  }

  /** Under the lock of the incident: an answer that is given at the same moment reaches it as well. */
  private async join(
    actor: Actor,
    { em, complaint, now }: ComplaintChange,
    { id }: Incident,
  ): Promise<boolean> {
    const incident = await lockIncident(em, id);
    const isTaken = (await em.count(IncidentMember, { complaint, status: 'active' })) > 0;
    if (isTaken || incident.status !== 'open' || !complaint.isUnsolved) return false;
    const { customer } = complaint;
    const known = await em.findOne(IncidentMember, { incident, complaint });
    const member = known ?? em.create(IncidentMember, { id: newId(), incident, complaint, customer });
    member.status = 'active';
    // What was promised is reckoned anew by every change, so by this one.
    await this.changes.follow(em, complaint);
    incident.promise(complaint.dueAt);
    const answers = await em.find(IncidentStep, { incident, kind: 'broadcast' }, { populate: ['effects'] });
    for (const answer of answers)
      if (!answer.effects.getItems().some((each) => each.complaint.id === complaint.id))
        answer.reach(complaint, now);
    const facts = { incidentId: id, reference: incident.reference };
    complaint.record({ kind: 'incident', at: now, visibility: 'internal', facts }, actor);
    return true;
  }

  private async answer(
    actor: Actor,
    change: ComplaintChange,
    step: IncidentStep,
    effect: IncidentEffect,
  ): Promise<boolean> {
    const { complaint } = change;
    if (!complaint.isUnsolved) return false;
    const update = { body: step.body, visibility: 'public' as const };
    await this.updates.write(actor, update, change, `incident:${effect.id}`, { broadcastId: step.id });
    await this.tell(change, step, effect);
    return true;
  }

  /** The member is free again, whatever has become of the complaint meanwhile. */
  private async resolve(
    actor: Actor,
    change: ComplaintChange,
    step: IncidentStep,
    effect: IncidentEffect,
  ): Promise<boolean> {
    const { em, complaint, now } = change;
    const member = await em.findOneOrFail(IncidentMember, { incident: step.incident, complaint });
    member.status = 'solved';
    if (!complaint.nextStatuses.includes('resolved')) return false;
    if (step.body !== '') await this.answer(actor, change, step, effect);
    complaint.moveTo('resolved', actor, now, { incidentId: step.incident.id });
    return true;
  }

  /** Each customer once for each answer: of two complaints of theirs that are answered at the same moment, by one. */
  private async tell(
    { em, complaint }: ComplaintChange,
    step: IncidentStep,
    effect: IncidentEffect,
  ): Promise<void> {
    const { customer } = complaint;
    await lockFor(em, 'incidents.told', step.id, customer);
    if ((await em.count(IncidentEffect, { step, customer, isTold: true })) > 0) return;
    effect.isTold = true;
    this.events.publish(incidentAnswered, step.incident.id, {
      customerId: customer,
      complaintId: complaint.id,
      complaintReference: complaint.reference,
      broadcastId: step.id,
    });
  }
}
