// Watches what is promised by when: tells once that a target is near and once that it was missed, and escalates then.
// What has been told is noted with the target: of a new target it is told again.
import { Injectable } from '@nestjs/common';
import { EntityManager, LockMode, raw } from '@mikro-orm/core';
import { EventOutbox, PublishesEvents } from '#libs/events';
import { inBatches } from '#libs/orm';
import { Clock } from '#libs/time';
import { systemActor } from '../../access/actor.js';
import { ComplaintChanges } from '../complaint-changes.js';
import { Complaint } from '../complaint.entity.js';
import {
  complaintDueSoon,
  complaintEscalated,
  complaintFactsOf,
  complaintOverdue,
  type ComplaintTargetFacts,
} from '../complaint.events.js';
import { ComplaintTarget } from './complaint-target.entity.js';
import { ComplaintTargets } from './complaint-targets.js';

/** Of one transaction. */
const batchSize = 100;
const measuredAtOnce = 200;
const watcher = systemActor('complaints.targets');

/** As the indexes say it, of which only those are part. */
const untold = {
  overdue: 'ended_at is null and overdue_told_for is distinct from due_at and due_at < ?',
  atRisk:
    'ended_at is null and overdue_told_for is distinct from due_at and at_risk_told_for is distinct from due_at and at_risk_at <= ? and due_at >= ?',
};

@PublishesEvents(complaintDueSoon, complaintOverdue, complaintEscalated)
@Injectable()
export class TargetWatcher {
  constructor(
    private readonly em: EntityManager,
    private readonly events: EventOutbox,
    private readonly targets: ComplaintTargets,
    private readonly changes: ComplaintChanges,
    private readonly clock: Clock,
  ) {}

  /** Targets of which little is left. @returns how many were told */
  tellDueSoon(signal: AbortSignal): Promise<number> {
    const now = this.clock.now();
    return this.eachOf(untold.atRisk, [now, now], signal, async (_em, complaint, targets) => {
      const near = targets.filter((target) => target.isAtRisk(now));
      for (const target of near) {
        target.atRiskToldFor = target.dueAt;
        this.events.publish(complaintDueSoon, complaint.id, factsOf(complaint, target));
      }
      return near.length;
    });
  }

  /** Targets that have passed. @returns how many were told */
  tellOverdue(signal: AbortSignal): Promise<number> {
    const now = this.clock.now();
    return this.eachOf(untold.overdue, [now], signal, async (em, complaint, targets) => {
      const missed = targets.filter((target) => target.isOverdue(now));
      for (const target of missed) {
        const { metric, dueAt } = target;
        Object.assign(target, { state: 'breached', breachedAt: dueAt, overdueToldFor: dueAt });
        if (complaint.miss({ metric, missed: dueAt! }, watcher, now))
          this.events.publish(complaintEscalated, complaint.id, complaintFactsOf(complaint));
        this.events.publish(complaintOverdue, complaint.id, factsOf(complaint, target));
      }
      if (missed.length > 0) await this.changes.follow(em, complaint);
      return missed.length;
    });
  }

  /**
   * Those that were filed before there were targets, the unsolved ones first. Their past has been told, or was promised to nobody.
   * @returns how many there were
   */
  measure(signal: AbortSignal): Promise<number> {
    const measureSome = (limit: number) =>
      this.em.fork().transactional(async (em) => {
        const complaints = await em.find(
          Complaint,
          { slaPolicy: null },
          {
            orderBy: { endedAt: 'desc', id: 'asc' },
            limit,
            lockMode: LockMode.PESSIMISTIC_PARTIAL_WRITE,
          },
        );
        await em.populate(complaints, ['history']);
        const targets = await this.targets.refreshAll(em, complaints);
        for (const target of targets) target.keepQuiet(this.clock.now());
        return complaints.length;
      });
    return inBatches(measuredAtOnce, measureSome, signal);
  }

  /**
   * Note, event and escalation are written together, so neither a crash nor a run at the same time makes two of one. The complaint is held, as by
   * whoever changes it; what somebody else holds is passed over until the next run. Its targets are read when it is held.
   */
  private async eachOf(
    where: string,
    values: readonly Date[],
    signal: AbortSignal,
    tell: (em: EntityManager, complaint: Complaint, targets: ComplaintTarget[]) => Promise<number>,
  ): Promise<number> {
    let told = 0;
    const having = () => ({
      [raw(`id in (select complaint_id from complaint_targets where ${where})`, [...values])]: [],
    });
    const tellSome = (limit: number) =>
      this.em.fork().transactional(async (em) => {
        const complaints = await em.find(Complaint, having(), {
          orderBy: { id: 'asc' },
          limit,
          lockMode: LockMode.PESSIMISTIC_PARTIAL_WRITE,
        });
        await em.populate(complaints, ['history']);
        const targets = await em.find(ComplaintTarget, {
          complaint: { $in: complaints.map(({ id }) => id) },
        });
        for (const complaint of complaints)
          told += await tell(
            em,
            complaint,
            targets.filter((target) => target.complaint.id === complaint.id),
          );
        return complaints.length;
      });
    await inBatches(batchSize, tellSome, signal);
    return told;
  }
}

/** With the time of the target that it is about, in place of that of the solution. */
function factsOf(complaint: Complaint, { metric, dueAt }: ComplaintTarget): ComplaintTargetFacts {
  return { ...complaintFactsOf(complaint), metric, dueAt: dueAt!.toISOString() };
}
