// Does what was decided, each remedy once: in one transaction with its effect in the books, under a key that no entry is posted twice for.
import { Injectable } from '@nestjs/common';
import { EntityManager, LockMode } from '@mikro-orm/core';
import { DomainError } from '#libs/errors';
import { EventOutbox, PublishesEvents } from '#libs/events';
import { lockFor, newId } from '#libs/orm';
import type { Actor } from '../access/actor.js';
import { AuditService } from '../audit/audit.service.js';
import { Booking } from '../bookings/booking.entity.js';
import { RevisitsService } from '../bookings/revisits/revisits.service.js';
import { ComplaintChanges, type ComplaintChange } from '../complaints/complaints.service.js';
import { Complaint } from '../complaints/complaint.entity.js';
import { UpdatesService } from '../complaints/updates/updates.service.js';
import { Settings } from '../config/settings.js';
import { LedgerService } from '../payments/ledger.service.js';
import { apologyFor } from './apology.js';
import { RemedyTooHigh } from './remedies.errors.js';
import { Remedy, type RemedyOutcome } from './remedy.entity.js';
import { remedyDone, remedyFactsOf, remedyFailed } from './remedy.events.js';
import { ownLimit } from './remedy.limits.js';
import { countingStatuses } from './remedy.states.js';

/** Of these nobody is sent the same person again (handbook, "Complaint handling"). */
const withoutSameProvider: readonly string[] = ['behaviour', 'safety'];

/** Credit to one of those whom one cause has hit, decided for all of them at once. */
export interface IncidentCredit {
  incidentId: string;
  amountPaise: number;
  reason: string;
  proposedBy: string;
  decidedBy: string;
  needsApproval: boolean;
}

@PublishesEvents(remedyDone, remedyFailed)
@Injectable()
export class RemedySettlement {
  constructor(
    private readonly em: EntityManager,
    private readonly changes: ComplaintChanges,
    private readonly updates: UpdatesService,
    private readonly ledger: LedgerService,
    private readonly revisits: RevisitsService,
    private readonly audit: AuditService,
    private readonly events: EventOutbox,
    private readonly settings: Settings,
  ) {}

  /**
   * What is approved becomes done, or failed with the problem that stood in the way; anything else stays as it is. In the name of whoever
   * decided. Called again, by another process or after a crash, it does nothing twice.
   */
  async settle(id: string): Promise<void> {
    const seen = { populate: ['complaint'], disableIdentityMap: true } as const;
    const remedy = await this.em.findOneOrFail(Remedy, { id }, seen);
    if (remedy.status !== 'approved') return;
    const actor = staffActor(remedy.decidedBy!);
    const visit = remedy.kind === 'revisit' ? await this.bookRevisit(actor, remedy as Remedy) : {};
    await this.changes.change(actor, remedy.complaint.id, 'complaint.remedy_settled', async (change) => {
      const lockMode = LockMode.PESSIMISTIC_WRITE;
      const held = await change.em.findOneOrFail(Remedy, { id }, { lockMode, refresh: true });
      if (held.status !== 'approved') return false;
      return this.finish(actor, change, held, () =>
        visit instanceof DomainError ? Promise.reject(visit) : this.effect(actor, change, held, visit),
      );
    });
  }

  /** As part of a change of the complaint that the incident makes; once for each customer, which the caller sees to. */
  async giveCredit(change: ComplaintChange, credit: IncidentCredit): Promise<Remedy> {
    const { em, complaint, now } = change;
    const { incidentId, amountPaise, reason, proposedBy, decidedBy, needsApproval } = credit;
    const remedy = em.create(Remedy, {
      id: newId(),
      complaint,
      customer: complaint.customer,
      booking: complaint.booking,
      kind: 'credit',
      amountPaise,
      reason,
      proposedBy,
      needsApproval,
      incidentId,
      createdAt: now,
    });
    remedy.decide('approved', decidedBy, '', now);
    const actor = staffActor(decidedBy);
    await this.finish(actor, change, remedy, async () => {
      await this.checkCeiling(em, complaint, amountPaise);
      return this.effect(actor, change, remedy, {});
    });
    return remedy;
  }

  /** What the actor gives for one complaint by themselves, in paise. */
  ownLimitOf(actor: Actor): number {
    return ownLimit(actor, this.settings.REMEDY_OWN_LIMIT_PAISE);
  }

  /** All credit for one visit, or for one complaint that is about none. @throws RemedyTooHigh */
  async checkCeiling(em: EntityManager, complaint: Complaint, amountPaise: number): Promise<void> {
    const { id, booking } = complaint;
    // Two complaints about one visit are changed under two locks.
    await lockFor(em, 'remedies.ceiling', booking ?? id);
    const given = await em.find(
      Remedy,
      {
        ...(booking ? { booking } : { complaint: id }),
        kind: 'credit',
        status: { $in: [...countingStatuses] },
      },
      { fields: ['amountPaise'], disableIdentityMap: true },
    );
    const givenPaise = given.reduce((sum, each) => sum + each.amountPaise, 0);
    const leftPaise = this.settings.REMEDY_VISIT_CEILING_PAISE - givenPaise;
    if (amountPaise > leftPaise) throw new RemedyTooHigh(amountPaise, Math.max(0, leftPaise));
  }

  /** @param act throws before it has written anything */
  private async finish(
    actor: Actor,
    { complaint, now }: ComplaintChange,
    remedy: Remedy,
    act: () => Promise<RemedyOutcome>,
  ): Promise<void> {
    try {
      remedy.finish(await act(), now);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      remedy.fail(error.code, error.detail);
    }
    const { id, kind, status, amountPaise, resolves } = remedy;
    const isDone = status === 'done';
    const visibility = isDone ? 'public' : 'internal';
    const facts = { remedyId: id, kind, status, amountPaise };
    complaint.record({ kind: 'remedy', at: now, visibility, facts }, actor);
    if (isDone && resolves && complaint.nextStatuses.includes('resolved'))
      complaint.moveTo('resolved', actor, now, { remedyId: id });
    this.events.publish(isDone ? remedyDone : remedyFailed, id, remedyFactsOf(remedy));
    const object = { type: 'remedy', id };
    const after = { kind, status, amountPaise };
    await this.audit.record(actor, { action: `remedy.${status}`, object, person: remedy.customer, after });
  }

  private async effect(
    actor: Actor,
    change: ComplaintChange,
    remedy: Remedy,
    visit: RemedyOutcome,
  ): Promise<RemedyOutcome> {
    const { em, complaint } = change;
    const { id, customer, amountPaise, booking } = remedy;
    const effectKey = `remedy:${id}`;
    switch (remedy.kind) {
      case 'refund': {
        // As every change of the money of a booking: with its row held.
        const lockMode = LockMode.PESSIMISTIC_WRITE;
        await em.findOneOrFail(Booking, { id: booking! }, { lockMode });
        const subject = { type: 'booking' as const, id: booking! };
        const refund = { subject, customer, amountPaise, as: remedy.refundAs!, effectKey };
        return { ledgerEntryId: (await this.ledger.refund(em, actor, refund)).id };
      }
      case 'credit': {
        const subject = booking
          ? { type: 'booking' as const, id: booking }
          : { type: 'customer' as const, id: customer };
        const goodwill = { subject, customer, amountPaise, effectKey };
        return { ledgerEntryId: (await this.ledger.goodwill(em, actor, goodwill)).id };
      }
      case 'apology': {
        const body = apologyFor(complaint);
        await this.updates.write(actor, { body, visibility: 'public' }, change, effectKey, { remedyId: id });
        return {};
      }
      case 'revisit':
        return visit;
    }
  }

  /** Before the transaction: whoever sells waits for rivals. @returns the problem where nobody can come */
  private async bookRevisit(actor: Actor, remedy: Remedy): Promise<RemedyOutcome | DomainError> {
    const { complaint, startsAt, providerId } = remedy;
    const isSameUnwanted = withoutSameProvider.includes(complaint.category);
    try {
      const revisitId = await this.revisits.book(actor, {
        bookingId: remedy.booking!,
        slot: startsAt && providerId ? { startsAt, providerId } : undefined,
        exceptProviderId: isSameUnwanted ? (complaint.providerId ?? undefined) : undefined,
        because: `Free repeat visit, ${complaint.reference}`,
        requestKey: `remedy:${remedy.id}`,
      });
      return { revisitId };
    } catch (error) {
      if (error instanceof DomainError) return error;
      throw error;
    }
  }
}

/** Whoever decided, when it is done later or by the job. */
function staffActor(id: string): Actor {
  return { kind: 'staff', id, permissions: new Set() };
}
