import { Injectable } from '@nestjs/common';
import { EventOutbox, PublishesEvents } from '#libs/events';
import { JobActors, type EndedJob, type Job, type JobOwner, type JobTypeDefinition } from '#libs/jobs';
import { isFor, mayDo, systemActor, type Actor } from '../access/actor.js';
import type { Requirement } from '../access/roles.js';
import { AccountsService } from '../sessions/accounts.service.js';
import { jobEnded } from './jobs.events.js';

/** For whom jobs run: with what their owner may do at that moment, not when it was asked for. */
@PublishesEvents(jobEnded)
@Injectable()
export class JobActorsService extends JobActors {
  constructor(
    private readonly accounts: AccountsService,
    private readonly events: EventOutbox,
  ) {
    super();
  }

  override async actorFor(owner: JobOwner): Promise<Actor | null> {
    if (owner.kind === 'system') return systemActor(owner.id);
    const account = await this.accounts.load({ kind: owner.kind, id: owner.id });
    if (!account?.isActive) return null;
    const { kind, id, role, lacksSecondFactor, permissions } = account;
    return { kind, id, role, lacksSecondFactor, permissions: lacksSecondFactor ? new Set() : permissions };
  }

  /** What only the program asks for needs no permission of whoever it is done for. */
  override may(caller: Actor, { permission, audience }: JobTypeDefinition): boolean {
    if (caller.kind === 'system' || permission === null) return true;
    if (audience && !isFor(audience, caller)) return false;
    return mayDo(caller, permission as Requirement);
  }

  override ended({ id, type, ownerKind, ownerId, status, error }: EndedJob): void {
    this.events.publish(jobEnded, id, {
      jobType: type,
      owner: { kind: ownerKind, id: ownerId },
      status: status as 'completed',
      code: error?.code ?? null,
    });
  }
}

/** Whose it is; nobody's when the program asked for it. */
export function personOf({ ownerKind, ownerId }: Job): string | undefined {
  return ownerKind === 'system' ? undefined : ownerId;
}
