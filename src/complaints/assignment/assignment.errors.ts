import { DomainError } from '#libs/errors';
import type { RefusalCode } from './assignment.strategies.js';

export class AssigneeUnsuitable extends DomainError {
  constructor(reference: string, refusals: readonly RefusalCode[]) {
    super(
      'ASSIGNEE_UNSUITABLE',
      'conflict',
      `Complaint ${reference} cannot be given to them: ${refusals.join(', ').replaceAll('_', ' ')}.`,
      { refusals },
    );
  }
}

export class NobodyFree extends DomainError {
  constructor(reference: string, people: number) {
    super(
      'NOBODY_FREE',
      'conflict',
      `Of ${people} people of the desk nobody can be given complaint ${reference} now.`,
      { people },
    );
  }
}

/** Leave, or extra hours, of one person at one time. */
export class DutyOverlaps extends DomainError {
  constructor() {
    super('DUTY_OVERLAPS', 'conflict', 'They have leave or extra hours of that kind in that time already.');
  }
}

export class TooManyDutyExceptions extends DomainError {
  constructor(limit: number) {
    super('TOO_MANY_DUTY_EXCEPTIONS', 'conflict', `One person has at most ${limit} that are not over.`, {
      limit,
    });
  }
}
