// Complaints of one customer that are about the same matter are linked when they are filed, and shown to staff with why.
import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { NotFound } from '#libs/errors';
import { newId } from '#libs/orm';
import { systemActor, type Actor } from '../../access/actor.js';
import { ReadsService } from '../../audit/reads.service.js';
import { Complaint } from '../../complaints/complaint.entity.js';
import { ComplaintChanges } from '../../complaints/complaints.service.js';
import { alikeFrom, comparedMs, complaintLikeness, type LikenessReason } from './complaint-likeness.js';
import { ComplaintLink } from './complaint-link.entity.js';
import { likenessOf, TextComparer } from './text-vectors.js';

/** So many earlier ones are looked at, and so many are shown. */
const comparedAtMost = 20;
const shownAtMost = 50;

const linker = systemActor('incidents.links');

@Injectable()
export class SimilarService {
  constructor(
    private readonly em: EntityManager,
    private readonly changes: ComplaintChanges,
    private readonly comparer: TextComparer,
    private readonly reads: ReadsService,
  ) {}

  /** With earlier ones of the same customer. Done again, it links nothing twice. */
  async link(id: string, signal?: AbortSignal): Promise<void> {
    const complaint = await this.em.findOne(Complaint, { id }, { disableIdentityMap: true });
    if (!complaint) return;
    const since = new Date(complaint.createdAt.getTime() - comparedMs);
    const earlier = await this.em.find(
      Complaint,
      {
        customer: complaint.customer,
        id: { $lt: id },
        createdAt: { $gte: since, $lte: complaint.createdAt },
      },
      { orderBy: { createdAt: 'desc', id: 'desc' }, limit: comparedAtMost, disableIdentityMap: true },
    );
    if (earlier.length === 0) return;
    const { vectors, scale } = await this.comparer.read([complaint, ...earlier].map(textOf), signal);
    const alike = earlier.flatMap((other, index) => {
      const words = likenessOf(vectors[0]!, vectors[index + 1]!, scale);
      const { score, reasons } = complaintLikeness(comparedOf(complaint), comparedOf(other), words);
      return score >= alikeFrom ? [{ other: other.id, score: Math.round(score * 100), reasons }] : [];
    });
    if (alike.length > 0) await this.write(id, alike);
  }

  /** The most alike first, at most fifty. That staff look is noted. @throws NotFound */
  async similarTo(actor: Actor, id: string) {
    const complaint = await this.em.findOne(Complaint, { id });
    if (!complaint) throw new NotFound('Complaint', id);
    const object = { type: 'complaint', id };
    await this.reads.note(actor, { action: 'complaint.viewed', object, person: complaint.customer });
    const links = await this.em.find(
      ComplaintLink,
      { $or: [{ complaint: id }, { other: id }] },
      { populate: ['complaint', 'other'], orderBy: { score: 'desc', id: 'asc' }, limit: shownAtMost },
    );
    const items = links.map(({ complaint: later, other, score, reasons }) => {
      const {
        id: similar,
        reference,
        subject,
        status,
        category,
        createdAt,
      } = later.id === id ? other : later;
      return { complaintId: similar, reference, subject, status, category, createdAt, score, reasons };
    });
    return { items };
  }

  private async write(id: string, alike: Alike[]) {
    await this.changes.change(linker, id, 'complaint.linked', async ({ em, complaint, now }) => {
      const linked = await em.find(ComplaintLink, { complaint: id });
      const fresh = alike.filter(({ other }) => !linked.some((link) => link.other.id === other));
      for (const { other, score, reasons } of fresh) {
        em.create(ComplaintLink, {
          id: newId(),
          complaint,
          other: em.getReference(Complaint, other),
          score,
          reasons,
        });
        const facts = { complaintId: other, score, reasons };
        complaint.record({ kind: 'linked', at: now, visibility: 'internal', facts }, linker);
      }
      return fresh.length > 0;
    });
  }
}

const textOf = ({ subject, description }: Complaint): string => `${subject}. ${description}`;

function comparedOf({ bookingId, providerId, serviceId, createdAt }: Complaint) {
  return { booking: bookingId, provider: providerId, service: serviceId, createdAt };
}

interface Alike {
  other: string;
  score: number;
  reasons: LikenessReason[];
}
