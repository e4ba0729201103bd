// Asks about every resolution, whoever has solved the complaint and by whatever way.
import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/core';
import type { Complaint } from '../complaint.entity.js';
import { ComplaintSurvey } from './survey.entity.js';

@Injectable()
export class SurveyRequests {
  /** Once for each time that it is solved. To be called with the row held. */
  async ask(em: EntityManager, complaint: Complaint): Promise<void> {
    const { status, resolvedAt } = complaint;
    if (status !== 'resolved' || !resolvedAt) return;
    if ((await em.count(ComplaintSurvey, { complaint, resolvedAt })) > 0) return;
    em.create(ComplaintSurvey, { complaint, resolvedAt, score: null, answeredAt: null });
  }
}
