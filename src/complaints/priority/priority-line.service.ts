// The line in which complaints are worked.
import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { PageReader, type Page } from '#libs/http';
import type { Actor } from '../../access/actor.js';
import { Complaint } from '../complaint.entity.js';
import { PriorityEntry } from './priority-entry.entity.js';
import { priorityList, type PriorityEntryView, type PriorityQuery } from './priority.schemas.js';

@Injectable()
export class PriorityLine {
  constructor(
    private readonly em: EntityManager,
    private readonly pages: PageReader,
  ) {}

  /** For staff. Nothing that anybody wrote is in it. @throws CursorInvalid, ValidationFailed */
  async list(_actor: Actor, query: PriorityQuery): Promise<Page<PriorityEntryView>> {
    const { category, assignee, unassigned, escalated } = query;
    const where = [
      { rankAt: { $ne: null } },
      category ? { category } : {},
      assignee ? { assignee } : {},
      unassigned ? { assignee: null } : {},
      escalated ? { escalationLevel: { $gt: 0 } } : {},
    ];
    const exclude = ['subject', 'description'];
    const { items, nextCursor } = await this.pages.read(Complaint, priorityList, query, { where, exclude });
    const entries = await this.em.find(PriorityEntry, { complaint: { $in: items } });
    const reasons = new Map(entries.map((entry) => [entry.complaint.id, entry.reasons]));
    return { items: items.map((each) => viewOf(each as Complaint, reasons.get(each.id) ?? [])), nextCursor };
  }
}

function viewOf(complaint: Complaint, reasons: PriorityEntryView['reasons']): PriorityEntryView {
  const { id, reference, customerId, category, severity, status, escalationLevel, assigneeId } = complaint;
  const { dueAt = null, createdAt, priorityScore: score, rankAt } = complaint;
  const which = { id, reference, customerId, category, severity, status };
  return { ...which, escalationLevel, assigneeId, dueAt, createdAt, score, reasons, rankAt: rankAt! };
}
