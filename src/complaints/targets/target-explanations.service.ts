import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { NotFound } from '#libs/errors';
import { Clock } from '#libs/time';
import type { Actor } from '../../access/actor.js';
import { ReadsService } from '../../audit/reads.service.js';
import { SlaService, type SlaExplanation } from '../../sla/sla.service.js';
import { Complaint, ownComplaints } from '../complaint.entity.js';
import { clockEventsOf } from './complaint-clock.js';
import { citiesOf } from './complaint-targets.js';

@Injectable()
export class TargetExplanations {
  constructor(
    private readonly em: EntityManager,
    private readonly sla: SlaService,
    private readonly reads: ReadsService,
    private readonly clock: Clock,
  ) {}

  /** Where every figure of what is promised comes from. That staff look is noted. @throws NotFound when it is another customer's */
  async explain(actor: Actor, id: string): Promise<{ asOf: Date; cycles: SlaExplanation[] }> {
    const where = { id, ...ownComplaints(actor) };
    const complaint = await this.em.findOne(Complaint, where, { populate: ['history'] });
    if (!complaint) throw new NotFound('Complaint', id);
    const object = { type: 'complaint', id };
    await this.reads.note(actor, { action: 'complaint.viewed', object, person: complaint.customer });
    const cities = await citiesOf(this.em, [complaint]);
    const reader = await this.sla.reader();
    const asOf = this.clock.now();
    return { asOf, cycles: reader.explain(clockEventsOf(complaint, cities(complaint)), asOf) };
  }
}
