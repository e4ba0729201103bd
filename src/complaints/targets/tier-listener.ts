// Who is put into another tier is promised what that tier is, also of what they complain of already.
import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { ListensTo, type DomainEvent } from '#libs/events';
import { systemActor } from '../../access/actor.js';
import { Customer } from '../../customers/customer.entity.js';
import { customerTierChanged, type CustomerTierFacts } from '../../customers/customers.events.js';
import { ComplaintChanges } from '../complaint-changes.js';
import { Complaint } from '../complaint.entity.js';
import { ComplaintScores } from '../priority/complaint-scores.js';
import { openComplaints } from './open-complaints.js';

const follower = systemActor('complaints.targets');

@Injectable()
export class TierListener {
  constructor(
    private readonly em: EntityManager,
    private readonly changes: ComplaintChanges,
    private readonly scores: ComplaintScores,
  ) {}

  /**
   * The tier is read anew and not taken from the event: of two changes that are heard in the wrong order, or again, the last one stays.
   * What is solved keeps the tier that it was solved under, also when it is reopened.
   */
  @ListensTo({ name: 'complaints.follow_tiers', to: [customerTierChanged] })
  async tierHasChanged({ aggregate: { id: customer } }: DomainEvent<CustomerTierFacts>): Promise<void> {
    const open = await this.em
      .fork()
      .find(Complaint, { $and: [openComplaints, { customer }] }, { fields: ['id'], orderBy: { id: 'asc' } });
    for (const { id } of open) await this.follow(id, customer);
  }

  private follow(id: string, customer: string): Promise<Complaint> {
    return this.changes.change(follower, id, 'complaint.tier_followed', async ({ em, complaint, now }) => {
      const { tier } = await em.findOneOrFail(Customer, { id: customer }, { refresh: true });
      if (!complaint.isUnsolved || !retier(complaint, tier, now)) return false;
      return this.scores.retier(em, complaint, tier);
    });
  }
}

/** Its targets are reckoned by the rule for that tier, from where they began. @returns whether that is news */
function retier(complaint: Complaint, customerTier: string, now: Date): boolean {
  const known = complaint.history
    .getItems()
    .map(({ facts }) => (facts as { customerTier?: string }).customerTier)
    .findLast((tier) => tier !== undefined);
  if (known === customerTier) return false;
  complaint.record({ kind: 'target', at: now, visibility: 'internal', facts: { customerTier } }, follower);
  return true;
}
