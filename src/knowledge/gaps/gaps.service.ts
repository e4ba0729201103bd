import { Injectable } from '@nestjs/common';
import { EntityManager, LockMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { NotFound } from '#libs/errors';
import { checkVersion, PageReader, type ExpectedVersions, type Page } from '#libs/http';
import { newId } from '#libs/orm';
import { Clock } from '#libs/time';
import { customerScope, type Actor } from '../../access/actor.js';
import { AuditService } from '../../audit/audit.service.js';
import { gapsList, type ListGaps, type MarkGap } from './gaps.schemas.js';
import { GapAsker, KnowledgeGap } from './knowledge-gap.entity.js';
import { maskedQuestion, questionKey } from './masked-question.js';

export interface UnansweredQuestion {
  question: string;
  nearest?: { id: string; heading: string };
  grounding: number;
}

/** Questions of one customer that are kept: nobody fills the list alone. */
const mostOfOne = 50;

@Injectable()
export class GapsService {
  constructor(
    private readonly em: EntityManager,
    private readonly pages: PageReader,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** Asked by two at once, or in other words of the same kind, it is one gap. Only what customers ask is kept. */
  async keep(actor: Actor, { question, nearest, grounding }: UnansweredQuestion): Promise<void> {
    const customerId = customerScope(actor);
    const key = questionKey(maskedQuestion(question));
    if (!customerId || !key) return;
    const now = this.clock.now();
    await (this.em.fork() as SqlEntityManager).transactional(async (em) => {
      if ((await em.count(GapAsker, { customerId })) >= mostOfOne) return;
      const [row] = await em.execute<{ id: string }[]>(keepGap, [
        newId(),
        maskedQuestion(question),
        key,
        now,
        nearest?.id ?? null,
        nearest?.heading ?? null,
        grounding,
        now,
        now,
      ]);
      await em.upsert(GapAsker, { gap: row!.id, customerId, createdAt: now }, { onConflictAction: 'ignore' });
    });
  }

  /** @throws CursorInvalid, ValidationFailed */
  list(_actor: Actor, query: ListGaps): Promise<Page<KnowledgeGap>> {
    const { status } = query;
    return this.pages.read(KnowledgeGap, gapsList, query, { where: [status ? { status } : {}] });
  }

  /** @throws NotFound */
  async get(_actor: Actor, id: string): Promise<KnowledgeGap> {
    const gap = await this.em.findOne(KnowledgeGap, { id });
    if (!gap) throw new NotFound('Gap', id);
    return gap;
  }

  /** @throws NotFound, PreconditionFailed */
  mark(actor: Actor, id: string, { status }: MarkGap, expected: ExpectedVersions): Promise<KnowledgeGap> {
    return this.em.transactional(async (em) => {
      const lockMode = LockMode.PESSIMISTIC_WRITE;
      const gap = await em.findOne(KnowledgeGap, { id }, { lockMode, refresh: true });
      if (!gap) throw new NotFound('Gap', id);
      checkVersion(gap, expected);
      const before = { status: gap.status };
      gap.mark(status, actor.id, this.clock.now());
      const object = { type: 'knowledge_gap', id };
      await this.audit.record(actor, { action: 'knowledge_gap.marked', object, before, after: { status } });
      return gap;
    });
  }
}

/** What staff have answered and is not answered after all is open again; what they have dismissed stays so. */
const keepGap = `
  insert into knowledge_gaps as g
    (id, question, question_key, last_asked_at, nearest_passage, nearest_heading, grounding, created_at, updated_at)
  values (?, ?, ?, ?, ?, ?, ?, ?, ?)
  on conflict (question_key) do update set
    times = g.times + 1, last_asked_at = excluded.last_asked_at, updated_at = excluded.updated_at,
    nearest_passage = excluded.nearest_passage, nearest_heading = excluded.nearest_heading, grounding = excluded.grounding,
    version = g.version + 1, closed_at = case when g.status = 'answered' then null else g.closed_at end,
    closed_by = case when g.status = 'answered' then null else g.closed_by end,
    status = case when g.status = 'answered' then 'open' else g.status end
  returning id`;
