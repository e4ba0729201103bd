// Offers incidents: what the detector finds is written as an offer, which somebody accepts or dismisses. Nothing is told to anybody before.
import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { EventOutbox, PublishesEvents } from '#libs/events';
import { lockFor, newId, newReference } from '#libs/orm';
import { Clock, hourMs, localDate } from '#libs/time';
import { Complaint } from '../../complaints/complaint.entity.js';
import { Settings } from '../../config/settings.js';
import { Incident, IncidentMember, membersAtMost } from '../incident.entity.js';
import { incidentFactsOf, incidentOffered } from '../incident.events.js';
import { causesOf, customersAtLeast, detectCauses, type CauseOffer, type Clue } from './cause-detector.js';
import { CluesService } from './clues.service.js';

/** Who complains so long before or after the others of an open incident is thought to belong to it. */
const lateMs = 3 * hourMs;
/** As long as complaints of one cause come in. */
const burstMs = 24 * hourMs;

@PublishesEvents(incidentOffered)
@Injectable()
export class DetectionService {
  constructor(
    private readonly em: EntityManager,
    private readonly clues: CluesService,
    private readonly events: EventOutbox,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /**
   * Looks at the complaints of the last hours. Done again, or by two processes at once, it offers nothing twice; what was dismissed is not
   * offered again, unless as many new complaints say the same.
   * @returns how many offers are new
   */
  async look(signal?: AbortSignal): Promise<number> {
    const { clues, usual, scale } = await this.clues.read(this.clock.now(), signal);
    await this.suggestLate(clues);
    let offered = 0;
    for (const offer of detectCauses(clues, usual, scale)) if (await this.offer(offer)) offered++;
    return offered;
  }

  /** Whether as many complain lately of the professional, in the area or of the service of this one that there may be a cause. */
  async isWorthLooking(id: string): Promise<boolean> {
    const complaint = await this.em.findOne(Complaint, { id }, { disableIdentityMap: true });
    if (!complaint) return false;
    const { provider, service, pincode } = complaint;
    const createdAt = { $gte: new Date(complaint.createdAt.getTime() - burstMs) };
    const abouts = [provider && { provider }, service && { service }, pincode && { pincode }];
    for (const about of abouts)
      if (about && (await this.em.count(Complaint, { ...about, createdAt })) >= customersAtLeast) return true;
    return false;
  }

  private offer(offer: CauseOffer): Promise<boolean> {
    return this.em.transactional(async (em) => {
      await lockFor(em, 'incidents.offers', offer.key);
      const day = localDate(offer.members[0]!.at, this.settings.BUSINESS_TIME_ZONE);
      const causeKey = `${offer.key}:${day}`;
      const running = await em.findOne(Incident, { causeKey, status: { $in: ['offered', 'open'] } });
      const incident = running ?? this.create(em, causeKey, offer);
      if (incident.status === 'offered') Object.assign(incident, foundOf(offer));
      await addOffered(em, incident, offer.members);
      if (!running) this.events.publish(incidentOffered, incident.id, incidentFactsOf(incident));
      return !running;
    });
  }

  private create(em: EntityManager, causeKey: string, offer: CauseOffer): Incident {
    const { kind, members } = offer;
    const [first] = members;
    return em.create(Incident, {
      id: newId(),
      reference: newReference('IN'),
      causeKind: kind,
      causeKey,
      provider: kind === 'provider' ? first!.provider : null,
      service: kind === 'service' ? first!.service : null,
      pincode: kind === 'area' ? first!.pincode : null,
      ...foundOf(offer),
      createdAt: this.clock.now(),
    });
  }

  /** What came too late for the offer, or is too little for one of its own, is put beside the open incident of its cause. */
  private async suggestLate(clues: readonly Clue[]): Promise<void> {
    const open = await this.em.find(Incident, { status: 'open' }, { disableIdentityMap: true, limit: 100 });
    for (const { id, causeKey, windowFrom, windowTo } of open) {
      const late = clues.filter(
        (clue) =>
          clue.at.getTime() >= windowFrom.getTime() - lateMs &&
          clue.at.getTime() <= windowTo.getTime() + lateMs &&
          causesOf(clue).some(({ key }) => causeKey.startsWith(`${key}:`)),
      );
      if (late.length === 0) continue;
      await this.em.transactional(async (em) => {
        await lockFor(em, 'incidents.late', id);
        await addOffered(em, await em.findOneOrFail(Incident, { id }), late);
      });
    }
  }
}

function foundOf({ members, customers, expected, surprise }: CauseOffer) {
  const round = (value: number): number => Math.round(value * 10) / 10;
  return {
    windowFrom: members[0]!.at,
    windowTo: members.at(-1)!.at,
    evidence: {
      complaints: members.length,
      customers,
      expected: round(expected),
      surprise: round(surprise),
    },
  };
}

async function addOffered(em: EntityManager, incident: Incident, clues: readonly Clue[]): Promise<void> {
  const members = await em.find(IncidentMember, { incident });
  const known = new Set(members.map(({ complaint }) => complaint.id));
  for (const { id, customer } of clues.slice(0, membersAtMost)) {
    if (known.has(id)) continue;
    const complaint = em.getReference(Complaint, id);
    em.create(IncidentMember, { id: newId(), incident, complaint, customer });
  }
}
