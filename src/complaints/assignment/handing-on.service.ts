// What happens without anybody asking: what nobody has is given to whoever is free, and what somebody has who is on leave goes to others.
import { Inject, Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { Clock } from '#libs/time';
import { Complaint } from '../complaint.entity.js';
import { AssignmentDesk } from './assignment-desk.service.js';
import { chosenFor, weightOf, type DeskPerson } from './assignment.strategies.js';
import { DeskPeople } from './desk-people.js';
import { DutyException } from './desk-profile.entity.js';

/** Read at a time. */
const batchSize = 200;
/** Of the line, looked at in one run: whoever stands further behind is not given away before those are. */
const lookedAtMost = 2_000;

@Injectable()
export class HandingOn {
  constructor(
    @Inject(EntityManager) private readonly em: SqlEntityManager,
    private readonly desk: AssignmentDesk,
    private readonly people: DeskPeople,
    private readonly clock: Clock,
  ) {}

  /** In the order of the line, for as long as somebody is free. @returns how many found somebody */
  async assignWaiting(signal: AbortSignal): Promise<number> {
    const strategy = await this.desk.strategy();
    if (!strategy) return 0;
    const people = await this.people.all();
    let given = 0;
    for await (const complaint of this.unassigned(people, signal)) {
      const guess = chosenFor(strategy, people, complaint);
      if (!guess || !(await this.desk.assignByItself(complaint.id, strategy))) continue;
      given++;
      // Who really has it may be another, if the desk has changed meanwhile: then the next is tried in vain, or a minute later.
      guess.load += weightOf(complaint);
      guess.lastAssignedAt = this.clock.now();
    }
    return given;
  }

  /** Of leave that has begun, once. @returns of how many people */
  async handOnLeave(signal: AbortSignal): Promise<number> {
    const now = this.clock.now();
    const begun = { handsOn: true, handedOnAt: null, startsAt: { $lte: now } } as const;
    const leaves = await this.em.fork().find(DutyException, begun, { limit: batchSize });
    for (const { id, staff, endsAt } of leaves) {
      signal.throwIfAborted();
      // What is over when it is seen (nothing ran meanwhile) is no reason any more.
      if (endsAt > now) await this.handOnAll(staff, signal);
      await this.em.fork().nativeUpdate(DutyException, { id }, { handedOnAt: now });
    }
    return leaves.length;
  }

  /** One by one: what was handed on before a crash is not theirs any more. */
  async handOnAll(staff: string, signal?: AbortSignal): Promise<void> {
    const strategy = await this.desk.strategy();
    const own = { assignee: staff, rankAt: { $ne: null } } as const;
    const orderBy = { rankAt: 'asc', id: 'asc' } as const;
    const complaints = await this.em.fork().find(Complaint, own, { orderBy, fields: ['id'] });
    for (const { id } of complaints) {
      signal?.throwIfAborted();
      await this.desk.handOn(id, staff, 'away', strategy);
    }
  }

  private async *unassigned(people: readonly DeskPerson[], signal: AbortSignal) {
    const isFree = ({ duty, load, capacity }: DeskPerson) => duty === 'on_duty' && load < capacity;
    let after: Complaint | undefined;
    for (let looked = 0; looked < lookedAtMost; looked += batchSize) {
      const rest = after && {
        $or: [{ rankAt: { $gt: after.rankAt! } }, { rankAt: after.rankAt!, id: { $gt: after.id } }],
      };
      const complaints: Complaint[] = await this.em
        .fork()
        .find(
          Complaint,
          { $and: [{ assignee: null, rankAt: { $ne: null } }, rest ?? {}] },
          { orderBy: { rankAt: 'asc', id: 'asc' }, limit: batchSize },
        );
      for (const complaint of complaints) {
        signal.throwIfAborted();
        if (!people.some(isFree)) return;
        yield complaint;
      }
      if (complaints.length < batchSize) return;
      after = complaints.at(-1);
    }
  }
}
