// What nobody says anything to any more is closed: a question that the customer has not answered for a week, and what was solved for so long
// that it can no longer be reopened.
import { Injectable } from '@nestjs/common';
import { EntityManager, LockMode, type FilterQuery } from '@mikro-orm/core';
import { EventOutbox } from '#libs/events';
import { z } from 'zod';
import { JobType, RunsRegularly, type JobRun } from '#libs/jobs';
import { inBatches } from '#libs/orm';
import { Clock } from '#libs/time';
import { systemActor } from '../../access/actor.js';
import { ComplaintChanges } from '../complaint-changes.js';
import { Complaint } from '../complaint.entity.js';
import { complaintFactsOf, complaintStatusChanged } from '../complaint.events.js';
import { reopenableMs, silenceMs } from '../complaint.states.js';

/** Of one transaction. */
const batchSize = 50;
const closer = systemActor('complaints.closing');

@Injectable()
export class ComplaintClosing {
  constructor(
    private readonly em: EntityManager,
    private readonly changes: ComplaintChanges,
    private readonly events: EventOutbox,
    private readonly clock: Clock,
  ) {}

  @JobType({
    type: 'complaints.close',
    description: 'Close complaints that were not answered for a week, or that can no longer be reopened.',
    input: z.strictObject({}),
    output: z.object({ closed: z.int() }),
    permission: null,
    cost: 'light',
    timeoutSeconds: 50,
    retry: { attempts: 2 },
  })
  @RunsRegularly({
    name: 'complaints.closing',
    description: 'Closes complaints that nobody says anything to any more.',
    cron: '17 * * * *',
  })
  async close(_input: object, { signal }: JobRun) {
    const now = this.clock.now().getTime();
    const silent = {
      status: 'waiting_for_customer',
      waitingSince: { $lte: new Date(now - silenceMs) },
    } as const;
    const solved = { status: 'resolved', endedAt: { $lte: new Date(now - reopenableMs) } } as const;
    const closed = (await this.closeAll(silent, signal)) + (await this.closeAll(solved, signal));
    return { closed };
  }

  private closeAll(where: FilterQuery<Complaint>, signal: AbortSignal): Promise<number> {
    const closeSome = (limit: number) =>
      this.em.fork().transactional(async (em) => {
        const complaints = await em.find(Complaint, where, {
          orderBy: { createdAt: 'asc' },
          limit,
          lockMode: LockMode.PESSIMISTIC_PARTIAL_WRITE,
        });
        await em.populate(complaints, ['history']);
        for (const complaint of complaints) await this.closeOne(em, complaint);
        return complaints.length;
      });
    return inBatches(batchSize, closeSome, signal);
  }

  private async closeOne(em: EntityManager, complaint: Complaint): Promise<void> {
    const from = complaint.status;
    complaint.moveTo('closed', closer, this.clock.now());
    await this.changes.follow(em, complaint);
    const facts = { ...complaintFactsOf(complaint), from, by: closer.kind };
    this.events.publish(complaintStatusChanged, complaint.id, facts);
  }
}
