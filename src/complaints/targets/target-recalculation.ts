// When another calendar holds, deadlines that lie ahead move; when another policy is to hold of what is open, all of them do.
import { Injectable } from '@nestjs/common';
import { EntityManager, LockMode } from '@mikro-orm/core';
import { z } from 'zod';
import { ListensTo, type DomainEvent } from '#libs/events';
import { JobQueue, JobType, type JobRun } from '#libs/jobs';
import { Clock } from '#libs/time';
import { systemActor } from '../../access/actor.js';
import { Pincode } from '../../catalogue/place.entity.js';
import {
  slaCalendarChanged,
  slaPolicyPublished,
  type SlaCalendarFacts,
  type SlaPolicyFacts,
} from '../../sla/sla.events.js';
import { Complaint } from '../complaint.entity.js';
import { ComplaintTargets } from './complaint-targets.js';
import { inOpenBatches, openComplaints } from './open-complaints.js';

const type = 'complaints.recalculate_targets';
const owner = { kind: 'system', id: 'complaints.targets' } as const;
const recalculator = systemActor(owner.id);

const input = z.strictObject({
  cityId: z.uuid().nullable().describe('Whose calendar has changed; null is everybody’s.'),
  policy: z
    .int()
    .nullable()
    .describe('The policy that open complaints come under; null where they keep theirs.'),
});
type Input = z.output<typeof input>;

@Injectable()
export class TargetRecalculation {
  constructor(
    private readonly em: EntityManager,
    private readonly targets: ComplaintTargets,
    private readonly jobs: JobQueue,
    private readonly clock: Clock,
  ) {}

  @ListensTo({ name: 'complaints.follow_calendars', to: [slaCalendarChanged] })
  async followCalendar({ id, data: { cityId } }: DomainEvent<SlaCalendarFacts>): Promise<void> {
    await this.ask(id, { cityId, policy: null });
  }

  @ListensTo({ name: 'complaints.follow_policies', to: [slaPolicyPublished] })
  async followPolicy({ id, data: { number, isForOpenCases } }: DomainEvent<SlaPolicyFacts>): Promise<void> {
    if (isForOpenCases) await this.ask(id, { cityId: null, policy: number });
  }

  @JobType({
    type,
    description: 'Reckon the targets of open complaints anew, by another calendar or policy.',
    input,
    output: z.object({ complaints: z.int() }),
    permission: null,
    cost: 'standard',
    timeoutSeconds: 600,
    retry: { attempts: 5 },
  })
  async recalculate({ cityId, policy }: Input, { signal, progress }: JobRun) {
    const where = cityId === null ? {} : { pincode: { $in: await this.codesOf(cityId) } };
    const step = async (ids: readonly string[], done: number): Promise<void> => {
      await this.recalculateSome(ids, policy);
      progress(0, 'recalculating', `${done} complaints`);
    };
    return { complaints: await inOpenBatches(this.em, where, step, signal) };
  }

  private async codesOf(city: string): Promise<string[]> {
    const pincodes = await this.em.fork().find(Pincode, { city }, { fields: ['code'] });
    return pincodes.map(({ code }) => code);
  }

  /** Held in the order of their ids, one portion in one transaction: done again after a crash, it comes to the same. */
  private recalculateSome(ids: readonly string[], policy: number | null): Promise<void> {
    return this.em.fork().transactional(async (em) => {
      const complaints = await em.find(
        Complaint,
        { $and: [openComplaints, { id: { $in: [...ids] } }] },
        { orderBy: { id: 'asc' }, lockMode: LockMode.PESSIMISTIC_WRITE },
      );
      await em.populate(complaints, ['history']);
      if (policy !== null) for (const complaint of complaints) this.retarget(complaint, policy);
      await this.targets.refreshAll(em, complaints);
    });
  }

  private retarget(complaint: Complaint, policy: number): void {
    const isUnderIt = complaint.history
      .getItems()
      .some(({ kind, facts }) => kind === 'target' && (facts as { policy?: number }).policy === policy);
    if (!isUnderIt && complaint.slaPolicy !== policy)
      complaint.retarget(policy, recalculator, this.clock.now());
  }

  /** Once for each event, however often it is heard. */
  private async ask(event: string, wanted: Input): Promise<void> {
    await this.jobs.enqueue({ type, input: wanted, owner, uniqueKey: `${type}:${event}` });
  }
}
