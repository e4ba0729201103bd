import { Injectable } from '@nestjs/common';
import { EntityManager, LockMode } from '@mikro-orm/core';
import { z } from 'zod';
import { JobType, type JobRun } from '#libs/jobs';
import { systemActor } from '../../access/actor.js';
import { DraftMaker } from './draft-maker.service.js';
import { DraftsService, makeDraftJob } from './drafts.service.js';
import { ShiftDraft } from './shift-draft.entity.js';

const input = z.strictObject({ draftId: z.uuid() });

@Injectable()
export class DraftsJobs {
  constructor(
    private readonly em: EntityManager,
    private readonly maker: DraftMaker,
    private readonly drafts: DraftsService,
  ) {}

  @JobType({
    type: makeDraftJob,
    description: 'Plan a week of shifts for a city.',
    input,
    output: z.object({ shifts: z.int(), uncovered: z.int() }),
    permission: null,
    cost: 'heavy',
    timeoutSeconds: 600,
    retry: { attempts: 3 },
    subject: ({ draftId }) => ({ type: 'shift_draft', id: draftId }),
    announced: true,
  })
  async make({ draftId }: z.output<typeof input>, run: JobRun) {
    const draft = await this.em.findOne(ShiftDraft, { id: draftId });
    // Given up meanwhile.
    if (draft?.status !== 'making') return { shifts: 0, uncovered: 0 };
    const tell = (part: number): void => run.progress(Math.round(100 * part), 'planning');
    const made = await this.maker.make(systemActor('planning'), draft, tell, run.signal);
    run.atTheEnd(async (em) => {
      const lockMode = LockMode.PESSIMISTIC_WRITE;
      const row = await em.findOne(ShiftDraft, { id: draftId }, { lockMode, refresh: true });
      if (row?.status === 'making') await this.drafts.fill(row, made);
    });
    return { shifts: made.shifts.length, uncovered: made.uncovered.length };
  }
}
