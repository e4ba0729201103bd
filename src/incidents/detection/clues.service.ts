// Reads what the detector looks at: the complaints of the last day and a half, and how many there usually are.
import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { dayMs, hourMs } from '#libs/time';
import { Booking } from '../../bookings/booking.entity.js';
import { Complaint, unsolvedStatuses } from '../../complaints/complaint.entity.js';
import { IncidentMember } from '../incident.entity.js';
import { TextComparer, type TextVectors } from '../similar/text-vectors.js';
import { causesOf, type Clue } from './cause-detector.js';

/** Complaints that are looked at: of a day with more, the latest. */
const cluesAtMost = 2_000;
const lookedBackMs = 36 * hourMs;
/** From which it is known how many are usual. */
const usualDays = 28;
const usualAtMost = 10_000;
/** Of six hours each, while complaints come in. */
const windowsOfDay = 2;
/** A visit that was not named: the only one of the customer from so long before until so long after. */
const supposedBeforeMs = 48 * hourMs;
const supposedAfterMs = 6 * hourMs;

export interface DetectorInput {
  clues: Clue[];
  usual: Map<string, number>;
  scale: TextVectors['scale'];
}

type Seen = Pick<Complaint, 'id' | 'customer' | 'category' | 'createdAt' | 'subject' | 'description'> & {
  bookingId: string | null;
  providerId: string | null;
  serviceId: string | null;
  pincode?: string | null;
};

@Injectable()
export class CluesService {
  constructor(
    private readonly em: EntityManager,
    private readonly comparer: TextComparer,
  ) {}

  /** Without what is in an incident, was taken out of one, or was dismissed. */
  async read(now: Date, signal?: AbortSignal): Promise<DetectorInput> {
    const since = new Date(now.getTime() - lookedBackMs);
    const complaints = (await this.em.find(
      Complaint,
      { createdAt: { $gte: since, $lte: now }, status: { $in: [...unsolvedStatuses] } },
      { orderBy: { createdAt: 'desc', id: 'desc' }, limit: cluesAtMost, disableIdentityMap: true },
    )) as unknown as Seen[];
    const settled = await this.settled(complaints.map(({ id }) => id));
    const seen = complaints.filter(({ id }) => !settled.has(id));
    const visits = await this.visitsOf(seen);
    const { vectors, scale } = await this.comparer.read(
      seen.map(({ subject, description }) => `${subject}. ${description}`),
      signal,
    );
    const clues = seen.map((complaint, index) => clueOf(complaint, visits, vectors[index]!));
    return { clues, usual: await this.usual(clues, since), scale };
  }

  private async settled(ids: string[]): Promise<Set<string>> {
    const members = await this.em.find(
      IncidentMember,
      {
        complaint: { $in: ids },
        $or: [{ status: { $ne: 'offered' } }, { incident: { status: { $in: ['dismissed', 'resolved'] } } }],
      },
      { fields: ['complaint'], disableIdentityMap: true },
    );
    return new Set(members.map(({ complaint }) => complaint.id));
  }

  /** Those that were named, by id, and all of those who named none, by customer. */
  private async visitsOf(complaints: readonly Seen[]): Promise<Visits> {
    const named = complaints.flatMap(({ bookingId }) => (bookingId ? [bookingId] : []));
    const silent = complaints.filter(({ bookingId }) => !bookingId);
    const times = silent.map(({ createdAt }) => createdAt.getTime());
    const from = new Date(Math.min(...times) - supposedBeforeMs);
    const to = new Date(Math.max(...times) + supposedAfterMs);
    const customers = silent.map(({ customer }) => customer);
    const bookings = (await this.em.find(
      Booking,
      {
        $or: [
          { id: { $in: named } },
          ...(silent.length > 0
            ? [{ customer: { $in: customers }, startsAt: { $gte: from, $lte: to } }]
            : []),
        ],
      },
      { fields: ['id', 'customer', 'provider', 'service', 'pincode', 'startsAt'], disableIdentityMap: true },
    )) as unknown as Visit[];
    const byCustomer = new Map<string, Visit[]>();
    for (const visit of bookings)
      byCustomer.set(visit.customer, [...(byCustomer.get(visit.customer) ?? []), visit]);
    return { byId: new Map(bookings.map((visit) => [visit.id, visit])), byCustomer };
  }

  /** How many complain of the same cause in six hours of other days. */
  private async usual(clues: readonly Clue[], until: Date): Promise<Map<string, number>> {
    const of = (name: 'provider' | 'service' | 'pincode') => [
      ...new Set(clues.flatMap((clue) => clue[name] ?? [])),
    ];
    const since = new Date(until.getTime() - usualDays * dayMs);
    const earlier = (await this.em.find(
      Complaint,
      {
        createdAt: { $gte: since, $lt: until },
        $or: [
          { provider: { $in: of('provider') } },
          { service: { $in: of('service') } },
          { pincode: { $in: of('pincode') } },
        ],
      },
      {
        fields: ['provider', 'service', 'pincode', 'category'],
        orderBy: { createdAt: 'desc' },
        limit: usualAtMost,
        disableIdentityMap: true,
      },
    )) as unknown as Pick<Clue, 'provider' | 'service' | 'pincode' | 'category'>[];
    const counts = new Map<string, number>();
    for (const each of earlier)
      for (const { key } of causesOf(each))
        counts.set(key, (counts.get(key) ?? 0) + 1 / (usualDays * windowsOfDay));
    return counts;
  }
}

interface Visit {
  id: string;
  customer: string;
  provider: { id: string };
  service: { id: string };
  pincode: string;
  startsAt: Date;
}

interface Visits {
  byId: Map<string, Visit>;
  byCustomer: Map<string, Visit[]>;
}

/** Of whoever names no visit and had only one lately, that one is meant. */
function clueOf(complaint: Seen, { byId, byCustomer }: Visits, vector: Float32Array): Clue {
  const { id, customer, category, createdAt } = complaint;
  const at = createdAt.getTime();
  const near = (byCustomer.get(customer) ?? []).filter(({ startsAt }) => {
    const starts = startsAt.getTime();
    return starts >= at - supposedBeforeMs && starts <= at + supposedAfterMs;
  });
  const supposed = !complaint.bookingId && !complaint.providerId && near.length === 1 ? near[0] : undefined;
  const visit = complaint.bookingId ? byId.get(complaint.bookingId) : supposed;
  return {
    id,
    customer,
    category,
    vector,
    at: visit?.startsAt ?? createdAt,
    provider: complaint.providerId ?? visit?.provider.id ?? null,
    service: complaint.serviceId ?? visit?.service.id ?? null,
    pincode: complaint.pincode ?? visit?.pincode ?? null,
  };
}
