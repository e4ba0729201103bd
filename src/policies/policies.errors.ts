import { DomainError } from '#libs/errors';

/** What was published once is never edited: bookings were made under it. */
export class PolicyNotDraft extends DomainError {
  constructor(number: number, status: string) {
    super('POLICY_NOT_DRAFT', 'conflict', `Policy version ${number} is ${status}; only a draft can change.`, {
      status,
    });
  }
}

export class PolicyNotPublished extends DomainError {
  constructor(number: number, status: string) {
    super('POLICY_NOT_PUBLISHED', 'conflict', `Policy version ${number} is ${status}, not published.`, {
      status,
    });
  }
}

/** Without it nobody could say what a cancellation costs. */
export class LastPolicy extends DomainError {
  constructor(number: number) {
    super(
      'LAST_POLICY',
      'conflict',
      `Policy version ${number} is the one in force. Publish another one before it is retired.`,
      { number },
    );
  }
}

export class PolicyWindowInvalid extends DomainError {
  constructor(earliest: Date) {
    super('POLICY_WINDOW_INVALID', 'unprocessable', 'A policy cannot begin in the past.', {
      earliest: earliest.toISOString(),
    });
  }
}

export class TooManyPolicies extends DomainError {
  constructor(atMost: number) {
    super('TOO_MANY_POLICIES', 'conflict', `At most ${atMost} versions can be kept.`, { atMost });
  }
}

/** A clause that the version does not have, or one of another kind. */
export class ClauseUnknown extends DomainError {
  constructor(clause: string, offered: readonly string[]) {
    super('CLAUSE_UNKNOWN', 'unprocessable', `The policy has no such clause for this: ${clause}.`, {
      clause,
      offered,
    });
  }
}
