// Asks about every resolution, whoever has solved the complaint and by whatever way.
import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/core';
import type { Complaint } from '../complaint.entity.js';
import { ComplaintSurvey } from './survey.entity.js';

@Injectable()
export class SurveyRequests {
  /** Once for each time that it is solved. To be called with the row held. @returns the question; null of what is not solved */
  async ask(em: EntityManager, complaint: Complaint): Promise<ComplaintSurvey | null> {
    const { status, resolvedAt } = complaint;
    if (status !== 'resolved' || !resolvedAt) return null;
    const asked = await em.findOne(ComplaintSurvey, { complaint, resolvedAt });
    return asked ?? em.create(ComplaintSurvey, { complaint, resolvedAt, score: null, answeredAt: null });
  }
}
