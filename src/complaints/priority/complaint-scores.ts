// Where a complaint stands in line. What is solved stands in none.
import { Injectable } from '@nestjs/common';
import { LockMode, type EntityManager } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { Clock } from '#libs/time';
import { Complaint } from '../complaint.entity.js';
import { factsOf } from './priority-facts.js';
import { PriorityEntry } from './priority-entry.entity.js';
import { priorityOf, type Priority } from './priority-score.js';

/** What was read of the words of a customer. */
export interface WordsReading {
  /** 0 … 100. */
  upset: number;
  reportsDanger: boolean;
}

@Injectable()
export class ComplaintScores {
  constructor(private readonly clock: Clock) {}

  /** As part of a change of the complaint, with its row held. */
  async refresh(em: EntityManager, complaint: Complaint, isNew: boolean): Promise<void> {
    const entry = isNew ? null : await em.findOne(PriorityEntry, { complaint });
    if (!complaint.isUnsolved) {
      complaint.rankAt = null;
      if (entry) em.remove(entry);
      return;
    }
    const { score, rankAt } = await this.scored(em, complaint, entry);
    Object.assign(complaint, { priorityScore: score, rankAt });
  }

  /**
   * Of those whose score was to change by now. Nothing else of a complaint changes by it, and its version stays: whoever looks at one and
   * changes it then has missed nothing. Those that somebody is changing are passed over, as they are scored anew by that.
   * @returns how many
   */
  async refreshAged(em: SqlEntityManager, limit: number): Promise<number> {
    const due = await em.find(
      PriorityEntry,
      { changesAt: { $lte: this.clock.now() } },
      { orderBy: { changesAt: 'asc' }, limit, fields: ['complaint'] },
    );
    const ids = due.map(({ complaint }) => complaint.id);
    const lockMode = LockMode.PESSIMISTIC_PARTIAL_WRITE;
    const held = await em.find(Complaint, { id: { $in: ids } }, { lockMode, refresh: true });
    // Only now: what was read before the rows were held may have been changed meanwhile.
    const current = await em.find(PriorityEntry, { complaint: { $in: held } }, { refresh: true });
    const entries = new Map(current.map((entry) => [entry.complaint.id, entry]));
    const scored: [string, Priority][] = [];
    for (const complaint of held) {
      const entry = entries.get(complaint.id);
      if (entry) scored.push([complaint.id, await this.scored(em, complaint, entry)]);
    }
    await writeRanks(em, scored);
    return held.length;
  }

  /** What its customer wrote has been read. Nothing where it is solved, or gone. */
  async hear(em: SqlEntityManager, id: string, reading: WordsReading): Promise<void> {
    const lockMode = LockMode.PESSIMISTIC_WRITE;
    const complaint = await em.findOne(Complaint, { id }, { lockMode, refresh: true });
    const entry = complaint && (await em.findOne(PriorityEntry, { complaint }, { refresh: true }));
    if (!entry) return;
    entry.facts = { ...(entry.facts ?? (await factsOf(em, complaint))), ...reading };
    await writeRanks(em, [[id, await this.scored(em, complaint, entry)]]);
  }

  /** Its customer is of another tier. As part of a change of the complaint, which scores it anew. */
  async retier(em: EntityManager, complaint: Complaint, customerTier: string): Promise<void> {
    const entry = await em.findOne(PriorityEntry, { complaint });
    if (entry?.facts) entry.facts = { ...entry.facts, customerTier };
  }

  private async scored(
    em: EntityManager,
    complaint: Complaint,
    entry: PriorityEntry | null,
  ): Promise<Priority> {
    const facts = entry?.facts ?? (await factsOf(em, complaint));
    const priority = priorityOf(complaint, facts, this.clock.now());
    const { score, reasons, changesAt } = priority;
    if (entry) Object.assign(entry, { score, reasons, changesAt, facts });
    else em.create(PriorityEntry, { complaint, score, reasons, changesAt, facts });
    return priority;
  }
}

/** In one statement, and past the version column. */
async function writeRanks(em: SqlEntityManager, scored: readonly [string, Priority][]): Promise<void> {
  if (scored.length === 0) return;
  const rows = scored.map(([id, { score, rankAt }]) => ({ id, score, rankAt }));
  await em.execute(ranksStatement, [JSON.stringify(rows)]);
}

const ranksStatement = `
  update complaints set priority_score = scored.score, rank_at = scored."rankAt"
  from jsonb_to_recordset(?::jsonb) as scored (id uuid, score smallint, "rankAt" timestamptz)
  where complaints.id = scored.id
    and (priority_score, rank_at) is distinct from (scored.score, scored."rankAt")`;
