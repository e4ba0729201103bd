// Gives complaints to people: by hand, by a strategy that somebody asks for, and by itself.
import { Inject, Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { NotFound } from '#libs/errors';
import { EventOutbox, PublishesEvents } from '#libs/events';
import type { ExpectedVersions } from '#libs/http';
import { lockFor } from '#libs/orm';
import { Forbidden } from '../../access/access.errors.js';
import { mayDo, systemActor, type Actor } from '../../access/actor.js';
import { ComplaintChanges, type ComplaintChange } from '../complaint-changes.js';
import { Complaint } from '../complaint.entity.js';
import { complaintAssigned, complaintFactsOf } from '../complaint.events.js';
import { AssigneeUnsuitable, NobodyFree } from './assignment.errors.js';
import { AssignmentPolicy, theOnlyPolicy } from './assignment-policy.entity.js';
import {
  chosenFor,
  deskLanguages,
  hardRefusals,
  inOrder,
  refusalsOf,
  weightOf,
  type AssignmentStrategy,
  type DeskPerson,
} from './assignment.strategies.js';
import type { AssignComplaintInput, AssigneesView } from './assignment.schemas.js';
import { DeskPeople } from './desk-people.js';
import { DeskProfile } from './desk-profile.entity.js';
import { heldBeforeReview } from './earlier-holders.js';

/** Why somebody has it, or has it no more. */
export type AssignmentReason =
  'by_hand' | 'taken' | 'put_back' | 'asked' | 'automatic' | 'escalated' | 'away';

const assigner = systemActor('complaints.assignment');

@PublishesEvents(complaintAssigned)
@Injectable()
export class AssignmentDesk {
  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    private readonly changes: ComplaintChanges,
    private readonly people: DeskPeople,
    private readonly events: EventOutbox,
  ) {}

  /**
   * Without `complaints.assign` one may take what nobody has, and put back what is one's own. Of two at once the second replaces the first,
   * unless it says which version it has seen; the history has both.
   * @throws NotFound, Forbidden, AssigneeUnsuitable, NobodyFree, ComplaintEnded, PreconditionFailed
   */
  assign(
    actor: Actor,
    id: string,
    input: AssignComplaintInput,
    expected: ExpectedVersions,
  ): Promise<Complaint> {
    const make = (change: ComplaintChange) => this.assignIn(actor, change, input);
    return this.changes.change(actor, id, 'complaint.assigned', make, expected);
  }

  /** The same, as part of another change. @returns whether it is news. @throws Forbidden, AssigneeUnsuitable, NobodyFree, ComplaintEnded, NotFound */
  async assignIn(actor: Actor, change: ComplaintChange, input: AssignComplaintInput): Promise<boolean> {
    const { complaint } = change;
    complaint.checkUnsolved();
    if ('strategy' in input) {
      this.checkLead(actor);
      return this.byStrategy(actor, change, input.strategy, 'asked');
    }
    this.checkHand(actor, complaint, input.assigneeId);
    return this.byHand(actor, change, input.assigneeId);
  }

  /** Gives what nobody has to somebody who is free. What has somebody meanwhile stays with them. @returns whether it found somebody */
  async assignByItself(id: string, strategy: AssignmentStrategy): Promise<boolean> {
    let found = false;
    await this.changes.change(assigner, id, 'complaint.assigned', async (change) => {
      if (!change.complaint.isUnsolved || change.complaint.assignee) return false;
      found = await this.byStrategy(assigner, change, strategy, 'automatic', 'leave');
      return found;
    });
    return found;
  }

  /**
   * Takes it from somebody who cannot go on with it, or may not since it was escalated, and gives it to another.
   * @param from nothing happens where it is not theirs any more: so it is done once, however often it is asked for
   * @param strategy null: it goes back into the line
   */
  async handOn(
    id: string,
    from: string,
    because: 'away' | 'escalated',
    strategy: AssignmentStrategy | null,
  ): Promise<void> {
    await this.changes.change(assigner, id, 'complaint.handed_on', async (change) => {
      const { complaint } = change;
      if (!complaint.isUnsolved || complaint.assignee !== from) return false;
      // Better with whoever had it than with nobody: a review waits for another person, and not the customer.
      const otherwise = because === 'escalated' ? 'leave' : 'unassign';
      if (strategy) return this.byStrategy(assigner, change, strategy, because, otherwise);
      return otherwise === 'unassign' && this.give(assigner, change, null, because);
    });
  }

  /** Everybody with a profile, whose turn it is first, and why not. @throws NotFound */
  async assigneesFor(_actor: Actor, id: string): Promise<AssigneesView> {
    const complaint = await this.em.findOne(Complaint, { id }, { populate: ['history'] });
    if (!complaint) throw new NotFound('Complaint', id);
    const strategy = (await this.strategy()) ?? 'least_loaded';
    const heldBefore = heldBeforeReview(complaint);
    const people = inOrder(strategy, await this.people.all()).map((person) => {
      const refusals = refusalsOf(person, complaint, heldBefore);
      return { ...person, staffId: person.id, isSuitable: refusals.length === 0, refusals };
    });
    const items = [...people.filter((each) => each.isSuitable), ...people.filter((each) => !each.isSuitable)];
    return { strategy, weight: weightOf(complaint), items };
  }

  /** Null where complaints find nobody by themselves. */
  async strategy(): Promise<AssignmentStrategy | null> {
    const policy = await this.em.fork().findOneOrFail(AssignmentPolicy, { id: theOnlyPolicy });
    return policy.strategy === 'off' ? null : policy.strategy;
  }

  private checkLead(actor: Actor): void {
    if (!mayDo(actor, 'complaints.assign')) throw new Forbidden('complaints.assign');
  }

  private checkHand(actor: Actor, complaint: Complaint, to: string | null): void {
    const takes = to === actor.id && (!complaint.assignee || complaint.assignee === actor.id);
    const putsBack = to === null && complaint.assignee === actor.id;
    if (!takes && !putsBack) this.checkLead(actor);
  }

  private async byHand(actor: Actor, change: ComplaintChange, to: string | null): Promise<boolean> {
    const isOwn = (to ?? change.complaint.assignee) === actor.id;
    if (to === null) return this.give(actor, change, null, isOwn ? 'put_back' : 'by_hand');
    const rights = await this.people.rightsOfStaff(to);
    if (!rights) throw new NotFound('Staff', to);
    // By hand, who is away or has enough may be given more: only what no lead may decide stands in the way.
    const person = { ...rights, id: to, ...atLeisure };
    const refusals = refusalsOf(person, change.complaint, heldBeforeReview(change.complaint));
    const hard = refusals.filter((code) => hardRefusals.has(code));
    if (hard.length > 0) throw new AssigneeUnsuitable(change.complaint.reference, hard);
    await holdDesk(change);
    return this.give(actor, change, to, isOwn ? 'taken' : 'by_hand');
  }

  private async byStrategy(
    actor: Actor,
    change: ComplaintChange,
    strategy: AssignmentStrategy,
    because: AssignmentReason,
    otherwise: 'refuse' | 'leave' | 'unassign' = 'refuse',
  ): Promise<boolean> {
    const { complaint } = change;
    await holdDesk(change);
    const people = (await this.people.all()).filter(({ id }) => id !== complaint.assignee);
    const chosen = chosenFor(strategy, people, complaint, heldBeforeReview(complaint));
    if (!chosen && otherwise === 'refuse') throw new NobodyFree(complaint.reference, people.length);
    if (!chosen && otherwise === 'leave') return false;
    return this.give(actor, change, chosen?.id ?? null, because, strategy);
  }

  private async give(
    actor: Actor,
    { em, complaint, now }: ComplaintChange,
    to: string | null,
    because: AssignmentReason,
    strategy?: AssignmentStrategy,
  ): Promise<boolean> {
    const from = complaint.assigneeId;
    if (!complaint.assign(to, actor, now, { because, strategy })) return false;
    if (to) await em.nativeUpdate(DeskProfile, { staff: to }, { lastAssignedAt: now });
    this.events.publish(complaintAssigned, complaint.id, { ...complaintFactsOf(complaint), from, because });
    return true;
  }
}

/**
 * One at a time is given away, so that each sees what the others have been given and no capacity is exceeded. Whoever waits here holds the row
 * of one complaint, and whoever holds this waits for no row of another.
 */
const holdDesk = ({ em }: ComplaintChange): Promise<void> => lockFor(em, 'complaints.assignment');

/** What does not matter by hand. */
const atLeisure: Omit<DeskPerson, 'id' | 'isActive' | 'mayWork' | 'mayLead'> = {
  name: '',
  duty: 'on_duty',
  skills: [],
  languages: [...deskLanguages],
  capacity: Number.MAX_SAFE_INTEGER,
  load: 0,
  lastAssignedAt: null,
};
