// Goodwill for all customers of an incident in one step: bounded for each, and for all of them together.
import { Injectable } from '@nestjs/common';
import { NotFound } from '#libs/errors';
import type { Actor } from '../access/actor.js';
import { mayDo } from '../access/actor.js';
import type { Complaint } from '../complaints/complaint.entity.js';
import { Settings } from '../config/settings.js';
import { RemedySettlement } from '../remedies/remedy-settlement.service.js';
import { IncidentEffect, IncidentStep } from './incident.entity.js';
import { GoodwillTooHigh, NobodyLeft } from './incidents.errors.js';
import { IncidentsService, type IncidentChange } from './incidents.service.js';

@Injectable()
export class IncidentGoodwill {
  constructor(
    private readonly incidents: IncidentsService,
    private readonly remedies: RemedySettlement,
    private readonly settings: Settings,
  ) {}

  /**
   * Each customer gets it once for one incident, whatever is asked for again and however many complaints are theirs.
   * @param amountPaise for each
   * @throws IncidentNotOpen, NobodyLeft, GoodwillTooHigh, NotFound
   */
  async give(actor: Actor, id: string, amountPaise: number): Promise<IncidentStep> {
    let step!: IncidentStep;
    await this.incidents.change(actor, id, 'incident.goodwill_proposed', undefined, async (change) => {
      change.incident.checkOpen();
      const complaints = await this.without(change);
      const totalPaise = complaints.length * amountPaise;
      const ceiling = this.settings.INCIDENT_GOODWILL_CEILING_PAISE;
      if (totalPaise > ceiling) throw new GoodwillTooHigh(totalPaise, ceiling);
      const needsApproval =
        amountPaise > this.remedies.ownLimitOf(actor) ||
        (!mayDo(actor, 'bookings.refund') && totalPaise > this.settings.INCIDENT_GOODWILL_OWN_LIMIT_PAISE);
      step = this.incidents.step(actor, change, 'goodwill', complaints, { amountPaise, needsApproval });
    });
    return step;
  }

  /** By somebody other than who proposed it. @throws StepDecided, GoodwillOwnProposal, NotFound */
  async decide(
    actor: Actor,
    id: string,
    stepId: string,
    status: 'approved' | 'rejected',
  ): Promise<IncidentStep> {
    let step!: IncidentStep | null;
    await this.incidents.change(
      actor,
      id,
      `incident.goodwill_${status}`,
      undefined,
      async ({ em, incident }) => {
        step = await em.findOne(IncidentStep, { id: stepId, incident, kind: 'goodwill' }, { refresh: true });
        if (!step) throw new NotFound('Incident step', stepId);
        this.incidents.decide(actor, step, status);
      },
    );
    return step!;
  }

  /** The first complaint of each customer who has not got it, and is not to get it, already. @throws NobodyLeft */
  private async without(change: IncidentChange): Promise<Complaint[]> {
    const { em, incident } = change;
    const given = await em.find(
      IncidentEffect,
      { step: { incident, kind: 'goodwill', status: { $ne: 'rejected' } } },
      { fields: ['customer'] },
    );
    const seen = new Set(given.map(({ customer }) => customer));
    const left = (await this.incidents.active(change)).filter(({ customer }) => {
      if (seen.has(customer)) return false;
      seen.add(customer);
      return true;
    });
    if (left.length === 0) throw new NobodyLeft(incident.reference);
    return left;
  }
}
