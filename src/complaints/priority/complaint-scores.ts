// Where a complaint stands in line. What is solved stands in none.
import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/core';
import type { Complaint } from '../complaint.entity.js';
import { severityRules } from '../complaint.terms.js';
import { PriorityEntry } from './priority-entry.entity.js';

@Injectable()
export class ComplaintScores {
  /** To be called with the row held. */
  async refresh(em: EntityManager, complaint: Complaint): Promise<void> {
    const entry = await em.findOne(PriorityEntry, { complaint });
    const { severity } = complaint;
    const { points } = severityRules[severity];
    complaint.priorityScore = points;
    if (!complaint.isUnsolved) {
      if (entry) em.remove(entry);
      return;
    }
    const reasons = [{ factor: 'severity', points, because: `Severity ${severity}` }];
    if (entry) Object.assign(entry, { score: points, reasons });
    else em.create(PriorityEntry, { complaint, score: points, reasons });
  }
}
