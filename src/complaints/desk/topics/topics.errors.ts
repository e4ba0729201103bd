import { DomainError } from '#libs/errors';

export class ComplaintTopicUnfit extends DomainError {
  constructor(why: string) {
    super('COMPLAINT_TOPIC_UNFIT', 'unprocessable', `The topic does not fit: ${why}.`);
  }
}

export class ComplaintTopicMisplaced extends DomainError {
  constructor(why: string) {
    super('COMPLAINT_TOPIC_MISPLACED', 'unprocessable', `The topic cannot stand there: ${why}.`);
  }
}

export class ComplaintTopicInUse extends DomainError {
  constructor(code: string) {
    super(
      'COMPLAINT_TOPIC_IN_USE',
      'conflict',
      `The topic ${code} has others below it, or complaints that carry it. Set it inactive instead.`,
    );
  }
}

export class ComplaintTopicCodeTaken extends DomainError {
  constructor(code: string) {
    super('COMPLAINT_TOPIC_CODE_TAKEN', 'conflict', `There is a topic ${code} already.`);
  }
}

export class TooManyComplaintTopics extends DomainError {
  constructor(limit: number) {
    super(
      'TOO_MANY_COMPLAINT_TOPICS',
      'conflict',
      `There are ${limit} topics already, and no more can be kept.`,
      {
        limit,
      },
    );
  }
}
