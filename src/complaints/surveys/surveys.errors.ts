import { DomainError } from '#libs/errors';

/** Nobody asks about what was not solved, or was reopened since. */
export class SurveyNotAsked extends DomainError {
  constructor(reference: string) {
    super(
      'COMPLAINT_SURVEY_NOT_ASKED',
      'conflict',
      `Complaint ${reference} is not solved: it can be rated when it is.`,
    );
  }
}

export class SurveyClosed extends DomainError {
  constructor(until: Date) {
    super('COMPLAINT_SURVEY_CLOSED', 'conflict', 'A solution can be rated within 14 days.', {
      until: until.toISOString(),
    });
  }
}
