// By when a complaint is to be solved.
import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/core';
import { hourMs } from '#libs/time';
import type { Complaint } from '../complaint.entity.js';
import { severityRules } from '../complaint.terms.js';

@Injectable()
export class ComplaintTargets {
  /** Sets the promised time as the history of the complaint has it; it must be loaded. */
  refresh(_em: EntityManager, complaint: Complaint): Promise<void> {
    const { solutionHours } = severityRules[complaint.severity];
    complaint.dueAt = new Date(complaint.createdAt.getTime() + solutionHours * hourMs);
    return Promise.resolve();
  }
}
