// Watches the targets by which complaints are to be solved: tells once that one is near and once that it was missed, and escalates then.
// What has been told is noted with the target: of a new target it is told again.
import { Injectable } from '@nestjs/common';
import { EntityManager, LockMode, raw, type FilterQuery } from '@mikro-orm/core';
import { EventOutbox, PublishesEvents } from '#libs/events';
import { inBatches } from '#libs/orm';
import { Clock, hourMs } from '#libs/time';
import { systemActor } from '../../access/actor.js';
import { Complaint } from '../complaint.entity.js';
import {
  complaintDueSoon,
  complaintEscalated,
  complaintFactsOf,
  complaintOverdue,
} from '../complaint.events.js';
import { unsolvedStatuses } from '../complaint.states.js';

const soonMs = 2 * hourMs;
/** Of one transaction. */
const batchSize = 100;
const watcher = systemActor('complaints.targets');

@PublishesEvents(complaintDueSoon, complaintOverdue, complaintEscalated)
@Injectable()
export class TargetWatcher {
  constructor(
    private readonly em: EntityManager,
    private readonly events: EventOutbox,
    private readonly clock: Clock,
  ) {}

  /** Those whose target is less than two hours away. @returns how many were told */
  tellDueSoon(signal: AbortSignal): Promise<number> {
    const now = this.clock.now();
    const soon = { $gt: now, $lte: new Date(now.getTime() + soonMs) };
    const where = () => ({ dueAt: soon, [raw('due_soon_told_for is distinct from due_at')]: [] });
    return this.eachOf(where, signal, (complaint) => {
      complaint.dueSoonToldFor = complaint.dueAt;
      this.events.publish(complaintDueSoon, complaint.id, complaintFactsOf(complaint));
    });
  }

  /** Those whose target has passed. @returns how many were told */
  tellOverdue(signal: AbortSignal): Promise<number> {
    return this.eachOf(
      () => ({ dueAt: { $lte: this.clock.now() } }),
      signal,
      (complaint) => {
        if (complaint.miss(watcher, this.clock.now()))
          this.events.publish(complaintEscalated, complaint.id, complaintFactsOf(complaint));
        this.events.publish(complaintOverdue, complaint.id, complaintFactsOf(complaint));
      },
    );
  }

  /** Note, event and escalation are written together, so neither a crash nor a run at the same time makes two of one. */
  private async eachOf(
    where: () => FilterQuery<Complaint>,
    signal: AbortSignal,
    tell: (complaint: Complaint) => void,
  ): Promise<number> {
    // As the index says it, of which only those are part.
    const watched = () => ({
      status: { $in: [...unsolvedStatuses] },
      [raw('overdue_told_for is distinct from due_at')]: [],
    });
    const tellSome = (limit: number) =>
      this.em.fork().transactional(async (em) => {
        const complaints = await em.find(
          Complaint,
          { $and: [watched(), where()] },
          { orderBy: { dueAt: 'asc' }, limit, lockMode: LockMode.PESSIMISTIC_PARTIAL_WRITE },
        );
        for (const complaint of complaints) tell(complaint);
        return complaints.length;
      });
    return inBatches(batchSize, tellSome, signal);
  }
}
