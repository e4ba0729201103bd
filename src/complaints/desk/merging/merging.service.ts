// Complaints of one customer about the same thing become one, and what is two things becomes two.
import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { NotFound } from '#libs/errors';
import { EventOutbox, PublishesEvents } from '#libs/events';
import type { ExpectedVersions } from '#libs/http';
import { violatesConstraint } from '#libs/orm';
import type { Actor } from '../../../access/actor.js';
import { ComplaintChanges, type ComplaintChange } from '../../complaint-changes.js';
import { Complaint } from '../../complaint.entity.js';
import {
  complaintFactsOf,
  complaintMerged,
  complaintSplit,
  complaintUnmerged,
} from '../../complaint.events.js';
import { ComplaintsService } from '../../complaints.service.js';
import { ComplaintUpdate } from '../../updates/complaint-update.entity.js';
import { merge, unmerge } from './merge-rules.js';
import { ComplaintNotMerged, ComplaintsNotMergeable, ComplaintUpdatesUnknown } from './merging.errors.js';
import type { SplitInput } from './merging.schemas.js';

type Pair = [complaint: ComplaintChange, other: ComplaintChange];

@PublishesEvents(complaintMerged, complaintUnmerged, complaintSplit)
@Injectable()
export class MergingService {
  constructor(
    private readonly em: EntityManager,
    private readonly complaints: ComplaintsService,
    private readonly changes: ComplaintChanges,
    private readonly events: EventOutbox,
  ) {}

  /**
   * What was said and sent stays with each; the customer is told once.
   * @throws ComplaintsNotMergeable, ComplaintEnded, ComplaintTransitionIllegal, PreconditionFailed, NotFound
   */
  async merge(actor: Actor, id: string, into: string, expected?: ExpectedVersions): Promise<Complaint> {
    if (id === into) throw new ComplaintsNotMergeable('a complaint is not merged into itself');
    const mergeBoth = ([{ complaint, now }, target]: Pair) => {
      merge(complaint, target.complaint, actor, now);
      const { id: intoId, reference: intoReference } = target.complaint;
      this.events.publish(complaintMerged, id, { ...complaintFactsOf(complaint), intoId, intoReference });
    };
    const both = [id, into] as const;
    const [merged] = await this.changes.changeAll(actor, both, 'complaint.merged', mergeBoth, expected);
    return merged;
  }

  /** @throws ComplaintNotMerged, ComplaintNotReopenable, PreconditionFailed, NotFound */
  async unmerge(actor: Actor, id: string, expected?: ExpectedVersions): Promise<Complaint> {
    const { reference, status, mergedInto } = await this.found(id);
    if (!mergedInto) throw new ComplaintNotMerged(reference, status);
    const unmergeBoth = ([{ complaint, now }, target]: Pair) => {
      // It was taken off and put into another one meanwhile.
      if (complaint.mergedInto !== mergedInto) throw new ComplaintNotMerged(reference, complaint.status);
      unmerge(complaint, target.complaint, actor, now);
      this.events.publish(complaintUnmerged, id, complaintFactsOf(complaint));
    };
    const both = [id, mergedInto] as const;
    const [changed] = await this.changes.changeAll(actor, both, 'complaint.unmerged', unmergeBoth, expected);
    return changed;
  }

  /**
   * Makes a complaint of its own of a part, about the same visit; the updates that belong to it go with it.
   * @returns the part. @throws ComplaintUpdatesUnknown, ComplaintEnded, PreconditionFailed, NotFound
   */
  async split(actor: Actor, id: string, input: SplitInput, expected?: ExpectedVersions): Promise<Complaint> {
    let part!: Complaint;
    const splitOff = async (change: ComplaintChange) =>
      void (part = await this.splitOff(actor, change, input));
    try {
      await this.changes.change(actor, id, 'complaint.split', splitOff, expected);
      return part;
    } catch (error) {
      if (violatesConstraint(error, 'complaints_reference_unique'))
        return this.split(actor, id, input, expected);
      throw error;
    }
  }

  private async splitOff(
    actor: Actor,
    { em, complaint, now }: ComplaintChange,
    { updateIds, ...content }: SplitInput,
  ): Promise<Complaint> {
    complaint.checkUnsolved();
    const updates = await em.find(ComplaintUpdate, { id: { $in: updateIds }, complaint: complaint.id });
    const known = new Set(updates.map((update) => update.id));
    const unknown = updateIds.filter((each) => !known.has(each));
    if (unknown.length > 0) throw new ComplaintUpdatesUnknown(unknown);
    const { id: splitFrom, customer, booking, provider, service, pincode, language } = complaint;
    const visit = { booking, provider, service, pincode };
    const filed = { ...content, language: language ?? undefined };
    const part = await this.complaints.enter(em, actor, customer, filed, { splitFrom, ...visit });
    for (const update of updates) update.complaint = em.getReference(Complaint, part.id);
    const { reference } = complaint;
    part.record({ kind: 'split', at: now, facts: { fromId: splitFrom, reference } }, actor);
    const facts = { partId: part.id, reference: part.reference, updates: updates.length };
    complaint.record({ kind: 'split', at: now, facts }, actor);
    this.events.publish(complaintSplit, part.id, { ...complaintFactsOf(part), fromId: splitFrom });
    return part;
  }

  private async found(id: string): Promise<Complaint> {
    const complaint = await this.em.findOne(Complaint, { id }, { refresh: true });
    if (!complaint) throw new NotFound('Complaint', id);
    return complaint;
  }
}
