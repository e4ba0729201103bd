// What customers say of how their complaints were solved.
import { Injectable } from '@nestjs/common';
import { EntityManager } from '@mikro-orm/core';
import { EventOutbox, PublishesEvents } from '#libs/events';
import type { Actor } from '../../access/actor.js';
import { ComplaintChanges, type ComplaintChange } from '../complaint-changes.js';
import { complaintFactsOf } from '../complaint.events.js';
import { ComplaintsService } from '../complaints.service.js';
import { complaintSurveyed } from './survey.events.js';
import { checkSurvey, ComplaintSurvey } from './survey.entity.js';
import { SurveyRequests } from './survey-requests.js';
import { SurveyNotAsked } from './surveys.errors.js';
import type { AnswerSurveyInput } from './surveys.schemas.js';

@PublishesEvents(complaintSurveyed)
@Injectable()
export class SurveysService {
  constructor(
    private readonly em: EntityManager,
    private readonly complaints: ComplaintsService,
    private readonly changes: ComplaintChanges,
    private readonly requests: SurveyRequests,
    private readonly events: EventOutbox,
  ) {}

  /**
   * About the solution that holds: within 14 days of it, and anew as often as its customer likes; what is said last counts.
   * @throws NotFound, SurveyNotAsked while it is not solved, SurveyClosed
   */
  async answer(actor: Actor, complaintId: string, input: AnswerSurveyInput): Promise<ComplaintSurvey> {
    let answered!: ComplaintSurvey;
    await this.changes.change(actor, complaintId, 'complaint.surveyed', async (change) => {
      answered = await this.asked(change);
      if (!answered.answer(input, change.now)) return false;
      this.tell(actor, change, answered, input.score);
      return true;
    });
    return answered;
  }

  /** One for each time that it was solved, the latest first. That staff look is noted. @throws NotFound */
  async list(actor: Actor, complaintId: string): Promise<ComplaintSurvey[]> {
    const { id: complaint } = await this.complaints.get(actor, complaintId);
    return this.em.find(
      ComplaintSurvey,
      { complaint },
      { orderBy: { resolvedAt: 'desc' }, limit: mostShown },
    );
  }

  /** Of what was solved before there were surveys, the question is put with the answer. */
  private async asked({ em, complaint, now }: ComplaintChange): Promise<ComplaintSurvey> {
    checkSurvey(complaint, now);
    const survey = await this.requests.ask(em, complaint);
    if (!survey) throw new SurveyNotAsked(complaint.reference);
    return survey;
  }

  private tell(
    actor: Actor,
    { complaint, now }: ComplaintChange,
    { id: surveyId, resolvedAt }: ComplaintSurvey,
    score: number,
  ): void {
    complaint.record({ kind: 'surveyed', at: now, facts: { surveyId, score } }, actor);
    const said = { surveyId, score, resolvedAt: resolvedAt.toISOString() };
    this.events.publish(complaintSurveyed, complaint.id, { ...complaintFactsOf(complaint), ...said });
  }
}

/** Nothing is solved anew more often. */
const mostShown = 100;
