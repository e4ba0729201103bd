import { Injectable } from '@nestjs/common';
import { JobActors, type EndedJob } from './job-actors.js';
import { JobRegistry } from './job.registry.js';

/** Sees to it that whoever waits for a job hears of its end, however it came about: worked off, cancelled, too late, or known already. */
@Injectable()
export class JobAnnouncer {
  constructor(
    private readonly registry: JobRegistry,
    private readonly actors: JobActors,
  ) {}

  isAnnounced(type: string): boolean {
    return this.registry.find(type)?.definition.announced ?? false;
  }

  /** In the transaction that ends them. */
  announce(jobs: readonly EndedJob[]): void {
    for (const job of jobs) if (this.isAnnounced(job.type)) this.actors.ended(job);
  }
}

/** Of a row of `jobs`, as {@link EndedJob}. */
export const endedColumns = `id, type, owner_kind as "ownerKind", owner_id as "ownerId", status, error`;
