// One thing done to many complaints: each by itself, so that what cannot be done to one is done to the others.
import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { z } from 'zod';
import { DomainError } from '#libs/errors';
import { JobQueue, JobType, type JobRun } from '#libs/jobs';
import { newId } from '#libs/orm';
import { Clock, dayMs } from '#libs/time';
import type { Actor } from '../../../access/actor.js';
import { ComplaintChanges, type ComplaintChange } from '../../complaint-changes.js';
import { DeskActions } from '../macros/desk-actions.js';
import { MacroRuns } from '../macros/macro-runs.service.js';
import { ComplaintViewsService } from '../views/views.service.js';
import { NothingToChange } from './bulk.errors.js';
import { BulkOutcome } from './bulk-outcome.entity.js';
import { bulkAtMost, bulkJobInput, bulkJobOutput, type BulkAction, type BulkInput } from './bulk.schemas.js';

export const bulkJob = 'complaints.change_in_bulk';

/** Longer than any attempt of a job lives: one that was taken for dead may still be at work when another has ended. */
const keptMs = dayMs;

type Refused = z.output<typeof bulkJobOutput>['refused'];

@Injectable()
export class BulkService {
  constructor(
    private readonly em: EntityManager,
    private readonly views: ComplaintViewsService,
    private readonly changes: ComplaintChanges,
    private readonly actions: DeskActions,
    private readonly macros: MacroRuns,
    private readonly jobs: JobQueue,
    private readonly clock: Clock,
  ) {}

  /**
   * By a job, however few: a request would hold all of them until its end, and wait for others that do the same.
   * @throws NotFound when the view is somebody else's
   */
  async start(actor: Actor, { ids, viewId, action }: BulkInput): Promise<{ jobId: string; count: number }> {
    const meant = ids ?? (await this.views.idsIn(actor, viewId!, bulkAtMost));
    const owner = { kind: 'staff', id: actor.id } as const;
    if (meant.length === 0) throw new NothingToChange();
    const job = await this.jobs.enqueue({ type: bulkJob, input: { ids: meant, action }, owner });
    return { jobId: job.id, count: meant.length };
  }

  @JobType({
    type: bulkJob,
    description: 'Do one thing to many complaints.',
    input: bulkJobInput,
    output: bulkJobOutput,
    permission: 'complaints.update',
    audience: 'staff',
    cost: 'standard',
    timeoutSeconds: 600,
    retry: { attempts: 3 },
    rateClass: 'expensive',
  })
  async changeAll(actor: Actor, { ids, action }: z.output<typeof bulkJobInput>, run: JobRun) {
    const forgotten = new Date(this.clock.now().getTime() - keptMs);
    await this.em.nativeDelete(BulkOutcome, { createdAt: { $lt: forgotten } });
    const refused: Refused = [];
    for (const [place, id] of ids.entries()) {
      run.signal.throwIfAborted();
      const refusal = await this.changeOne(actor, run.id, id, action);
      if (refusal) refused.push(refusal);
      run.progress(Math.floor((100 * (place + 1)) / ids.length), 'changing');
    }
    return { done: ids.length - refused.length, refused };
  }

  /** Once, however often the job is begun: that it was done is written with what was done. */
  private async changeOne(
    actor: Actor,
    job: string,
    id: string,
    action: BulkAction,
  ): Promise<Refused[number] | null> {
    const changeIt = async (change: ComplaintChange) => {
      const { em, complaint, now } = change;
      if (await em.findOne(BulkOutcome, { job, complaint: id })) return false;
      em.create(BulkOutcome, { id: newId(), job, complaint: complaint.id, createdAt: now });
      if (action.do === 'macro') await this.macros.run(actor, change, action);
      else await this.actions.perform(actor, change, [action]);
      return true;
    };
    try {
      // What was read for one is not kept for a thousand.
      await this.changes.change(actor, id, 'complaint.changed_in_bulk', changeIt);
      this.em.clear();
      return null;
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      this.em.clear();
      return { id, code: error.code, detail: error.message };
    }
  }
}
