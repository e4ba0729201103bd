// What a draft of a calendar or a policy would do to the complaints that are open, before it is published.
import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { JobQueue, JobType, type JobRun } from '#libs/jobs';
import { Clock } from '#libs/time';
import type { Actor } from '../../access/actor.js';
import type { SlaCycle, SlaEvent } from '../../sla/clock/sla-terms.entity.js';
import { SlaService, type SlaReader } from '../../sla/sla.service.js';
import { Complaint } from '../complaint.entity.js';
import { clockEventsOf } from './complaint-clock.js';
import { citiesOf } from './complaint-targets.js';
import { inOpenBatches, openComplaints } from './open-complaints.js';
import {
  movesAtMost,
  simulateTargetsInput,
  simulationResult,
  type SimulateTargetsInput,
  type SimulationResult,
} from './targets.schemas.js';

const type = 'complaints.simulate_targets';
/** Of more, a job does it. */
const inlineAtMost = 2000;

interface Simulation {
  now: Date;
  asIs: SlaReader;
  asDrafted: SlaReader;
  /** Whether open complaints come under the drafted policy. */
  isRetargeting: boolean;
  result: SimulationResult;
}

@Injectable()
export class TargetSimulation {
  constructor(
    private readonly em: EntityManager,
    private readonly sla: SlaService,
    private readonly jobs: JobQueue,
    private readonly clock: Clock,
  ) {}

  /** Changes nothing. @throws NotFound of the draft, SlaVersionNotDraft */
  async simulate(
    actor: Actor,
    wanted: SimulateTargetsInput,
  ): Promise<{ jobId: string | null; result: SimulationResult | null }> {
    // Asked here, so that what cannot be simulated is refused and not failed.
    const simulation = await this.begin(wanted);
    if ((await this.em.count(Complaint, openComplaints)) <= inlineAtMost)
      return { jobId: null, result: await this.run(simulation) };
    const owner = { kind: 'staff', id: actor.id } as const;
    const { id } = await this.jobs.enqueue({ type, input: wanted, owner });
    return { jobId: id, result: null };
  }

  @JobType({
    type,
    description: 'Show what a draft of a calendar or a policy would do to the complaints that are open.',
    input: simulateTargetsInput,
    output: simulationResult,
    permission: 'system.configure',
    audience: 'staff',
    cost: 'heavy',
    timeoutSeconds: 600,
    rateClass: 'expensive',
    announced: true,
  })
  async simulateAll(_caller: unknown, wanted: SimulateTargetsInput, { signal }: JobRun) {
    return this.run(await this.begin(wanted), signal);
  }

  private async begin({ calendar, policy }: SimulateTargetsInput): Promise<Simulation> {
    const now = this.clock.now();
    const draft = calendar === undefined ? { policy: policy! } : { calendar };
    return {
      now,
      asIs: await this.sla.reader(),
      asDrafted: await this.sla.readerWith(draft, now),
      isRetargeting: calendar === undefined,
      result: { considered: 0, moved: 0, breachedNow: 0, breachedThen: 0, moves: [] },
    };
  }

  private async run(simulation: Simulation, signal?: AbortSignal): Promise<SimulationResult> {
    const step = async (ids: readonly string[]): Promise<void> => {
      const em = this.em.fork();
      const complaints = await em.find(
        Complaint,
        { id: { $in: [...ids] } },
        { populate: ['history'], orderBy: { id: 'asc' } },
      );
      const cities = await citiesOf(em, complaints);
      for (const complaint of complaints)
        compare(simulation, complaint, clockEventsOf(complaint, cities(complaint)));
    };
    await inOpenBatches(this.em, {}, step, signal);
    return simulation.result;
  }
}

function compare(
  { now, asIs, asDrafted, isRetargeting, result }: Simulation,
  complaint: Complaint,
  events: SlaEvent[],
): void {
  result.considered++;
  const subject = events.findLast((event) => event.kind === 'filed' || event.kind === 'retargeted')!.subject;
  const then: SlaEvent[] = isRetargeting ? [...events, { at: now, kind: 'retargeted', subject }] : events;
  const drafted = asDrafted.read(then, now).cycles;
  for (const [index, cycle] of asIs.read(events, now).cycles.entries())
    if (cycle.endedAt === null) count(result, complaint, cycle, drafted[index]!);
}

function count(result: SimulationResult, { id, reference }: Complaint, is: SlaCycle, would: SlaCycle): void {
  const [isBreachedNow, isBreachedThen] = [is, would].map(({ state }) => state === 'breached') as [
    boolean,
    boolean,
  ];
  if (isBreachedNow) result.breachedNow++;
  if (isBreachedThen) result.breachedThen++;
  const [from, to] = [is, would].map(({ deadline }) => deadline?.toISOString() ?? null) as [
    string | null,
    string | null,
  ];
  if (from === to) return;
  result.moved++;
  if (result.moves.length < movesAtMost)
    result.moves.push({
      complaintId: id,
      reference,
      metric: is.metric,
      from,
      to,
      isBreachedNow,
      isBreachedThen,
    });
}
