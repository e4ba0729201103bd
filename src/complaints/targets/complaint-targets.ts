// By when a complaint is to be answered and solved, reckoned from its history and written beside it.
import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { Clock } from '#libs/time';
import { Pincode } from '../../catalogue/place.entity.js';
import { latestCycle, type SlaMetric, type SlaReading } from '../../sla/clock/sla-terms.entity.js';
import { SlaService } from '../../sla/sla.service.js';
import type { Complaint } from '../complaint.entity.js';
import { clockEventsOf } from './complaint-clock.js';
import { ComplaintTarget } from './complaint-target.entity.js';

@Injectable()
export class ComplaintTargets {
  constructor(
    private readonly sla: SlaService,
    private readonly clock: Clock,
  ) {}

  /** Sets the promised times as the history of the complaint has them; it must be loaded, and its row held until the transaction ends. */
  async refresh(em: EntityManager, complaint: Complaint, isNew: boolean): Promise<void> {
    await this.putAll(em, [complaint], isNew ? new Map() : await targetsOf(em, [complaint]));
  }

  /** The same of many, in as many statements as for one. @returns all that was promised */
  async refreshAll(em: EntityManager, complaints: readonly Complaint[]): Promise<ComplaintTarget[]> {
    return this.putAll(em, complaints, await targetsOf(em, complaints));
  }

  private async putAll(
    em: EntityManager,
    complaints: readonly Complaint[],
    known: KnownTargets,
  ): Promise<ComplaintTarget[]> {
    const now = this.clock.now();
    const reader = await this.sla.reader();
    const cities = await citiesOf(em, complaints);
    return complaints.flatMap((complaint) => {
      const reading = reader.read(clockEventsOf(complaint, cities(complaint)), now);
      return put(em, complaint, reading, known);
    });
  }
}

/** The city in which each visit was; null of what is about none. */
export async function citiesOf(
  em: EntityManager,
  complaints: readonly Pick<Complaint, 'pincode'>[],
): Promise<(complaint: Pick<Complaint, 'pincode'>) => string | null> {
  const codes = [...new Set(complaints.flatMap(({ pincode }) => (pincode ? [pincode] : [])))];
  const pincodes = codes.length > 0 ? await em.find(Pincode, { code: { $in: codes } }) : [];
  const cities = new Map(pincodes.map(({ code, city }) => [code, city.id]));
  return ({ pincode }) => (pincode ? (cities.get(pincode) ?? null) : null);
}

type KnownTargets = ReadonlyMap<string, ComplaintTarget>;

const keyOf = (complaint: string, metric: string, cycle: number): string => `${complaint} ${metric} ${cycle}`;

async function targetsOf(em: EntityManager, complaints: readonly Complaint[]): Promise<KnownTargets> {
  const rows = await em.find(ComplaintTarget, { complaint: { $in: complaints.map(({ id }) => id) } });
  return new Map(rows.map((row) => [keyOf(row.complaint.id, row.metric, row.cycle), row]));
}

/** A cycle keeps its row for good: the history is only added to, so their order never changes. */
function put(
  em: EntityManager,
  complaint: Complaint,
  reading: SlaReading,
  known: KnownTargets,
): ComplaintTarget[] {
  const counts: Partial<Record<SlaMetric, number>> = {};
  const targets = reading.cycles.map((cycle) => {
    const { metric } = cycle;
    const number = counts[metric] ?? 0;
    counts[metric] = number + 1;
    let target = known.get(keyOf(complaint.id, metric, number));
    if (!target) {
      target = new ComplaintTarget();
      Object.assign(target, { complaint, metric, cycle: number });
      em.persist(target);
    }
    target.follow(cycle);
    return target;
  });
  const latest = (metric: SlaMetric) => {
    const cycle = latestCycle(reading, metric);
    return cycle ? targets[reading.cycles.indexOf(cycle)]! : null;
  };
  Object.assign(complaint, {
    firstResponseDueAt: owedAt(latest('first_response')),
    nextResponseDueAt: owedAt(latest('next_response')),
    dueAt: latest('resolution')!.dueAt,
    slaPolicy: latest('resolution')!.policy,
    slaCalendar: reading.calendar,
  });
  return targets;
}

/** Of an answer that was given, nothing is owed. */
const owedAt = (target: ComplaintTarget | null): Date | null =>
  target && !target.endedAt ? (target.dueAt ?? null) : null;
