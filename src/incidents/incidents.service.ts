// What staff do with an incident. Each step is written with all whom it is to reach, under the lock of the incident: whoever joins at the same
// time is among them, or sees the step. It is done to one complaint after the other by `IncidentWork`.
import { Injectable } from '@nestjs/common';
import { EntityManager, LockMode } from '@mikro-orm/core';
import { NotFound } from '#libs/errors';
import { EventOutbox, PublishesEvents } from '#libs/events';
import { checkVersion, PageReader, type ExpectedVersions, type Page } from '#libs/http';
import { newId } from '#libs/orm';
import { Clock } from '#libs/time';
import type { Actor } from '../access/actor.js';
import { AuditService } from '../audit/audit.service.js';
import { ReadsService } from '../audit/reads.service.js';
import { Complaint } from '../complaints/complaint.entity.js';
import { ComplaintChanges } from '../complaints/complaints.service.js';
import { Incident, IncidentEffect, IncidentMember, IncidentStep, membersAtMost } from './incident.entity.js';
import {
  incidentDismissed,
  incidentFactsOf,
  incidentOpened,
  incidentResolved,
  incidentStepDecided,
} from './incident.events.js';
import type { StepKind } from './incident.states.js';
import { InOtherIncident, NobodyLeft, TooManyMembers } from './incidents.errors.js';
import {
  incidentMembersList,
  incidentsList,
  incidentStepsList,
  type IncidentMembersQuery,
  type IncidentsQuery,
  type IncidentStepsQuery,
} from './incidents.schemas.js';

/** The incident, held, inside the transaction. */
export interface IncidentChange {
  em: EntityManager;
  incident: Incident;
  now: Date;
}

@PublishesEvents(incidentOpened, incidentDismissed, incidentResolved, incidentStepDecided)
@Injectable()
export class IncidentsService {
  constructor(
    private readonly em: EntityManager,
    private readonly pages: PageReader,
    private readonly changes: ComplaintChanges,
    private readonly audit: AuditService,
    private readonly reads: ReadsService,
    private readonly events: EventOutbox,
    private readonly clock: Clock,
  ) {}

  /** @throws CursorInvalid, ValidationFailed */
  list(_actor: Actor, query: IncidentsQuery): Promise<Page<Incident>> {
    const { status } = query;
    return this.pages.read(Incident, incidentsList, query, { where: [status ? { status } : {}] });
  }

  /** @throws NotFound */
  async get(_actor: Actor, id: string): Promise<Incident> {
    const incident = await this.em.findOne(Incident, { id }, { refresh: true });
    if (!incident) throw new NotFound('Incident', id);
    return incident;
  }

  /** That staff look is noted. @throws NotFound, CursorInvalid */
  async members(actor: Actor, id: string, query: IncidentMembersQuery): Promise<Page<IncidentMember>> {
    await this.get(actor, id);
    await this.reads.note(actor, { action: 'incident.viewed', object: { type: 'incident', id } });
    const { status } = query;
    const where = [{ incident: id }, status ? { status } : {}];
    return this.pages.read(IncidentMember, incidentMembersList, query, { where });
  }

  /** What was done, or is to be done, to all of them. @throws NotFound, CursorInvalid */
  async steps(actor: Actor, id: string, query: IncidentStepsQuery): Promise<Page<IncidentStep>> {
    await this.get(actor, id);
    const where = [{ incident: id, kind: { $ne: 'joining' as const } }];
    return this.pages.read(IncidentStep, incidentStepsList, query, { where });
  }

  /** Takes it up with those who were offered, but for some. @throws IncidentTransitionIllegal, NotFound, PreconditionFailed */
  async accept(
    actor: Actor,
    id: string,
    without: readonly string[],
    expected?: ExpectedVersions,
  ): Promise<Incident> {
    return this.change(actor, id, 'incident.opened', expected, async (change) => {
      const { em, incident, now } = change;
      incident.open(actor.id, now);
      const offered = await em.find(
        IncidentMember,
        { incident, status: 'offered' },
        { populate: ['complaint'] },
      );
      for (const member of offered) if (without.includes(member.complaintId)) member.status = 'removed';
      const taken = offered.filter(({ status }) => status === 'offered').map(({ complaint }) => complaint);
      this.step(actor, change, 'joining', taken);
      this.events.publish(incidentOpened, id, incidentFactsOf(incident));
    });
  }

  /** It is not offered again. @throws IncidentTransitionIllegal, NotFound, PreconditionFailed */
  async dismiss(actor: Actor, id: string, expected?: ExpectedVersions): Promise<Incident> {
    return this.change(actor, id, 'incident.dismissed', expected, ({ incident, now }) => {
      incident.end('dismissed', actor.id, now);
      this.events.publish(incidentDismissed, id, incidentFactsOf(incident));
    });
  }

  /** @throws IncidentNotOpen, ComplaintEnded, InOtherIncident, TooManyMembers, NotFound */
  async add(actor: Actor, id: string, complaintIds: readonly string[]): Promise<Incident> {
    return this.change(actor, id, 'incident.members_added', undefined, async (change) => {
      const { em, incident } = change;
      incident.checkOpen();
      const complaints = await em.find(Complaint, { id: { $in: [...complaintIds] } });
      const missing = complaintIds.find((each) => !complaints.some((found) => found.id === each));
      if (missing) throw new NotFound('Complaint', missing);
      for (const complaint of complaints) complaint.checkUnsolved();
      const active = await em.find(IncidentMember, { complaint: { $in: complaints }, status: 'active' });
      const elsewhere = active.find((member) => member.incident.id !== id);
      if (elsewhere) throw new InOtherIncident(elsewhere.complaintId);
      const fresh = complaints.filter((each) => !active.some(({ complaintId }) => complaintId === each.id));
      const count = await em.count(IncidentMember, { incident, status: 'active' });
      if (count + fresh.length > membersAtMost) throw new TooManyMembers(membersAtMost);
      if (fresh.length > 0) this.step(actor, change, 'joining', fresh);
    });
  }

  /** What it is still to be told it is not told any more. @throws NotFound, IncidentNotOpen */
  async remove(actor: Actor, id: string, complaintId: string): Promise<void> {
    await this.changes.change(
      actor,
      complaintId,
      'complaint.incident_left',
      async ({ em, complaint, now }) => {
        const incident = await lockIncident(em, id);
        const member = await em.findOne(IncidentMember, { incident, complaint });
        if (!member) throw new NotFound('Incident member', complaintId);
        if (member.status === 'removed') return false;
        incident.checkOpen();
        member.status = 'removed';
        const steps = await em.find(
          IncidentStep,
          { incident, kind: { $ne: 'goodwill' } },
          { fields: ['id'] },
        );
        await em.nativeDelete(IncidentEffect, {
          step: { $in: steps.map((step) => step.id) },
          complaint,
          doneAt: null,
        });
        const facts = { incidentId: id, left: true };
        complaint.record({ kind: 'incident', at: now, visibility: 'internal', facts }, actor);
        return true;
      },
    );
  }

  /** One answer to all of them, and to whoever joins later. @throws IncidentNotOpen, NobodyLeft, NotFound */
  async broadcast(actor: Actor, id: string, body: string): Promise<IncidentStep> {
    let step!: IncidentStep;
    await this.change(actor, id, 'incident.answered', undefined, async (change) => {
      change.incident.checkOpen();
      step = this.step(actor, change, 'broadcast', await this.active(change), { body });
    });
    return step;
  }

  /** All that are unsolved are solved with it. @param body what they are told; nothing where it is empty */
  async resolve(actor: Actor, id: string, body: string, expected?: ExpectedVersions): Promise<Incident> {
    return this.change(actor, id, 'incident.resolved', expected, async (change) => {
      const { em, incident, now } = change;
      incident.end('resolved', actor.id, now);
      const members = await em.find(
        IncidentMember,
        { incident, status: 'active' },
        { populate: ['complaint'] },
      );
      this.step(actor, change, 'resolution', members.map(({ complaint }) => complaint), { body }); // prettier-ignore
      this.events.publish(incidentResolved, id, incidentFactsOf(incident));
    });
  }

  /** Those who are in it. @throws NobodyLeft */
  async active({ em, incident }: IncidentChange): Promise<Complaint[]> {
    const members = await em.find(
      IncidentMember,
      { incident, status: 'active' },
      { populate: ['complaint'], orderBy: { id: 'asc' } },
    );
    if (members.length === 0) throw new NobodyLeft(incident.reference);
    return members.map(({ complaint }) => complaint);
  }

  /** Decided by whoever asks for it, unless it says that somebody else has to. To be called with the incident held. */
  step(
    actor: Actor,
    { em, incident, now }: IncidentChange,
    kind: StepKind,
    complaints: readonly Complaint[],
    more: { body?: string; amountPaise?: number; needsApproval?: boolean } = {},
  ): IncidentStep {
    const step = em.create(IncidentStep, {
      id: newId(),
      incident,
      kind,
      proposedBy: actor.id,
      createdAt: now,
      ...more,
    });
    for (const complaint of complaints) step.reach(complaint, now);
    if (!more.needsApproval) this.decide(actor, step, 'approved');
    return step;
  }

  /** @throws StepDecided, GoodwillOwnProposal */
  decide(actor: Actor, step: IncidentStep, status: 'approved' | 'rejected'): void {
    step.decide(status, actor.id);
    if (status === 'approved')
      this.events.publish(incidentStepDecided, step.incident.id, { stepId: step.id, kind: step.kind });
  }

  /** With the row held: of two at once the second sees what the first has done. @throws NotFound, PreconditionFailed */
  change(
    actor: Actor,
    id: string,
    action: string,
    expected: ExpectedVersions | undefined,
    make: (change: IncidentChange) => unknown,
  ): Promise<Incident> {
    return this.em.transactional(async (em) => {
      const incident = await lockIncident(em, id);
      checkVersion(incident, expected);
      const before = { status: incident.status };
      await make({ em, incident, now: this.clock.now() });
      const object = { type: 'incident', id };
      await this.audit.record(actor, { action, object, before, after: { status: incident.status } });
      return incident;
    });
  }
}

/** Whoever also holds complaints has taken them before. @throws NotFound */
export async function lockIncident(em: EntityManager, id: string): Promise<Incident> {
  const lockMode = LockMode.PESSIMISTIC_WRITE;
  const incident = await em.findOne(Incident, { id }, { lockMode, refresh: true });
  if (!incident) throw new NotFound('Incident', id);
  return incident;
}
